import type { Metric } from '../metric.ts'
import type { ResamplingOptions } from '../resampling.ts'
import type { BinarySample } from '../samples.ts'
import { kolmogorovPValue } from './kolmogorov.ts'
import { forEachPoint } from './operating-points.ts'
import { resampledMetric } from './resampled-metric.ts'
import { missingClass } from './totals.ts'

const distance = resampledMetric<ResamplingOptions>({
  scale: 'logit',
  missing: missingClass,
  measure(sample, weights) {
    let value = -1
    let threshold = Number.NaN
    forEachPoint(sample, weights, ({ tp, fp, positives, negatives }, position) => {
      const gap = Math.abs(tp / positives - fp / negatives)
      if (gap <= value) return
      value = gap
      threshold = sample.scores[position]
    })
    return value >= 0 ? { value, detail: { threshold } } : 'one_class'
  },
})

/**
 * Kolmogorov–Smirnov statistic between the scores of the two classes: the largest |TPR − FPR| over all thresholds.
 *
 * `detail.threshold` attains it (the highest where several do); without weights and clusters `detail.p_value` is that of
 * equal distributions. Interval: BCa bootstrap; the statistic is biased upward where the classes hardly differ.
 */
export const ks: Metric<BinarySample, ResamplingOptions> = {
  ...distance,
  estimate(sample, options) {
    const estimate = distance.estimate(sample, options)
    if (estimate.value === null || sample.weights !== undefined || sample.clusters !== undefined) return estimate
    const p = kolmogorovPValue(estimate.value, sample.positives, estimate.rows - sample.positives)
    return { ...estimate, detail: { ...estimate.detail, p_value: p } }
  },
}
