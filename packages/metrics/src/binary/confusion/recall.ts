import { rateMetric } from './rate-metric.ts'

/** Recall (sensitivity, true positive rate): TP / (TP + FN). Undefined without positives. */
export const recall = rateMetric({ successes: ['tp'], trials: ['tp', 'fn'], withoutTrials: 'no_positive' })

/** False negative rate (miss rate): FN / (TP + FN), 1 − recall. */
export const falseNegativeRate = rateMetric({ successes: ['fn'], trials: ['tp', 'fn'], withoutTrials: 'no_positive' })
