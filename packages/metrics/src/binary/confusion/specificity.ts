import { rateMetric } from './rate-metric.ts'

/** Specificity (true negative rate): TN / (TN + FP). Undefined without negatives. */
export const specificity = rateMetric({ successes: ['tn'], trials: ['tn', 'fp'], withoutTrials: 'no_negative' })

/** False positive rate (fall-out): FP / (TN + FP), 1 − specificity. */
export const falsePositiveRate = rateMetric({ successes: ['fp'], trials: ['tn', 'fp'], withoutTrials: 'no_negative' })
