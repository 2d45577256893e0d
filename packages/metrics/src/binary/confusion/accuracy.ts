import { cells } from './confusion.ts'
import { rateMetric } from './rate-metric.ts'

/** Accuracy: the share of rows whose prediction is right. */
export const accuracy = rateMetric({ successes: ['tp', 'tn'], trials: cells, withoutTrials: 'empty' })
