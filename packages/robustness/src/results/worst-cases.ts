import type { Cell } from '../columns/column.ts'
import { type Columns, changedNames, rowAt } from '../columns/columns.ts'
import { type Scores, scoresAt } from '../expectations/scores.ts'

/** One row that a change moved far, as a table can show it. */
export interface WorstCase {
  readonly row: number
  /** What was done to it: `noise 0.1`, `hop_skip_jump`. */
  readonly by: string
  readonly before: Readonly<Record<string, Cell>>
  readonly after: Readonly<Record<string, Cell>>
  readonly changed: readonly string[]
  /** One score, or one a class; `null` where the model gives none. */
  readonly scoresBefore: readonly (number | null)[]
  readonly scoresAfter: readonly (number | null)[]
}

/** A table with the scores that a model gives it. */
export interface ScoredColumns {
  readonly columns: Columns
  readonly scores: Scores
}

/** The rows that moved most, kept while variants come one after another. */
export class WorstCases {
  readonly #limit: number
  #kept: { worst: WorstCase; size: number }[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Looks at some rows of a table that was changed. Of equal changes the ones seen first stay.
   *
   * @param sizes how far each row's score moved; NaN, a score that is gone, is further than any
   */
  add(by: string, rows: readonly number[], sizes: Float64Array, before: ScoredColumns, after: ScoredColumns): void {
    const sizeOf = (row: number) => (Number.isNaN(sizes[row]!) ? Infinity : sizes[row]!)
    const largest = [...rows].sort((a, b) => order(sizeOf(b), sizeOf(a)) || a - b).slice(0, this.#limit)
    const cases = largest.map((row) => ({
      worst: caseOf(by, row, before.columns, after.columns, scoresAt(before.scores, row), scoresAt(after.scores, row)),
      size: sizeOf(row),
    }))
    this.#kept = [...this.#kept, ...cases].sort((a, b) => order(b.size, a.size)).slice(0, this.#limit)
  }

  /** Worst first. */
  get cases(): WorstCase[] {
    return this.#kept.map(({ worst }) => worst)
  }
}

export function caseOf(
  by: string,
  row: number,
  before: Columns,
  after: Columns,
  scoresBefore: readonly (number | null)[],
  scoresAfter: readonly (number | null)[],
): WorstCase {
  return {
    row,
    by,
    before: rowAt(before, row),
    after: rowAt(after, row),
    changed: changedNames(before, after, row),
    scoresBefore,
    scoresAfter,
  }
}

/** As by subtraction, which knows no difference of infinities. */
function order(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
