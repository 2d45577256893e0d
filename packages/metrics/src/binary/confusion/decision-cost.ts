import { MetricInputError } from '../../metric-input-error.ts'
import type { ThresholdOptions } from './confusion.ts'
import { deltaMetric } from './delta-metric.ts'

/**
 * Net benefit (Vickers & Elkin 2006): TP/n − FP/n · t/(1−t) at the threshold probability t.
 *
 * Interval: delta method, which here is that of a mean.
 *
 * @throws MetricInputError for a threshold that is not a probability below 1
 */
export const netBenefit = deltaMetric({
  scale: 'identity',
  range: [null, 1],
  value({ tp, fp, fn, tn }, { threshold }) {
    if (!(threshold >= 0 && threshold < 1))
      throw new MetricInputError('invalid_option', `threshold is ${threshold}: net benefit needs one in [0, 1).`)
    return (tp - (fp * threshold) / (1 - threshold)) / (tp + fp + fn + tn)
  },
  gradient({ tp, fp, fn, tn }, value, { threshold }) {
    const all = tp + fp + fn + tn
    const neither = -value / all
    return { tp: (1 - value) / all, fp: (-threshold / (1 - threshold) - value) / all, fn: neither, tn: neither }
  },
})

export interface ExpectedCostOptions extends ThresholdOptions {
  /** What one false positive costs, in any unit. */
  readonly falsePositiveCost: number
  /** What one false negative costs, in the same unit. */
  readonly falseNegativeCost: number
}

/** Expected cost of the decisions: the mean cost of a row, where only wrong ones cost. Interval: delta method. */
export const expectedCost = deltaMetric<ExpectedCostOptions>({
  scale: 'identity',
  range: [0, null],
  value: ({ tp, fp, fn, tn }, { falsePositiveCost, falseNegativeCost }) =>
    (fp * falsePositiveCost + fn * falseNegativeCost) / (tp + fp + fn + tn),
  gradient({ tp, fp, fn, tn }, value, { falsePositiveCost, falseNegativeCost }) {
    const all = tp + fp + fn + tn
    const right = -value / all
    return { tp: right, tn: right, fp: (falsePositiveCost - value) / all, fn: (falseNegativeCost - value) / all }
  },
})
