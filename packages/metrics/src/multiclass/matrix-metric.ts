import type { Estimate, UndefinedReason } from '../estimate.ts'
import type { Metric } from '../metric.ts'
import { weightAt } from '../rows/row-totals.ts'
import { type Absent, type Smooth, type SmoothDefinition, smoothMetric } from '../rows/smooth-metric.ts'
import type { MulticlassSample } from '../samples.ts'
import { predictedClasses, requireClasses } from './class-input.ts'
import { type ConfusionMatrix, countPairs } from './confusion-matrix.ts'

/** A function of a confusion matrix, and how it changes with each cell. */
export interface MatrixValue {
  readonly value: number
  /** ∂value/∂cell, row-major; as the value does not depend on scale, it sums with the cells to 0. */
  gradient(): Float64Array
  readonly detail?: Estimate['detail']
}

export type MatrixFunction<Options> = (
  matrix: ConfusionMatrix,
  options: Options,
) => MatrixValue | { readonly reason: UndefinedReason; readonly detail?: Estimate['detail'] }

/**
 * The value and influences of a function of the confusion matrix of two columns of class indices. A row's influence is
 * n·w times the gradient at its cell (delta method).
 */
export function evaluateMatrix<Options>(
  of: MatrixFunction<Options>,
  actual: Uint16Array,
  predicted: Uint16Array,
  classes: number,
  weights: Float64Array | undefined,
  options: Options,
): Smooth | Absent {
  const result = of(countPairs(actual, predicted, classes, weights), options)
  if ('reason' in result) return result
  return {
    ...result,
    influence() {
      const gradient = result.gradient()
      const n = actual.length
      return Float64Array.from(actual, (a, i) => n * weightAt(weights, i) * gradient[a * classes + predicted[i]])
    },
  }
}

/** A metric of the most probable class that is a smooth function of the confusion matrix. */
export function matrixMetric<Options>(
  of: MatrixFunction<Options>,
  definition: Pick<SmoothDefinition<MulticlassSample, Options>, 'method' | 'range' | 'scale'>,
): Metric<MulticlassSample, Options> {
  return smoothMetric({
    ...definition,
    length: ({ labels }) => labels.length,
    evaluate(sample, options) {
      requireClasses(sample)
      return evaluateMatrix(of, sample.labels, predictedClasses(sample), sample.classes, sample.weights, options)
    },
  })
}

/** Fills a gradient cell by cell. */
export function gradientOf(
  { classes }: ConfusionMatrix,
  at: (actual: number, predicted: number) => number,
): Float64Array {
  return Float64Array.from({ length: classes * classes }, (_, cell) => at(Math.floor(cell / classes), cell % classes))
}
