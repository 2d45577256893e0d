import { meanMetric } from '../rows/mean-of-rows.ts'
import type { QuantileSample } from '../samples.ts'
import {
  centralInterval,
  columnAt,
  forecastResolution,
  type IntervalOptions,
  quantileRows,
  requireQuantiles,
} from './quantile-input.ts'

/**
 * Coverage: the share of outcomes inside the central interval of a level, ends included; a calibrated forecast has the
 * level itself. Interval: Wilson; with weights or clusters on the effective number of rows.
 *
 * @throws {MetricInputError} where the forecast lacks the levels (1 ∓ level)/2, for values that are not finite
 */
export const intervalCoverage = meanMetric<QuantileSample, IntervalOptions>({
  method: 'wilson',
  range: [0, 1],
  length: quantileRows,
  values(sample, options) {
    const { lower, upper } = centralInterval(sample, options)
    return sample.actual.map((y, i) => (lower[i] <= y && y <= upper[i] ? 1 : 0))
  },
})

/** Mean width of the central interval of a level, in the target's unit. Interval: Student's t. Throws as {@link intervalCoverage}. */
export const intervalWidth = meanMetric<QuantileSample, IntervalOptions>({
  range: [null, null],
  length: quantileRows,
  resolution: forecastResolution,
  values(sample, options) {
    const { lower, upper } = centralInterval(sample, options)
    return sample.actual.map((_, i) => upper[i] - lower[i])
  },
})

/**
 * The share of outcomes at or below a level's quantile; a calibrated forecast has the level itself. Interval: Wilson.
 *
 * @throws {MetricInputError} for a level that is not there, and as {@link intervalCoverage}
 */
export const quantileCoverage = meanMetric<QuantileSample, { readonly quantile: number }>({
  method: 'wilson',
  range: [0, 1],
  length: quantileRows,
  values(sample, { quantile }) {
    requireQuantiles(sample)
    const column = columnAt(sample, quantile)
    return sample.actual.map((y, i) => (y <= column[i] ? 1 : 0))
  },
})

/**
 * Quantile crossing rate: the share of rows where a higher level's quantile is below a lower one's. Interval: Wilson.
 *
 * @throws {MetricInputError} as {@link intervalCoverage}
 */
export const quantileCrossingRate = meanMetric<QuantileSample, Record<never, never>>({
  method: 'wilson',
  range: [0, 1],
  length: quantileRows,
  values(sample) {
    requireQuantiles(sample)
    const { actual, quantiles } = sample
    return actual.map((_, i) => (quantiles.some((column, k) => k > 0 && column[i] < quantiles[k - 1][i]) ? 1 : 0))
  },
})
