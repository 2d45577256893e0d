import { MetricInputError } from '../metric-input-error.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import type { MulticlassSample } from '../samples.ts'
import { requireDistributions } from './class-input.ts'

export interface MulticlassLogLossOptions {
  /** Probabilities are kept this far from 0 and 1. Default 2⁻⁵², as scikit-learn; 0 for none, where a loss may be infinite. */
  readonly clip?: number
}

const length = ({ labels }: MulticlassSample) => labels.length

/**
 * Logarithmic loss in nats: the mean of −log p of the class that occurred; 0 is perfect. With `clip: 0` a certain
 * prediction that is wrong makes it infinite: undefined, `infinite`. Interval: Student's t; `detail.heaviest_row_share`
 * warns where one row carries more than 20 % of the spread.
 *
 * @throws {MetricInputError} where a row is not a distribution over the classes
 */
export const multiclassLogLoss = meanMetric<MulticlassSample, MulticlassLogLossOptions>({
  range: [0, null],
  length,
  values(sample, { clip = 2 ** -52 }) {
    if (!(clip >= 0 && clip < 0.5)) {
      throw new MetricInputError('invalid_option', `clip is ${clip}: expected a number from 0 to less than 0.5.`)
    }
    requireDistributions(sample)
    const { labels, probabilities, classes } = sample
    return Float64Array.from(labels, (label, i) => {
      const p = probabilities[i * classes + label]
      return -Math.log(Math.min(1 - clip, Math.max(clip, p)))
    })
  },
})

export interface MulticlassBrierOptions {
  /** `full` (default) sums over classes, 0 to 2; `half` is half of that, which for two classes is the binary score. */
  readonly scaling?: 'full' | 'half'
}

/**
 * Brier score (1950): the mean over rows of Σ (p_c − 1[c occurred])². Interval: Student's t.
 *
 * @throws {MetricInputError} where a row is not a distribution over the classes
 */
export const multiclassBrier = meanMetric<MulticlassSample, MulticlassBrierOptions>({
  range: [0, 2],
  length,
  values(sample, { scaling = 'full' }) {
    requireDistributions(sample)
    const { labels, probabilities, classes } = sample
    const factor = scaling === 'full' ? 1 : 0.5
    return Float64Array.from(labels, (label, i) => {
      let sum = 0
      for (let c = 0; c < classes; c++) sum += (probabilities[i * classes + c] - (c === label ? 1 : 0)) ** 2
      return factor * sum
    })
  },
})

/**
 * Ranked probability score of classes in order (Epstein 1969): the mean over rows of the squared differences of the
 * cumulative distributions, divided by classes − 1, from 0 to 1. Being two classes off costs more than one. Interval:
 * Student's t.
 *
 * @throws {MetricInputError} where a row is not a distribution over the classes
 */
export const rankedProbabilityScore = meanMetric<MulticlassSample, Record<never, never>>({
  range: [0, 1],
  length,
  values(sample) {
    requireDistributions(sample)
    const { labels, probabilities, classes } = sample
    return Float64Array.from(labels, (label, i) => {
      let reached = 0
      let sum = 0
      for (let c = 0; c < classes - 1; c++) {
        reached += probabilities[i * classes + c]
        sum += (reached - (label <= c ? 1 : 0)) ** 2
      }
      return classes > 1 ? sum / (classes - 1) : 0
    })
  },
})
