import type { Estimate } from '../estimate.ts'
import { type Decisions, shareOfDecisions } from './decisions.ts'

/**
 * Negative flip rate: the share of all rows that the reference decides rightly and the variant wrongly. Two builds of equal
 * accuracy can differ in many such rows; each is a regression that somebody meets.
 *
 * Source: Yan et al. (2021), Positive-congruent training: towards regression-free model updates, CVPR. Interval: Wilson.
 */
export function negativeFlipRate(decisions: Decisions): Estimate {
  return shareOfDecisions(decisions, (label, variant, reference) => reference === label && variant !== label)
}

/** Positive flip rate: the share of all rows that the reference decides wrongly and the variant rightly. Interval: Wilson. */
export function positiveFlipRate(decisions: Decisions): Estimate {
  return shareOfDecisions(decisions, (label, variant, reference) => reference !== label && variant === label)
}

/**
 * Decision agreement: the share of rows that both decide alike, right or wrong; its complement is the churn.
 *
 * Source: Milani Fard et al. (2016), Launch and iterate: reducing prediction churn, NeurIPS. Interval: Wilson.
 */
export function decisionAgreement(decisions: Decisions): Estimate {
  return shareOfDecisions(decisions, (_, variant, reference) => variant === reference)
}
