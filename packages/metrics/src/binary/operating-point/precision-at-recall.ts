import type { ResamplingOptions } from '../../resampling.ts'
import { resampledMetric } from '../resampled-metric.ts'
import { bestPoint, requireShare } from './best-point.ts'

export interface PrecisionAtRecallOptions extends ResamplingOptions {
  /** The least recall, from 0 to 1. */
  readonly recall: number
}

/**
 * The best precision among thresholds whose recall is at least `recall`, without interpolation; of equals the one with
 * the most recall. `detail.threshold` attains it. Undefined without positives. Interval: BCa bootstrap.
 */
export const precisionAtRecall = resampledMetric<PrecisionAtRecallOptions>({
  scale: 'logit',
  missing: (totals) => (totals.positives === 0 ? 'no_positive' : null),
  measure(sample, weights, { recall }) {
    requireShare('recall', recall)
    return bestPoint(sample, weights, {
      admits: ({ tp, positives }) => tp / positives >= recall,
      value: ({ tp, fp }) => tp / (tp + fp),
      prefers: (value, best) => value >= best,
    })
  },
})
