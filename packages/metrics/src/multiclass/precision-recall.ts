import { MetricInputError } from '../metric-input-error.ts'
import type { ConfusionMatrix } from './confusion-matrix.ts'
import { gradientOf, type MatrixFunction, matrixMetric } from './matrix-metric.ts'

export interface AverageOptions {
  /**
   * How classes are put together: `macro`, the mean over classes; `weighted`, by how often each occurs; `micro`, over
   * all rows at once (which for one label a row is the accuracy); or one class by its index.
   */
  readonly average: 'macro' | 'weighted' | 'micro' | { readonly class: number }
}

export interface MulticlassFBetaOptions extends AverageOptions {
  /** How many times as much recall counts as precision; > 0, default 1. */
  readonly beta?: number
}

/** Numerator and denominator of a class's value as linear functions of (true positives, actual, predicted). */
interface Ratio {
  readonly numerator: number
  readonly actual: number
  readonly predicted: number
}

const shared = { method: 'delta', scale: 'logit', range: [0, 1] } as const

/**
 * Precision: of what is predicted to be a class, the share that is.
 *
 * A class that is never predicted has no precision, and a declared class without a label is not judged: both are left
 * out of `macro` and `weighted` and named in `detail.undefined_classes` (scikit-learn counts 0 for them). Interval: delta
 * method, logit scale.
 *
 * @throws {MetricInputError} as `multiclassAccuracy`, and for a class that is not declared
 */
export const multiclassPrecision = matrixMetric<AverageOptions>(
  averaged(() => ({ numerator: 1, actual: 0, predicted: 1 })),
  shared,
)

/** Recall: of the rows of a class, the share that is predicted as it. Otherwise as {@link multiclassPrecision}. */
export const multiclassRecall = matrixMetric<AverageOptions>(
  averaged(() => ({ numerator: 1, actual: 1, predicted: 0 })),
  shared,
)

/**
 * F-measure, `(1 + β²)·TP / (β²·actual + predicted)` from the counts, so that a class that occurs and is never hit has
 * 0 (van Rijsbergen 1979). Otherwise as {@link multiclassPrecision}.
 *
 * @throws {MetricInputError} also for β ≤ 0
 */
export const multiclassFBeta = matrixMetric<MulticlassFBetaOptions>(
  averaged(({ beta = 1 }) => {
    if (!(beta > 0 && beta < Infinity)) {
      throw new MetricInputError('invalid_option', `beta is ${beta}: expected a number above 0.`)
    }
    return { numerator: 1 + beta * beta, actual: beta * beta, predicted: 1 }
  }),
  shared,
)

function averaged<Options extends AverageOptions>(ratioOf: (options: Options) => Ratio): MatrixFunction<Options> {
  return (matrix, options) => {
    const ratio = ratioOf(options)
    const { average } = options
    if (average === 'micro') return micro(matrix)
    const shares = classShares(matrix, average)
    const values = Float64Array.from(matrix.actual, (_, c) => classValue(matrix, ratio, c))
    const used = [...shares.keys()].filter((c) => shares[c] > 0 && !Number.isNaN(values[c]))
    const left = [...matrix.actual.keys()].filter((c) => matrix.actual[c] === 0 || Number.isNaN(values[c]))
    const detail = left.length > 0 ? { detail: { undefined_classes: left.map(String) } } : {}
    if (used.length === 0) {
      return { reason: ratio.actual === 0 ? ('no_predicted_positive' as const) : ('no_positive' as const), ...detail }
    }
    const whole = used.reduce((sum, c) => sum + shares[c], 0)
    const value = used.reduce((sum, c) => sum + (shares[c] * values[c]) / whole, 0)
    const bySize = average === 'weighted'
    return {
      value,
      gradient: () => averageGradient(matrix, ratio, { shares, values, used, whole, value, bySize }),
      ...detail,
    }
  }
}

/** Each class's share in the average; 0 for those that do not occur, unless one class alone is asked for. */
function classShares({ actual }: ConfusionMatrix, average: AverageOptions['average']): Float64Array {
  if (typeof average === 'object') {
    if (!(average.class >= 0 && average.class < actual.length)) {
      throw new MetricInputError(
        'invalid_option',
        `class is ${average.class}: expected an index below ${actual.length}.`,
      )
    }
    return actual.map((_, c) => (c === average.class ? 1 : 0))
  }
  return average === 'weighted' ? actual : actual.map((weight) => (weight > 0 ? 1 : 0))
}

function denominator({ actual, predicted }: ConfusionMatrix, ratio: Ratio, c: number): number {
  return ratio.actual * actual[c] + ratio.predicted * predicted[c]
}

/** NaN where the class has none. */
function classValue(matrix: ConfusionMatrix, ratio: Ratio, c: number): number {
  const below = denominator(matrix, ratio, c)
  return below > 0 ? (ratio.numerator * matrix.cells[c * matrix.classes + c]) / below : Number.NaN
}

interface Average {
  readonly shares: Float64Array
  readonly values: Float64Array
  readonly used: readonly number[]
  readonly whole: number
  readonly value: number
  readonly bySize: boolean
}

function averageGradient(matrix: ConfusionMatrix, ratio: Ratio, average: Average): Float64Array {
  const { shares, values, used, whole, value, bySize } = average
  const inUse = new Set(used)
  const slope = Float64Array.from(shares, (share, c) =>
    inUse.has(c) ? share / whole / denominator(matrix, ratio, c) : 0,
  )
  return gradientOf(matrix, (a, b) => {
    const hit = a === b ? slope[a] * ratio.numerator : 0
    const asActual = slope[a] * ratio.actual * (inUse.has(a) ? values[a] : 0)
    const asPredicted = slope[b] * ratio.predicted * (inUse.has(b) ? values[b] : 0)
    const size = bySize && inUse.has(a) ? (values[a] - value) / whole : 0
    return hit - asActual - asPredicted + size
  })
}

function micro(matrix: ConfusionMatrix) {
  const { classes, cells, total } = matrix
  let right = 0
  for (let c = 0; c < classes; c++) right += cells[c * classes + c]
  const value = right / total
  return { value, gradient: () => gradientOf(matrix, (a, b) => ((a === b ? 1 : 0) - value) / total) }
}
