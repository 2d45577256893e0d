import { functionOfMeans } from '../rows/mean-of-rows.ts'
import type { RowTotals } from '../rows/row-totals.ts'
import { type Absent, type Smooth, smoothMetric } from '../rows/smooth-metric.ts'
import type { RegressionSample } from '../samples.ts'
import { explained, explainedSlopes, isConstant } from './deviance.ts'
import { type PointPinballOptions, pinball, requireQuantile } from './error-means.ts'
import { constantPinball, weightedQuantileOf } from './error-quantiles.ts'
import { byRow, regressionRows, requireNumbers } from './regression-input.ts'

const shared = { method: 'delta', range: [null, 1], length: regressionRows } as const

/**
 * The share of pinball loss that the model removes from that of the actual values' own quantile, 1 − L/L₀, at most 1
 * (Koenker & Machado 1999). The quantile is the one that minimises that loss, the mean of both ends where
 * a range does. Undefined
 * (`constant_target`) where all actual values are equal. Interval: delta method.
 *
 * @throws {MetricInputError} for a quantile outside (0, 1), values that are not finite, unusable weights
 */
export const d2Pinball = smoothMetric<RegressionSample, PointPinballOptions>({
  ...shared,
  evaluate: (sample, { quantile }, totals) => explainedPinball(sample, quantile, totals),
})

/** The share of absolute error that the model removes from that of the median: {@link d2Pinball} at 0.5. */
export const d2AbsoluteError = smoothMetric<RegressionSample, Record<never, never>>({
  ...shared,
  evaluate: (sample, _options, totals) => explainedPinball(sample, 0.5, totals),
})

export function explainedPinball(sample: RegressionSample, quantile: number, totals: RowTotals): Smooth | Absent {
  requireQuantile(quantile)
  requireNumbers(sample)
  if (totals.rows < 2) return { reason: 'too_few_rows' }
  if (isConstant(sample)) return { reason: 'constant_target' }
  const { actual, weights } = sample
  const center = weightedQuantileOf(actual, weights, quantile)
  if (center === null) return { reason: 'empty' }
  const base = constantPinball(actual, center, quantile)
  const loss = byRow(sample, (y, p) => pinball(y, p, quantile))
  return functionOfMeans([loss, base], weights, totals, explained, explainedSlopes)
}
