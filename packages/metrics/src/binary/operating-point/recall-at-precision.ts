import type { ResamplingOptions } from '../../resampling.ts'
import { resampledMetric } from '../resampled-metric.ts'
import { bestPoint, requireShare } from './best-point.ts'

export interface RecallAtPrecisionOptions extends ResamplingOptions {
  /** The least precision, from 0 to 1. */
  readonly precision: number
}

/**
 * The most recall among thresholds whose precision is at least `precision`, without interpolation and without the
 * artificial point of recall 0; of equals the one with the best precision. `detail.threshold` attains it. Undefined
 * without positives, and `not_attainable` where no threshold is that precise. Interval: BCa bootstrap.
 */
export const recallAtPrecision = resampledMetric<RecallAtPrecisionOptions>({
  scale: 'logit',
  missing: (totals) => (totals.positives === 0 ? 'no_positive' : null),
  measure(sample, weights, { precision }) {
    requireShare('precision', precision)
    return bestPoint(sample, weights, {
      admits: ({ tp, fp }) => tp / (tp + fp) >= precision,
      value: ({ tp, positives }) => tp / positives,
      prefers: (value, best) => value > best,
    })
  },
})
