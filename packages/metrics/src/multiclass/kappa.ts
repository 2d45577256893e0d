import type { ConfusionMatrix } from './confusion-matrix.ts'
import { gradientOf, type MatrixFunction, matrixMetric } from './matrix-metric.ts'

export interface KappaOptions {
  /** What a disagreement of d classes costs: 1 (`none`), d (`linear`) or d² (`quadratic`). Default `none`. */
  readonly weights?: 'none' | 'linear' | 'quadratic'
}

/** Cohen's κ of a confusion matrix: 1 − Σ w·observed / Σ w·expected. Undefined where no disagreement is expected. */
export const kappaOfMatrix: MatrixFunction<KappaOptions> = (matrix, { weights = 'none' }) => {
  const { classes, cells, actual, predicted, total } = matrix
  const cost = costOf(weights)
  let observed = 0
  let expected = 0
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      observed += cost(a, b) * cells[a * classes + b]
      expected += (cost(a, b) * actual[a] * predicted[b]) / total
    }
  }
  if (expected === 0) return { reason: 'zero_variance' }
  return {
    value: 1 - observed / expected,
    gradient() {
      const ofActual = marginalCosts(matrix, cost, 'predicted')
      const ofPredicted = marginalCosts(matrix, cost, 'actual')
      return gradientOf(matrix, (a, b) => {
        const change = ofActual[a] + ofPredicted[b] - expected / total
        return -cost(a, b) / expected + (observed * change) / expected ** 2
      })
    },
  }
}

/**
 * Cohen's κ: agreement of predicted and actual classes beyond chance, plain (1960) or weighted by distance (1968), where
 * classes are in order. At most 1, 0 at chance. Undefined (`zero_variance`) where both sides have one and the same class.
 * Interval: delta method (Fleiss, Cohen & Everitt 1969).
 *
 * @throws {MetricInputError} as `multiclassAccuracy`
 */
export const multiclassKappa = matrixMetric<KappaOptions>(kappaOfMatrix, { method: 'delta', range: [-1, 1] })

function costOf(weights: NonNullable<KappaOptions['weights']>): (a: number, b: number) => number {
  if (weights === 'none') return (a, b) => (a === b ? 0 : 1)
  return weights === 'linear' ? (a, b) => Math.abs(a - b) : (a, b) => (a - b) ** 2
}

/** For each class of one side, the mean cost against the other side's classes. */
function marginalCosts(
  { classes, actual, predicted, total }: ConfusionMatrix,
  cost: (a: number, b: number) => number,
  against: 'actual' | 'predicted',
): Float64Array {
  const other = against === 'actual' ? actual : predicted
  return Float64Array.from({ length: classes }, (_, c) =>
    other.reduce((sum, weight, d) => sum + (weight * cost(c, d)) / total, 0),
  )
}
