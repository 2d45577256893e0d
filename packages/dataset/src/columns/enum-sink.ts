import { type ChunkColumn, isPresent } from '../duckdb/chunk-column.ts'
import type { CategoryColumn } from '../table.ts'
import { ColumnBuffer } from './column-buffer.ts'
import type { Sink } from './feed.ts'
import { sharedBytes } from './shared-bytes.ts'

/** Takes the numbers that DuckDB has given the categories of a column, counted from `first` in ascending order. */
export class EnumSink implements Sink {
  readonly categories: readonly (string | number)[]
  readonly #buffer: ColumnBuffer<Uint8Array> | ColumnBuffer<Uint16Array>
  readonly first: 0 | 1
  #codes: Uint8Array | Uint16Array | null = null
  #missing = 0
  constructor(rows: number | null, categories: readonly (string | number)[], first: 0 | 1) {
    this.categories = categories
    this.first = first
    this.#buffer =
      categories.length <= 255
        ? new ColumnBuffer((length) => new Uint8Array(sharedBytes(length)), rows)
        : new ColumnBuffer((length) => new Uint16Array(sharedBytes(2 * length)), rows)
  }

  append({ items, validity }: ChunkColumn, offset: number, length: number): void {
    this.#buffer.reserve(offset + length)
    const codes = this.#buffer.values
    if (this.first === 0) codes.set(items as Uint16Array, offset)
    else for (let i = 0; i < length; i++) codes[offset + i] = (items[i] as number) - 1
    if (validity === null) return
    const missingCode = this.categories.length
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
      categories: this.categories,
      missingCode: this.categories.length,
      missing: this.#missing,
      distinct: this.categories.length,
    }
  }
}
