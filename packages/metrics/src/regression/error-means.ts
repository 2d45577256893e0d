import { MetricInputError } from '../metric-input-error.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import type { RegressionSample } from '../samples.ts'
import { byRow, errorResolution, regressionRows, requireNumbers, squaredErrorResolution } from './regression-input.ts'

type NoOptions = Record<never, never>

const losses = { range: [0, null] as const, length: regressionRows, resolution: errorResolution }

/**
 * Mean absolute error, in the target's unit; 0 is perfect. Interval: Student's t.
 *
 * @throws {MetricInputError} for values that are not finite, columns of different lengths, unusable weights
 */
export const meanAbsoluteError = meanMetric<RegressionSample, NoOptions>({
  ...losses,
  values: (sample) => checked(sample, (y, p) => Math.abs(p - y)),
})

/**
 * Mean squared error, in the square of the target's unit. Interval: Student's t; `detail.heaviest_row_share` warns where
 * one row carries more than 20 % of the spread.
 *
 * @throws {MetricInputError} as {@link meanAbsoluteError}
 */
export const meanSquaredError = meanMetric<RegressionSample, NoOptions>({
  ...losses,
  resolution: squaredErrorResolution,
  values: (sample) => checked(sample, (y, p) => (p - y) ** 2),
})

/**
 * Bias: the mean of prediction − actual; positive where predictions are too high. Interval: Student's t.
 *
 * @throws {MetricInputError} as {@link meanAbsoluteError}
 */
export const bias = meanMetric<RegressionSample, NoOptions>({
  range: [null, null],
  length: regressionRows,
  resolution: errorResolution,
  values: (sample) => checked(sample, (y, p) => p - y),
})

export interface HuberOptions {
  /** The error from which the loss grows linearly, in the target's unit; > 0, default 1. */
  readonly delta?: number
}

/**
 * Huber loss (1964): e²/2 up to δ, δ(|e| − δ/2) beyond. Interval: Student's t.
 *
 * @throws {MetricInputError} for δ ≤ 0, and as {@link meanAbsoluteError}
 */
export const huberLoss = meanMetric<RegressionSample, HuberOptions>({
  ...losses,
  values(sample, { delta = 1 }) {
    if (!(delta > 0)) throw new MetricInputError('invalid_option', `delta is ${delta}: expected a number above 0.`)
    return checked(sample, (y, p) => {
      const error = Math.abs(p - y)
      return error <= delta ? (error * error) / 2 : delta * (error - delta / 2)
    })
  },
})

/**
 * Log-cosh loss: the mean of log cosh(e), e²/2 for small errors and |e| − log 2 for large ones, without overflow.
 * Interval: Student's t.
 *
 * @throws {MetricInputError} as {@link meanAbsoluteError}
 */
export const logCoshLoss = meanMetric<RegressionSample, NoOptions>({
  ...losses,
  values: (sample) =>
    checked(sample, (y, p) => {
      const error = Math.abs(p - y)
      return error + Math.log1p(Math.exp(-2 * error)) - Math.LN2
    }),
})

export interface PointPinballOptions {
  /** The quantile that the prediction is of, in (0, 1); 0.5 is half of the mean absolute error. */
  readonly quantile: number
}

/**
 * Pinball loss of a single quantile's prediction: under-prediction costs `quantile` a unit, over-prediction the rest
 * (Koenker & Bassett 1978). Interval: Student's t.
 *
 * @throws {MetricInputError} for a quantile outside (0, 1), and as {@link meanAbsoluteError}
 */
export const pinballLoss = meanMetric<RegressionSample, PointPinballOptions>({
  ...losses,
  values(sample, { quantile }) {
    requireQuantile(quantile)
    return checked(sample, (y, p) => pinball(y, p, quantile))
  },
})

/** @throws {MetricInputError} unless strictly between 0 and 1 */
export function requireQuantile(quantile: number): void {
  if (!(quantile > 0 && quantile < 1)) {
    throw new MetricInputError('invalid_option', `quantile is ${quantile}: expected a number strictly between 0 and 1.`)
  }
}

export function pinball(actual: number, predicted: number, quantile: number): number {
  const error = actual - predicted
  return error >= 0 ? quantile * error : (quantile - 1) * error
}

function checked(sample: RegressionSample, value: (y: number, p: number) => number): Float64Array {
  requireNumbers(sample)
  return byRow(sample, value)
}
