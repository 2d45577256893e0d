import type { ChunkColumn } from '../duckdb/chunk-column.ts'
import type { CategoryColumn, NumberColumn } from '../table.ts'
import { ranking } from './category-sink.ts'
import type { Sink } from './feed.ts'
import { NumberSink } from './number-sink.ts'
import { ValueCoder } from './value-coder.ts'

/**
 * Numbers (or times, as milliseconds since 1970) to cut into bins. Few distinct values are kept as codes into `values`,
 * ascending; many as they are.
 */
export type OrderedValues =
  | {
      readonly kind: 'coded'
      readonly codes: Uint8Array | Uint16Array | Uint32Array
      readonly values: Float64Array
      readonly missingCode: number
      readonly missing: number
    }
  | { readonly kind: 'dense'; readonly values: Float64Array; readonly missing: number }

/** Starts out coding values, and turns to plain doubles where there are more than 65 535 different ones. */
export class OrderedSink implements Sink {
  readonly #rows: number | null
  #coder: ValueCoder | null
  #numbers: NumberSink | null = null
  #ordered: OrderedValues | null = null
  constructor(rows: number | null) {
    this.#rows = rows
    this.#coder = new ValueCoder(rows)
  }

  append(column: ChunkColumn, offset: number, length: number): void {
    if (this.#coder !== null && !this.#coder.append(column, offset, length)) this.#turnDense(offset)
    this.#numbers?.append(column, offset, length)
  }

  finish(rows: number): void {
    if (this.#numbers !== null) {
      this.#numbers.finish(rows)
      this.#ordered = orderedNumbers(this.#numbers.column(''))
      return
    }
    const { sorted, rank } = ranking(this.#coder!.values)
    const { codes, missing } = this.#coder!.ranked(rows, rank, sorted.length)
    const values = Float64Array.from(sorted, Number)
    this.#ordered = { kind: 'coded', codes, values, missingCode: sorted.length, missing }
    this.#coder = null
  }

  ordered(): OrderedValues {
    return this.#ordered!
  }

  #turnDense(rows: number): void {
    this.#numbers = new NumberSink(this.#rows)
    const before = new Float64Array(rows)
    this.#coder!.decoded(rows, before)
    this.#numbers.append({ items: before, validity: null }, 0, rows)
    this.#coder = null
  }
}

export function orderedNumbers(column: NumberColumn): OrderedValues {
  return { kind: 'dense', values: column.values, missing: column.missing }
}

/** Numeric categories; texts among them (integers that no double holds) by their nearest double. */
export function orderedCategories(column: CategoryColumn): OrderedValues {
  const values = Float64Array.from(column.categories, Number)
  return { kind: 'coded', codes: column.codes, values, missingCode: column.missingCode, missing: column.missing }
}
