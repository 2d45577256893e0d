import { deltaMetric } from './delta-metric.ts'

/**
 * Markedness: precision + negative predictive value − 1, from −1 to 1. Undefined where only one class is predicted.
 *
 * Interval: delta method on Fisher's z.
 */
export const markedness = deltaMetric({
  scale: 'fisher_z',
  range: [-1, 1],
  value({ tp, fp, fn, tn }) {
    if (tp + fp === 0) return 'no_predicted_positive'
    if (tn + fn === 0) return 'no_predicted_negative'
    return tp / (tp + fp) + tn / (tn + fn) - 1
  },
  gradient: ({ tp, fp, fn, tn }) => ({
    tp: fp / (tp + fp) ** 2,
    fp: -tp / (tp + fp) ** 2,
    tn: fn / (tn + fn) ** 2,
    fn: -tn / (tn + fn) ** 2,
  }),
})
