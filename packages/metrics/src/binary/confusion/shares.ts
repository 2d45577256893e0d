import { cells } from './confusion.ts'
import { rateMetric } from './rate-metric.ts'

/** Prevalence: the share of rows that are positive, whatever the threshold. */
export const prevalence = rateMetric({ successes: ['tp', 'fn'], trials: cells, withoutTrials: 'empty' })

/** Selection rate (positive rate): the share of rows that are predicted positive. */
export const selectionRate = rateMetric({ successes: ['tp', 'fp'], trials: cells, withoutTrials: 'empty' })
