import type { ResamplingOptions } from '../resampling.ts'
import { forEachPoint } from './operating-points.ts'
import { resampledMetric } from './resampled-metric.ts'

/**
 * Area under the precision-recall curve by linear interpolation, from the point (recall 0, precision 1).
 *
 * Too optimistic, most of all with ties (a constant score of prevalence p gets (1 + p)/2): here for comparison with
 * others' numbers. Prefer average precision. Interval: BCa bootstrap.
 */
export const prAucTrapezoid = resampledMetric<ResamplingOptions>({
  scale: 'logit',
  missing: (totals) => (totals.positives === 0 ? 'no_positive' : null),
  measure(sample, weights) {
    let area = 0
    let recall = 0
    let precision = 1
    forEachPoint(sample, weights, ({ tp, fp, positives }) => {
      area += (tp / positives - recall) * (precision + tp / (tp + fp))
      recall = tp / positives
      precision = tp / (tp + fp)
    })
    return Number.isFinite(area) && recall > 0 ? { value: area / 2 } : 'no_positive'
  },
})
