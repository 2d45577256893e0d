import { rowTotals, weightAt } from '../rows/row-totals.ts'
import type { MulticlassSample } from '../samples.ts'
import { predictedClasses, requireClasses } from './class-input.ts'

/** Weights by actual class (row) and predicted class (column), row-major. */
export interface ConfusionMatrix {
  readonly classes: number
  readonly cells: Float64Array
  /** Weight of each actual class, and of each predicted one. */
  readonly actual: Float64Array
  readonly predicted: Float64Array
  readonly total: number
}

export type Normalisation = 'none' | 'actual' | 'predicted' | 'all'

/**
 * The confusion matrix of the most probable classes (ties: the first class), with weights.
 *
 * @throws {MetricInputError} for labels beyond the classes, NaN scores, or unusable weights
 */
export function confusionMatrix(sample: MulticlassSample): ConfusionMatrix {
  requireClasses(sample)
  rowTotals(sample.labels.length, sample.weights)
  return countPairs(sample.labels, predictedClasses(sample), sample.classes, sample.weights)
}

/** Counts pairs of class indices. */
export function countPairs(
  actual: Uint16Array,
  predicted: Uint16Array,
  classes: number,
  weights: Float64Array | undefined,
): ConfusionMatrix {
  const cells = new Float64Array(classes * classes)
  for (let i = 0; i < actual.length; i++) cells[actual[i] * classes + predicted[i]] += weightAt(weights, i)
  return matrixOf(cells, classes)
}

export function matrixOf(cells: Float64Array, classes: number): ConfusionMatrix {
  const actual = new Float64Array(classes)
  const predicted = new Float64Array(classes)
  let total = 0
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      const weight = cells[a * classes + b]
      actual[a] += weight
      predicted[b] += weight
      total += weight
    }
  }
  return { classes, cells, actual, predicted, total }
}

/** The matrix as shares of each actual class, of each predicted class or of all; `null` where that has no weight. */
export function normalised(
  { classes, cells, actual, predicted, total }: ConfusionMatrix,
  by: Normalisation,
): (number | null)[][] {
  return Array.from({ length: classes }, (_, a) =>
    Array.from({ length: classes }, (_, b) => {
      const whole = by === 'none' ? 1 : by === 'actual' ? actual[a] : by === 'predicted' ? predicted[b] : total
      return whole > 0 ? cells[a * classes + b] / whole : null
    }),
  )
}
