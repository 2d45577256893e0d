import type { ResamplingOptions } from '../../resampling.ts'
import { resampledMetric } from '../resampled-metric.ts'
import { missingClass } from '../totals.ts'
import { bestPoint, requireShare } from './best-point.ts'

export interface RecallAtFprOptions extends ResamplingOptions {
  /** The highest false positive rate, from 0 to 1. */
  readonly fpr: number
}

/**
 * The most recall among thresholds whose false positive rate is at most `fpr`, without interpolation; of equals the one
 * with the fewest false positives. `detail.threshold` attains it; 0 without one where already the highest score has too
 * many false positives. Undefined with one class. Interval: BCa bootstrap.
 */
export const recallAtFpr = resampledMetric<RecallAtFprOptions>({
  scale: 'logit',
  missing: missingClass,
  measure(sample, weights, { fpr }) {
    requireShare('fpr', fpr)
    const best = bestPoint(sample, weights, {
      admits: ({ fp, negatives }) => fp / negatives <= fpr,
      value: ({ tp, positives }) => tp / positives,
      prefers: (value, than) => value > than,
    })
    return best === 'not_attainable' ? { value: 0 } : best
  },
})
