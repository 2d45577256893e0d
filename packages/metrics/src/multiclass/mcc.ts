import { gradientOf, matrixMetric } from './matrix-metric.ts'

/**
 * Matthews correlation of several classes, R_K (Gorodkin 2004): the correlation of predicted and actual class
 * indicators, from about −1 to 1; for two classes the usual coefficient. Undefined (`zero_variance`) where one side has
 * a single class (scikit-learn says 0). Interval: delta method, Fisher's z.
 *
 * @throws {MetricInputError} as `multiclassAccuracy`
 */
export const multiclassMcc = matrixMetric<Record<never, never>>(
  (matrix) => {
    const { classes, cells, actual, predicted, total } = matrix
    const share = (weights: Float64Array) => weights.map((w) => w / total)
    const [a, p] = [share(actual), share(predicted)]
    let covariance = 0
    let actualSpread = 1
    let predictedSpread = 1
    for (let c = 0; c < classes; c++) {
      covariance += cells[c * classes + c] / total - a[c] * p[c]
      actualSpread -= a[c] * a[c]
      predictedSpread -= p[c] * p[c]
    }
    const oneClass = (weights: Float64Array) => weights.some((w) => w === total)
    if (oneClass(actual) || oneClass(predicted)) return { reason: 'zero_variance' }
    const root = Math.sqrt(actualSpread * predictedSpread)
    const value = covariance / root
    const overlap = a.reduce((sum, w, c) => sum + w * p[c], 0)
    const right = covariance + overlap
    return {
      value,
      gradient: () =>
        gradientOf(matrix, (i, j) => {
          const slope = (i === j ? 1 : 0) - p[i] - a[j] - right + 2 * overlap
          const spreadA = 2 * (1 - actualSpread - a[i])
          const spreadP = 2 * (1 - predictedSpread - p[j])
          return (slope / root - (value / 2) * (spreadA / actualSpread + spreadP / predictedSpread)) / total
        }),
    }
  },
  { method: 'delta', scale: 'fisher_z', range: [-1, 1] },
)
