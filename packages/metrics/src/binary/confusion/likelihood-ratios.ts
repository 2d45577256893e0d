import { deltaMetric } from './delta-metric.ts'

/**
 * Positive likelihood ratio: recall / false positive rate. Undefined with one class; `infinite` without false
 * positives. Interval: delta method on the log scale (Simel et al. 1991).
 */
export const positiveLikelihoodRatio = deltaMetric({
  scale: 'log',
  range: [0, null],
  value({ tp, fp, fn, tn }) {
    if (tp + fn === 0 || tn + fp === 0) return 'one_class'
    if (fp === 0) return tp === 0 ? 'no_predicted_positive' : 'infinite'
    return tp / (tp + fn) / (fp / (tn + fp))
  },
  gradient: ({ tp, fp, fn, tn }, value) => ({
    tp: (value * fn) / (tp * (tp + fn)),
    fn: -value / (tp + fn),
    fp: (-value * tn) / (fp * (tn + fp)),
    tn: value / (tn + fp),
  }),
})

/**
 * Negative likelihood ratio: false negative rate / specificity. Undefined with one class; `infinite` without true
 * negatives. Interval: delta method on the log scale.
 */
export const negativeLikelihoodRatio = deltaMetric({
  scale: 'log',
  range: [0, null],
  value({ tp, fp, fn, tn }) {
    if (tp + fn === 0 || tn + fp === 0) return 'one_class'
    if (tn === 0) return fn === 0 ? 'no_predicted_negative' : 'infinite'
    return fn / (tp + fn) / (tn / (tn + fp))
  },
  gradient: ({ tp, fp, fn, tn }, value) => ({
    fn: (value * tp) / (fn * (tp + fn)),
    tp: -value / (tp + fn),
    tn: (-value * fp) / (tn * (tn + fp)),
    fp: value / (tn + fp),
  }),
})

/**
 * Diagnostic odds ratio: (TP · TN) / (FP · FN). Undefined with one class; `infinite` without false positives or false
 * negatives. Interval: Woolf's (1955), the delta method on the log scale.
 */
export const diagnosticOddsRatio = deltaMetric({
  scale: 'log',
  range: [0, null],
  value({ tp, fp, fn, tn }) {
    if (tp + fn === 0 || tn + fp === 0) return 'one_class'
    if (fp * fn === 0) return tp * tn === 0 ? 'zero_variance' : 'infinite'
    return (tp / fp) * (tn / fn)
  },
  gradient: ({ tp, fp, fn, tn }, value) => ({ tp: value / tp, fp: -value / fp, fn: -value / fn, tn: value / tn }),
})
