import type { Estimate } from '../estimate.ts'
import type { Metric } from '../metric.ts'
import { requireDistributions } from '../multiclass/class-input.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import type { BinarySample, MulticlassSample } from '../samples.ts'

/** What confident learning says of given labels. */
export interface ConfidentLabels {
  /** Of each class, the mean probability of it among the rows that carry it; NaN for a class without rows. */
  readonly thresholds: Float64Array
  /** Row-major (given × likely): rows by their label and by the class that they confidently belong to, if to any. */
  readonly joint: Float64Array
  /** 1 for a row that confidently belongs to another class than its label: off the joint's diagonal. */
  readonly suspected: Uint8Array
  /** The class that each row confidently belongs to; −1 for none. */
  readonly likely: Int32Array
  /** By how much the probability of that class exceeds that of the label: 0 where they are the same, or there is none. */
  readonly margins: Float64Array
  /** The share of wrong labels that the joint implies, each row of it scaled to its label's frequency. */
  readonly estimatedNoise: number
}

/** Probabilities this near below a threshold reach it: a class whose rows all have one probability is at its own mean. */
const slack = 1e-6

/**
 * Confident learning (Northcutt, Jiang & Chuang 2021): a row confidently belongs to the likeliest class whose probability
 * reaches what that class's own rows have on average. Rows of other labels are suspected label errors. The probabilities
 * must come from a model that was not fitted on these labels, or it repeats their errors.
 *
 * Equal probabilities: the earlier class. Rows that reach no threshold are in no cell of the joint and not suspected.
 *
 * @throws {MetricInputError} for labels that are no class, or rows of probabilities that are no distribution
 */
export function confidentLabels(sample: MulticlassSample): ConfidentLabels {
  requireDistributions(sample)
  const { labels, probabilities, classes } = sample
  const thresholds = classThresholds(sample)
  const joint = new Float64Array(classes * classes)
  const suspected = new Uint8Array(labels.length)
  const likelies = new Int32Array(labels.length)
  const margins = new Float64Array(labels.length)
  for (let i = 0; i < labels.length; i++) {
    let likely = -1
    for (let k = 0; k < classes; k++) {
      const p = probabilities[i * classes + k]
      if (p >= thresholds[k] - slack && (likely < 0 || p > probabilities[i * classes + likely])) likely = k
    }
    likelies[i] = likely
    if (likely < 0) continue
    joint[labels[i] * classes + likely]++
    margins[i] = probabilities[i * classes + likely] - probabilities[i * classes + labels[i]]
    if (likely !== labels[i]) suspected[i] = 1
  }
  return { thresholds, joint, suspected, likely: likelies, margins, estimatedNoise: noiseOf(sample, joint) }
}

/** The same of two classes, from the probability of the positive one (class 1). */
export function confidentBinaryLabels(sample: BinarySample): ConfidentLabels {
  return confidentLabels(bothClasses(sample))
}

function classThresholds({ labels, probabilities, classes }: MulticlassSample): Float64Array {
  const sums = new Float64Array(classes)
  const rows = new Float64Array(classes)
  for (let i = 0; i < labels.length; i++) {
    sums[labels[i]] += probabilities[i * classes + labels[i]]
    rows[labels[i]]++
  }
  return sums.map((sum, k) => sum / rows[k])
}

function noiseOf({ labels, classes }: MulticlassSample, joint: Float64Array): number {
  let wrong = 0
  const given = new Float64Array(classes)
  for (const label of labels) given[label]++
  for (let label = 0; label < classes; label++) {
    let total = 0
    for (let k = 0; k < classes; k++) total += joint[label * classes + k]
    // A label without confident rows says nothing of its errors; it counts as right.
    if (total > 0) wrong += given[label] * (1 - joint[label * classes + label] / total)
  }
  return labels.length === 0 ? 0 : wrong / labels.length
}

type NoOptions = Record<never, never>

/**
 * The share of suspected label errors, see {@link confidentLabels}. Weights count a row's share, not its part in the
 * thresholds. Interval: Wilson, with the thresholds taken as given.
 */
export const labelErrorRate = meanMetric<MulticlassSample, NoOptions>({
  method: 'wilson',
  range: [0, 1],
  length: ({ labels }) => labels.length,
  values: (sample) => Float64Array.from(confidentLabels(sample).suspected),
})

/** The same for two classes, from the probability of the positive one. Undefined (`one_class`) where one is absent. */
export const binaryLabelErrorRate: Metric<BinarySample, NoOptions> = {
  scale: labelErrorRate.scale,
  inference: 'mean',
  estimate(sample, options): Estimate {
    const estimate = labelErrorRate.estimate(bothClasses(sample), options)
    const { positives } = sample
    const oneClass = positives === 0 || positives === sample.labels.length
    if (!oneClass || estimate.value === null) return { ...estimate, positives }
    return { ...estimate, positives, value: null, undefinedBecause: 'one_class', uncertainty: null }
  },
  influence: (sample, options) => labelErrorRate.influence!(bothClasses(sample), options),
}

function bothClasses({ labels, scores, weights, clusters, rows }: BinarySample): MulticlassSample {
  const probabilities = new Float64Array(2 * scores.length)
  for (let i = 0; i < scores.length; i++) {
    probabilities[2 * i] = 1 - scores[i]
    probabilities[2 * i + 1] = scores[i]
  }
  return { labels: Uint16Array.from(labels), probabilities, classes: 2, weights, clusters, rows }
}
