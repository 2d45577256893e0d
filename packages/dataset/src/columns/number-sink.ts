import { type ChunkColumn, isPresent } from '../duckdb/chunk-column.ts'
import type { NumberColumn } from '../table.ts'
import { ColumnBuffer } from './column-buffer.ts'
import type { Sink } from './feed.ts'
import { sharedBytes } from './shared-bytes.ts'

/** Collects doubles; null and NaN are both missing, and NaN in the column. */
export class NumberSink implements Sink {
  readonly #buffer: ColumnBuffer<Float64Array>
  #missing = 0
  #values: Float64Array | null = null
  constructor(rows: number | null) {
    this.#buffer = new ColumnBuffer((length) => new Float64Array(sharedBytes(8 * length)), rows)
  }

  append({ items, validity }: ChunkColumn, offset: number, length: number): void {
    this.#buffer.reserve(offset + length)
    const values = this.#buffer.values
    values.set(items as Float64Array, offset)
    if (validity !== null) {
      for (let i = 0; i < length; i++) if (!isPresent(validity, i)) values[offset + i] = Number.NaN
    }
    let missing = 0
    for (let i = offset; i < offset + length; i++) if (Number.isNaN(values[i])) missing++
    this.#missing += missing
  }

  finish(rows: number): void {
    this.#values = this.#buffer.trimmed(rows)
  }

  column(name: string): NumberColumn {
    return { kind: 'number', name, values: this.#values!, missing: this.#missing }
  }
}
