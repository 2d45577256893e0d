import type { NormalUncertainty } from '@sluice/stats'

/**
 * Variance of the ROC AUC after Hanley & McNeil (1982), from the area and the class sizes alone: for planning, before
 * there are scores. With scores, DeLong's variance needs no such exponential approximation.
 *
 * @param area in [0, 1]
 */
export function hanleyMcNeilVariance(area: number, positives: number, negatives: number): number {
  const twoPositives = area / (2 - area)
  const twoNegatives = (2 * area * area) / (1 + area)
  const squared = area * area
  return (
    (area * (1 - area) + (positives - 1) * (twoPositives - squared) + (negatives - 1) * (twoNegatives - squared)) /
    (positives * negatives)
  )
}

/**
 * Boyd, Eng & Page's (2013) uncertainty of average precision: that of a proportion of the positives, on the logit scale.
 * It leaves out what the negatives contribute, 5 to 15 % of the standard error: for comparison with others' numbers.
 *
 * @param value strictly between 0 and 1
 */
export function boydUncertainty(value: number, positives: number): NormalUncertainty {
  const standardError = Math.sqrt((value * (1 - value)) / positives)
  return { kind: 'normal', method: 'boyd_logit', scale: 'logit', standardError, degreesOfFreedom: null, range: [0, 1] }
}
