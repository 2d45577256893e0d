import { gradientOf, matrixMetric } from './matrix-metric.ts'

/**
 * Accuracy: the share of rows whose most probable class is the label (ties: the first class).
 *
 * Interval: Wilson; with weights or clusters on the effective number of rows.
 *
 * @throws {MetricInputError} for labels beyond the classes, NaN scores, unusable weights
 */
export const multiclassAccuracy = matrixMetric<Record<never, never>>(
  (matrix) => {
    const { classes, cells, total } = matrix
    let right = 0
    for (let c = 0; c < classes; c++) right += cells[c * classes + c]
    const value = right / total
    return { value, gradient: () => gradientOf(matrix, (a, b) => ((a === b ? 1 : 0) - value) / total) }
  },
  { method: 'wilson', range: [0, 1] },
)

/**
 * Balanced accuracy: the mean recall of the classes that occur among the labels; declared classes without a row are
 * left out and named in `detail.undefined_classes`. Interval: delta method, logit scale.
 *
 * @throws {MetricInputError} as {@link multiclassAccuracy}
 */
export const multiclassBalancedAccuracy = matrixMetric<Record<never, never>>(
  (matrix) => {
    const { classes, cells, actual } = matrix
    const recall = Float64Array.from(actual, (weight, c) => (weight > 0 ? cells[c * classes + c] / weight : 0))
    const absent = [...actual.keys()].filter((c) => actual[c] === 0)
    const present = classes - absent.length
    return {
      value: recall.reduce((a, b) => a + b, 0) / present,
      gradient: () =>
        gradientOf(matrix, (a, b) => (actual[a] > 0 ? ((a === b ? 1 : 0) - recall[a]) / actual[a] / present : 0)),
      ...(absent.length > 0 && { detail: { undefined_classes: absent.map(String) } }),
    }
  },
  { method: 'delta', scale: 'logit', range: [0, 1] },
)
