import { resampledMetric } from '../resampled-metric.ts'
import { averagedShare, type TopOptions, topRows, topShare } from './top-rows.ts'

/**
 * Precision at k: the share of positives among the k highest scores (or the highest `fraction`). Ties at the cut count
 * by their expected value. Interval: BCa bootstrap at the same share of rows.
 */
export const precisionAtK = resampledMetric<TopOptions>({
  scale: 'logit',
  missing: () => null,
  replicated: averagedShare,
  measure(sample, weights, options) {
    const { weight, positive } = topRows(sample, weights, topShare(sample, options))
    return weight === 0 ? 'empty' : { value: positive / weight, detail: { k: weight } }
  },
})

/**
 * Capture at k (recall at k): the share of all positives that the k highest scores hold. Undefined without positives.
 * Ties at the cut count by their expected value. Interval: BCa bootstrap at the same share of rows.
 */
export const captureAtK = resampledMetric<TopOptions>({
  scale: 'logit',
  missing: (totals) => (totals.positives === 0 ? 'no_positive' : null),
  replicated: averagedShare,
  measure(sample, weights, options) {
    const { weight, positive, positives } = topRows(sample, weights, topShare(sample, options))
    return positives === 0 ? 'no_positive' : { value: positive / positives, detail: { k: weight } }
  },
})

/**
 * Lift at k: precision at k over the prevalence; 1 is no better than chance. Undefined without positives. Ties at the
 * cut count by their expected value. Interval: BCa bootstrap at the same share of rows.
 */
export const liftAtK = resampledMetric<TopOptions>({
  scale: 'log',
  missing: (totals) => (totals.positives === 0 ? 'no_positive' : null),
  replicated: averagedShare,
  measure(sample, weights, options) {
    const { weight, positive, positives, all } = topRows(sample, weights, topShare(sample, options))
    if (positives === 0) return 'no_positive'
    return { value: positive / weight / (positives / all), detail: { k: weight } }
  },
})
