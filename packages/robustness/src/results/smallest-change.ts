import { type Estimate, medianAbsoluteError } from '@sluice/metrics'

/** Stands for a change that was not found: further than any that was. */
const beyond = Number.MAX_VALUE

/**
 * The median over rows of the smallest change that flips the decision, an upper bound: a longer search may find a smaller
 * one. Rows that did not flip count as further than all that did (censored at the budget), so the median exists where more
 * than half of the rows flipped. Interval: order statistics.
 *
 * @param distances one a row, `Infinity` where no flip was found
 */
export function medianSmallestChange(distances: Float64Array): Estimate {
  const changes = distances.map((distance) => Math.min(distance, beyond))
  const estimate = medianAbsoluteError.estimate({ actual: new Float64Array(changes.length), predicted: changes }, {})
  const { value, uncertainty, rows, positives, effectiveRows } = estimate
  const counts = { rows, positives, effectiveRows }
  if (value !== null && value >= beyond / 4) {
    return { ...counts, value: null, undefinedBecause: 'not_attainable', uncertainty: null }
  }
  // The last point of the grid serves levels above 99.5 % only; there the upper limit may well be beyond all flips.
  if (uncertainty?.kind === 'resampled' && uncertainty.quantiles.slice(0, -1).some((limit) => limit >= beyond / 4)) {
    return { ...counts, value, uncertainty: null, noInterval: 'too few rows flipped to bound the median from above' }
  }
  return estimate
}
