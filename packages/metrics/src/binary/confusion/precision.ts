import { rateMetric } from './rate-metric.ts'

/** Precision (positive predictive value): TP / (TP + FP). Undefined where nothing is predicted positive. */
export const precision = rateMetric({
  successes: ['tp'],
  trials: ['tp', 'fp'],
  withoutTrials: 'no_predicted_positive',
})

/** False discovery rate: FP / (TP + FP), 1 − precision. */
export const falseDiscoveryRate = rateMetric({
  successes: ['fp'],
  trials: ['tp', 'fp'],
  withoutTrials: 'no_predicted_positive',
})
