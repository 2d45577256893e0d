import type { ResamplingOptions } from '../../resampling.ts'
import { resampledMetric } from '../resampled-metric.ts'
import { missingClass } from '../totals.ts'
import { bestPoint, requireShare } from './best-point.ts'

export interface FprAtRecallOptions extends ResamplingOptions {
  /** The least recall, from 0 to 1. */
  readonly recall: number
}

/**
 * The lowest false positive rate among thresholds whose recall is at least `recall`, without interpolation; of equals
 * the one with the most recall. `detail.threshold` attains it. Undefined with one class. Interval: BCa bootstrap.
 */
export const fprAtRecall = resampledMetric<FprAtRecallOptions>({
  scale: 'logit',
  missing: missingClass,
  measure(sample, weights, { recall }) {
    requireShare('recall', recall)
    return bestPoint(sample, weights, {
      admits: ({ tp, positives }) => tp / positives >= recall,
      value: ({ fp, negatives }) => fp / negatives,
      prefers: (value, best) => value <= best,
    })
  },
})
