import { isRowChanged } from '../columns/columns.ts'
import { forbiddenDirection, isViolation } from '../expectations/directional.ts'
import { isInvariant } from '../expectations/invariance.ts'
import { decisionsOf, scoreChange } from '../expectations/scores.ts'
import type { ScoredColumns } from '../results/worst-cases.ts'
import type { Expectations } from './suite.ts'

/** What became of each row under one variant: 1 where something holds, 0 where it does not. */
export interface RowOutcomes {
  readonly changed: Float64Array
  readonly flipped: Float64Array
  /** Rows of which a direction is expected, and those that went against it. */
  readonly directed: Float64Array
  readonly violated: Float64Array
  /** Rows of which anything is expected, and those that failed. */
  readonly expected: Float64Array
  readonly failed: Float64Array
  /** The largest change of a score; NaN where the model gives none. */
  readonly sizes: Float64Array
  readonly decisions: Int32Array
}

/** Compares the rows before and after, row by row. Rows that did not change are no trials of anything. */
export function rowOutcomes(
  before: ScoredColumns & { readonly decisions: Int32Array },
  after: ScoredColumns,
  threshold: number,
  expect: Expectations,
): RowOutcomes {
  const rows = before.decisions.length
  const decisions = decisionsOf(after.scores, threshold)
  const zeros = () => new Float64Array(rows)
  const outcomes = {
    changed: zeros(),
    flipped: zeros(),
    directed: zeros(),
    violated: zeros(),
    expected: zeros(),
    failed: zeros(),
    sizes: zeros(),
  }
  const { invariantWithin, directional } = expect
  const expectsNothing = invariantWithin === undefined && directional === undefined
  for (let row = 0; row < rows; row++) {
    if (!isRowChanged(before.columns, after.columns, row)) continue
    const change = scoreChange(before.scores, after.scores, row)
    const flipped = decisions[row] !== before.decisions[row] || Number.isNaN(change)
    const forbidden = directional && forbiddenDirection(before.columns, after.columns, row, directional)
    const isDirected = forbidden !== undefined && forbidden !== null
    const violated = isDirected && isViolation(change, forbidden, 0)
    const moved = invariantWithin !== undefined && !isInvariant(change, invariantWithin)
    outcomes.changed[row] = 1
    outcomes.flipped[row] = Number(flipped)
    outcomes.directed[row] = Number(isDirected)
    outcomes.violated[row] = Number(violated)
    outcomes.expected[row] = Number(isDirected || invariantWithin !== undefined || expectsNothing)
    outcomes.failed[row] = Number(violated || moved || (expectsNothing && flipped))
    outcomes.sizes[row] = Math.abs(change)
  }
  return { ...outcomes, decisions }
}
