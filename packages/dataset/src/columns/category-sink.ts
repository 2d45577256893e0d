import type { ChunkColumn } from '../duckdb/chunk-column.ts'
import type { CategoryColumn } from '../table.ts'
import type { Sink } from './feed.ts'
import { ValueCoder } from './value-coder.ts'

/** Codes a numeric or boolean column in ascending order of the value. */
export class CategorySink implements Sink {
  readonly #coder: ValueCoder
  readonly #tooMany: () => Error
  readonly #boolean: boolean
  #coded: Omit<CategoryColumn, 'name'> | null = null
  constructor(rows: number | null, boolean: boolean, tooMany: () => Error) {
    this.#coder = new ValueCoder(rows)
    this.#boolean = boolean
    this.#tooMany = tooMany
  }

  append(column: ChunkColumn, offset: number, length: number): void {
    if (!this.#coder.append(column, offset, length)) throw this.#tooMany()
  }

  finish(rows: number): void {
    const { sorted, rank } = ranking(this.#coder.values)
    const { codes, missing } = this.#coder.ranked(rows, rank, sorted.length)
    const categories = this.#boolean ? sorted.map((value) => value === 1) : sorted.map(plainValue)
    this.#coded = { kind: 'category', codes, categories, missingCode: sorted.length, missing, distinct: sorted.length }
  }

  column(name: string): CategoryColumn {
    return { ...this.#coded!, name }
  }
}

/** Values ascending, and the place of each code's value among them. */
export function ranking(values: readonly (number | bigint)[]): { sorted: (number | bigint)[]; rank: Uint16Array } {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0))
  const rank = new Uint16Array(values.length)
  for (const [place, code] of order.entries()) rank[code] = place
  return { sorted: order.map((code) => values[code]), rank }
}

/** Integers that a double does not hold become their digits. */
function plainValue(value: number | bigint): number | string {
  return typeof value === 'number' ? value : value.toString()
}
