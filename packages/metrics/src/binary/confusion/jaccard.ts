import { rateMetric } from './rate-metric.ts'

/**
 * Jaccard index (critical success index): TP / (TP + FP + FN). Undefined where nothing is positive and nothing is
 * predicted so.
 */
export const jaccard = rateMetric({ successes: ['tp'], trials: ['tp', 'fp', 'fn'], withoutTrials: 'no_positive' })
