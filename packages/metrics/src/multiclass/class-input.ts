import { MetricInputError } from '../metric-input-error.ts'
import type { MulticlassSample } from '../samples.ts'

/** How far a row's probabilities may sum from 1: the square root of double precision's ε, as scikit-learn has it. */
const SUM_TOLERANCE = 2 ** -26

/** @throws {MetricInputError} for labels beyond the classes, a NaN score, or columns of different lengths */
export function requireClasses({ labels, probabilities, classes }: MulticlassSample): void {
  if (probabilities.length !== labels.length * classes) {
    throw new MetricInputError(
      'length_mismatch',
      `${probabilities.length} probabilities for ${labels.length} rows of ${classes} classes: expected one a row and class.`,
    )
  }
  refuse(
    labels.length,
    'invalid_label',
    (i) => labels[i] >= classes,
    (i) => `labels are not among the ${classes} classes, first in row ${i} (${labels[i]}): declare every class.`,
  )
  const row = (i: number) => probabilities.subarray(i * classes, (i + 1) * classes)
  refuse(
    labels.length,
    'nan_score',
    (i) => row(i).some(Number.isNaN),
    (i) => `rows have a missing (NaN) score, first row ${i}: fill or drop them.`,
  )
}

/** @throws {MetricInputError} also where a row is not a distribution: a value outside [0, 1], or a sum other than 1 */
export function requireDistributions(sample: MulticlassSample): void {
  requireClasses(sample)
  const { labels, probabilities, classes } = sample
  const row = (i: number) => probabilities.subarray(i * classes, (i + 1) * classes)
  refuse(
    labels.length,
    'score_outside_unit_interval',
    (i) => row(i).some((p) => !(p >= 0 && p <= 1)),
    (i) => `rows have a score outside [0, 1], first row ${i}: this metric needs probabilities; apply softmax first.`,
  )
  const sum = (i: number) => row(i).reduce((a, b) => a + b, 0)
  refuse(
    labels.length,
    'row_sum',
    (i) => Math.abs(sum(i) - 1) > SUM_TOLERANCE,
    (i) => `rows do not sum to 1, first row ${i} (${sum(i)}): divide each row by its sum, or apply softmax.`,
  )
}

function refuse(
  rows: number,
  code: 'invalid_label' | 'nan_score' | 'score_outside_unit_interval' | 'row_sum',
  wrong: (row: number) => boolean,
  message: (row: number) => string,
): void {
  let first = -1
  let count = 0
  for (let i = 0; i < rows; i++) {
    if (!wrong(i)) continue
    if (first < 0) first = i
    count++
  }
  if (first >= 0) throw new MetricInputError(code, `${count} ${message(first)}`, { row: first, count })
}

/** The class of highest score in each row; of tied classes the first. */
export function predictedClasses({ labels, probabilities, classes }: MulticlassSample): Uint16Array {
  const predicted = new Uint16Array(labels.length)
  for (let i = 0; i < labels.length; i++) {
    let best = 0
    for (let c = 1; c < classes; c++) if (probabilities[i * classes + c] > probabilities[i * classes + best]) best = c
    predicted[i] = best
  }
  return predicted
}
