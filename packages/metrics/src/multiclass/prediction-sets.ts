import { MetricInputError } from '../metric-input-error.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import type { MulticlassSample } from '../samples.ts'

/**
 * Coverage of prediction sets: the share of rows whose label is in their set. Interval: Wilson; with weights or clusters
 * on the effective number of rows.
 *
 * @throws {MetricInputError} for a sample without sets, or labels beyond the classes
 */
export const setCoverage = meanMetric<MulticlassSample, Record<never, never>>({
  method: 'wilson',
  range: [0, 1],
  length: ({ labels }) => labels.length,
  values(sample) {
    const members = requireSets(sample)
    return Float64Array.from(sample.labels, (label, row) => members[row * sample.classes + label])
  },
})

/** Mean number of classes in a prediction set. Interval: Student's t. Throws as {@link setCoverage}. */
export const meanSetSize = meanMetric<MulticlassSample, Record<never, never>>({
  range: [0, null],
  length: ({ labels }) => labels.length,
  values(sample) {
    const members = requireSets(sample)
    const { classes } = sample
    return Float64Array.from(sample.labels, (_, row) => {
      let size = 0
      for (let k = 0; k < classes; k++) size += members[row * classes + k]
      return size
    })
  },
})

function requireSets({ sets, labels, classes }: MulticlassSample): Uint8Array {
  if (sets === undefined) {
    throw new MetricInputError('invalid_option', 'The model gives no prediction sets, only probabilities.')
  }
  if (sets.length !== labels.length * classes) {
    throw new MetricInputError(
      'length_mismatch',
      `${sets.length} members for ${labels.length} sets of ${classes} classes: expected one a row and class.`,
    )
  }
  const bad = labels.findIndex((label) => label >= classes)
  if (bad >= 0) {
    throw new MetricInputError('invalid_label', `Label ${labels[bad]} of row ${bad} is none of ${classes} classes.`, {
      row: bad,
      count: 1,
    })
  }
  return sets
}
