import { type ChunkColumn, isPresent } from '../duckdb/chunk-column.ts'
import type { CategoryColumn } from '../table.ts'
import { ColumnBuffer } from './column-buffer.ts'
import type { Sink } from './feed.ts'

/** Takes the codes of a column that DuckDB has cast to an enum whose values are in ascending order. */
export class EnumSink implements Sink {
  readonly #categories: readonly (string | number)[]
  readonly #buffer: ColumnBuffer<Uint8Array> | ColumnBuffer<Uint16Array>
  #codes: Uint8Array | Uint16Array | null = null
  #missing = 0
  constructor(rows: number | null, categories: readonly (string | number)[]) {
    this.#categories = categories
    this.#buffer =
      categories.length <= 255
        ? new ColumnBuffer((length) => new Uint8Array(length), rows)
        : new ColumnBuffer((length) => new Uint16Array(length), rows)
  }

  append({ items, validity }: ChunkColumn, offset: number, length: number): void {
    this.#buffer.reserve(offset + length)
    const codes = this.#buffer.values
    codes.set(items as Uint16Array, offset)
    if (validity === null) return
    const missingCode = this.#categories.length
    for (let i = 0; i < length; i++) {
      if (isPresent(validity, i)) continue
      codes[offset + i] = missingCode
      this.#missing++
    }
  }

  finish(rows: number): void {
    this.#codes = this.#buffer.trimmed(rows)
  }

  column(name: string): CategoryColumn {
    return {
      kind: 'category',
      name,
      codes: this.#codes!,
      categories: this.#categories,
      missingCode: this.#categories.length,
      missing: this.#missing,
      distinct: this.#categories.length,
    }
  }
}
