import type { Estimate } from '@sluice/metrics'
import { type RowTrials, shareOf } from './share.ts'

/**
 * Which rows are decided rightly as they are and whatever was done to them, each a trial; `null` without labels. The
 * arguments are those of {@link robustAccuracy}.
 *
 * @throws {RangeError} for another number of labels than rows
 */
export function robustTrials(
  decisions: Int32Array,
  flips: readonly ArrayLike<number>[],
  labels: ArrayLike<number> | undefined,
  clusters?: ArrayLike<number> | undefined,
): RowTrials | null {
  if (labels === undefined) return null
  if (labels.length !== decisions.length) {
    throw new RangeError(`There are ${labels.length} labels for ${decisions.length} rows; give one a row`)
  }
  const hits = Float64Array.from(decisions, (decision, row) =>
    decision === labels[row] && flips.every((flipped) => flipped[row] === 0) ? 1 : 0,
  )
  return { hits, trials: new Float64Array(decisions.length).fill(1), clusters }
}

/**
 * The share of rows that are decided rightly as they are and whatever was done to them. Wilson interval over rows, or over
 * the effective number of them under clusters.
 *
 * @param decisions of the rows as they are
 * @param flips one array a change, above 0 where it changed a row's decision
 * @param labels the right class of each row; without them there is no accuracy
 */
export function robustAccuracy(
  decisions: Int32Array,
  flips: readonly ArrayLike<number>[],
  labels: ArrayLike<number> | undefined,
  clusters?: ArrayLike<number> | undefined,
): Estimate | null {
  const trials = robustTrials(decisions, flips, labels, clusters)
  return trials === null ? null : shareOf(trials)
}
