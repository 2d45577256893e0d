import { deltaMetric } from './delta-metric.ts'

/**
 * Balanced accuracy: the mean of recall and specificity; with one class only, that class's share of right predictions.
 *
 * Interval: delta method on the logit scale.
 */
export const balancedAccuracy = deltaMetric({
  scale: 'logit',
  range: [0, 1],
  value({ tp, fp, fn, tn }) {
    if (tp + fn === 0) return tn / (tn + fp)
    if (tn + fp === 0) return tp / (tp + fn)
    return (tp / (tp + fn) + tn / (tn + fp)) / 2
  },
  gradient({ tp, fp, fn, tn }) {
    const positives = tp + fn
    const negatives = tn + fp
    const share = positives === 0 || negatives === 0 ? 1 : 1 / 2
    return {
      tp: positives === 0 ? 0 : (share * fn) / positives ** 2,
      fn: positives === 0 ? 0 : (-share * tp) / positives ** 2,
      tn: negatives === 0 ? 0 : (share * fp) / negatives ** 2,
      fp: negatives === 0 ? 0 : (-share * tn) / negatives ** 2,
    }
  },
})

/**
 * Informedness (Youden's J at a threshold): recall + specificity − 1, from −1 to 1. Undefined with one class.
 *
 * Interval: delta method.
 */
export const informedness = deltaMetric({
  scale: 'fisher_z',
  range: [-1, 1],
  value: ({ tp, fp, fn, tn }) => (tp + fn === 0 || tn + fp === 0 ? 'one_class' : tp / (tp + fn) + tn / (tn + fp) - 1),
  gradient: ({ tp, fp, fn, tn }) => ({
    tp: fn / (tp + fn) ** 2,
    fn: -tp / (tp + fn) ** 2,
    tn: fp / (tn + fp) ** 2,
    fp: -tn / (tn + fp) ** 2,
  }),
})
