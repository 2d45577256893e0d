import { deltaMetric } from './delta-metric.ts'

/** G-mean: √(recall · specificity). Undefined with one class. Interval: delta method on the logit scale, none at 0 or 1. */
export const gMean = deltaMetric({
  scale: 'logit',
  range: [0, 1],
  value: ({ tp, fp, fn, tn }) =>
    tp + fn === 0 || tn + fp === 0 ? 'one_class' : Math.sqrt((tp / (tp + fn)) * (tn / (tn + fp))),
  gradient: ({ tp, fp, fn, tn }, value) => ({
    tp: (value * fn) / (2 * tp * (tp + fn)),
    fn: -value / (2 * (tp + fn)),
    tn: (value * fp) / (2 * tn * (tn + fp)),
    fp: -value / (2 * (tn + fp)),
  }),
})

/**
 * Fowlkes–Mallows index: √(precision · recall). Undefined without positives or without predicted ones. Interval: delta
 * method on the logit scale, none at 0 or 1.
 */
export const fowlkesMallows = deltaMetric({
  scale: 'logit',
  range: [0, 1],
  value({ tp, fp, fn }) {
    if (tp + fn === 0) return 'no_positive'
    if (tp + fp === 0) return 'no_predicted_positive'
    return Math.sqrt((tp / (tp + fp)) * (tp / (tp + fn)))
  },
  gradient: ({ tp, fp, fn }, value) => ({
    tp: value * (1 / tp - 1 / (2 * (tp + fp)) - 1 / (2 * (tp + fn))),
    fp: -value / (2 * (tp + fp)),
    fn: -value / (2 * (tp + fn)),
    tn: 0,
  }),
})
