import type { ResamplingOptions } from '../resampling.ts'
import { forEachPoint } from './operating-points.ts'
import { resampledMetric } from './resampled-metric.ts'
import { missingClass } from './totals.ts'

/**
 * Youden's index: the largest recall + specificity − 1 over all thresholds, at least 0.
 *
 * `detail` has the threshold that attains it (the lowest where several do), with recall and specificity
 * there. Interval: BCa bootstrap.
 */
export const youden = resampledMetric<ResamplingOptions>({
  scale: 'logit',
  missing: missingClass,
  measure(sample, weights) {
    let value = 0
    let detail: Record<string, number> = { recall: 0, specificity: 1 }
    forEachPoint(sample, weights, ({ tp, fp, positives, negatives }, position) => {
      const index = (tp * negatives - fp * positives) / (positives * negatives)
      if (!(index >= value)) return
      value = index
      detail = { threshold: sample.scores[position], recall: tp / positives, specificity: 1 - fp / negatives }
    })
    return { value, detail }
  },
})
