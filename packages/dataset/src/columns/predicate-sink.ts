import type { ChunkColumn } from '../duckdb/chunk-column.ts'
import { ColumnBuffer } from './column-buffer.ts'
import type { Sink } from './feed.ts'
import { sharedBytes } from './shared-bytes.ts'

export const outsidePredicate = 255

/** Takes 1 for the rows that a predicate holds for, 0 for the others, and keeps the codes 0 (inside) and 255. */
export class PredicateSink implements Sink {
  readonly #buffer: ColumnBuffer<Uint8Array>
  #codes: Uint8Array | null = null
  inside = 0
  constructor(rows: number | null) {
    this.#buffer = new ColumnBuffer((length) => new Uint8Array(sharedBytes(length)), rows)
  }

  append({ items }: ChunkColumn, offset: number, length: number): void {
    this.#buffer.reserve(offset + length)
    const codes = this.#buffer.values
    const flags = items as Uint8Array
    let inside = 0
    for (let i = 0; i < length; i++) {
      inside += flags[i]
      codes[offset + i] = flags[i] - 1
    }
    this.inside += inside
  }

  finish(rows: number): void {
    this.#codes = this.#buffer.trimmed(rows)
  }

  codes(): Uint8Array {
    return this.#codes!
  }
}
