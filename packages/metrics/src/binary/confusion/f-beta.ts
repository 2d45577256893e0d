import { type Cell, sumOver, type ThresholdOptions } from './confusion.ts'
import { deltaMetric } from './delta-metric.ts'

export interface FBetaOptions extends ThresholdOptions {
  /** How many times as much recall counts as precision. Default 1. */
  readonly beta?: number
}

const counted: readonly Cell[] = ['tp', 'fp', 'fn']

/**
 * F-measure: (1 + β²) TP / ((1 + β²) TP + β² FN + FP), from the counts and not from precision and recall, so that it is
 * 0 where positives exist and none is found. Undefined where nothing is positive and nothing is predicted so.
 *
 * Interval: delta method on the logit scale. At exactly 0 or 1 the Wilson bound of the Jaccard index, whose odds are
 * those of F but for a constant: exact for β = 1, conservative otherwise.
 */
export const fBeta = deltaMetric<FBetaOptions>({
  scale: 'logit',
  range: [0, 1],
  value({ tp, fp, fn }, { beta = 1 }) {
    const denominator = (1 + beta ** 2) * tp + beta ** 2 * fn + fp
    return denominator === 0 ? 'no_positive' : ((1 + beta ** 2) * tp) / denominator
  },
  gradient({ tp, fp, fn }, value, { beta = 1 }) {
    const denominator = (1 + beta ** 2) * tp + beta ** 2 * fn + fp
    return {
      tp: ((1 + beta ** 2) * (1 - value)) / denominator,
      fp: -value / denominator,
      fn: (-value * beta ** 2) / denominator,
      tn: 0,
    }
  },
  atEnd({ weight, squares }, value, { beta = 1 }) {
    const effective = sumOver(weight, counted) ** 2 / sumOver(squares, counted)
    const cost = value === 1 ? Math.max(1, beta ** 2) : Math.min(1, beta ** 2)
    const trials = value === 1 ? (effective * (1 + beta ** 2)) / cost : (effective * cost) / (1 + beta ** 2)
    return { kind: 'proportion', method: 'wilson', successes: value * trials, trials }
  },
})
