import { rateMetric } from './rate-metric.ts'

/** Negative predictive value: TN / (TN + FN). Undefined where nothing is predicted negative. */
export const negativePredictiveValue = rateMetric({
  successes: ['tn'],
  trials: ['tn', 'fn'],
  withoutTrials: 'no_predicted_negative',
})

/** False omission rate: FN / (TN + FN), 1 − negative predictive value. */
export const falseOmissionRate = rateMetric({
  successes: ['fn'],
  trials: ['tn', 'fn'],
  withoutTrials: 'no_predicted_negative',
})
