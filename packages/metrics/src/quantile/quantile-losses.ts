import { MetricInputError } from '../metric-input-error.ts'
import { explainedPinball } from '../regression/d2-absolute.ts'
import { pinball } from '../regression/error-means.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import { smoothMetric } from '../rows/smooth-metric.ts'
import type { QuantileSample } from '../samples.ts'
import {
  centralInterval,
  centralIntervals,
  columnAt,
  forecastResolution,
  type IntervalOptions,
  quantileRows,
  requireQuantiles,
  winkler,
} from './quantile-input.ts'

export interface LevelOptions {
  /** One of the forecast's levels; without it, the mean over all of them. */
  readonly quantile?: number
}

/**
 * Pinball loss (Koenker & Bassett 1978) of a level, or its mean over all levels; twice the mean over dense levels is the
 * CRPS. 0 is perfect. Interval: Student's t.
 *
 * @throws {MetricInputError} for levels that do not ascend within (0, 1), a level that is not there, values not finite
 */
export const quantilePinball = meanMetric<QuantileSample, LevelOptions>({
  range: [0, null],
  length: quantileRows,
  resolution: forecastResolution,
  values(sample, { quantile }) {
    requireQuantiles(sample)
    const { actual, levels, quantiles } = sample
    const chosen = quantile === undefined ? quantiles : [columnAt(sample, quantile)]
    const at = quantile === undefined ? levels : [quantile]
    return actual.map((y, i) => at.reduce((sum, level, k) => sum + pinball(y, chosen[k][i], level), 0) / at.length)
  },
})

/**
 * The share of pinball loss at a level that the forecast removes from that of the actual values' own quantile, at most 1.
 * Undefined (`constant_target`) where all actual values are equal. Interval: delta method.
 *
 * @throws {MetricInputError} as {@link quantilePinball}
 */
export const quantileD2Pinball = smoothMetric<QuantileSample, Required<LevelOptions>>({
  method: 'delta',
  range: [null, 1],
  length: quantileRows,
  evaluate(sample, { quantile }, totals) {
    requireQuantiles(sample)
    return explainedPinball({ ...sample, predicted: columnAt(sample, quantile) }, quantile, totals)
  },
})

/**
 * Interval score of the central interval of a level (Winkler 1972): its width, plus 2/α for each unit that the outcome
 * lies outside, α = 1 − level. Lower is better. Interval: Student's t.
 *
 * @throws {MetricInputError} where the forecast lacks the levels (1 ∓ level)/2, and as {@link quantilePinball}
 */
export const intervalScore = meanMetric<QuantileSample, IntervalOptions>({
  range: [null, null],
  length: quantileRows,
  resolution: (sample, { level }) => forecastResolution(sample) * (1 + 2 / (1 - level)),
  values(sample, options) {
    const { lower, upper } = centralInterval(sample, options)
    return sample.actual.map((y, i) => winkler(y, lower[i], upper[i], 1 - options.level))
  },
})

/**
 * Weighted interval score (Bracher et al. 2021): `(½|y − median| + Σ (α_k/2)·IS_k) / (K + ½)` over the K central intervals
 * that the levels form. Lower is better. Levels must be symmetric around a median. Interval: Student's t.
 *
 * @throws {MetricInputError} without a median, or with a level that has no opposite, and as {@link quantilePinball}
 */
export const weightedIntervalScore = meanMetric<QuantileSample, Record<never, never>>({
  range: [null, null],
  length: quantileRows,
  resolution: forecastResolution,
  values(sample) {
    requireQuantiles(sample)
    const { intervals, median, unpaired } = centralIntervals(sample)
    if (median === null || unpaired.length > 0) {
      throw new MetricInputError(
        'invalid_option',
        `The weighted interval score needs the median and levels in pairs; this forecast has ${sample.levels.join(', ')}.`,
      )
    }
    return sample.actual.map((y, i) => {
      let sum = Math.abs(y - median[i]) / 2
      for (const { alpha, lower, upper } of intervals) sum += (alpha / 2) * winkler(y, lower[i], upper[i], alpha)
      return sum / (intervals.length + 0.5)
    })
  },
})
