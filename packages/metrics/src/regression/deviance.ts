import { MetricInputError } from '../metric-input-error.ts'
import { resolutionByRow } from '../resolution.ts'
import { functionOfMeans, meanMetric } from '../rows/mean-of-rows.ts'
import { type RowTotals, weightAt } from '../rows/row-totals.ts'
import { smoothMetric } from '../rows/smooth-metric.ts'
import type { RegressionSample } from '../samples.ts'
import { byRow, regressionRows, requireDomain, requireNumbers, squaredErrorResolution } from './regression-input.ts'

export interface TweedieOptions {
  /** Variance grows as the mean to this power: 0 normal, 1 Poisson, 2 gamma, 3 inverse Gaussian; (0, 1) does not exist. */
  readonly power: number
}

/**
 * Mean Tweedie deviance; 0 is perfect (Jørgensen 1987). Power 1 is Poisson's, 2 gamma's. Interval: Student's t.
 *
 * @throws {MetricInputError} `outside_domain` where an actual value or prediction has no likelihood at that power
 *   (1 ≤ power < 2: actual ≥ 0, prediction > 0; power ≥ 2: both > 0; power < 0: prediction > 0), a power in (0, 1),
 *   values that are not finite
 */
export const tweedieDeviance = meanMetric<RegressionSample, TweedieOptions>({
  range: [0, null],
  length: regressionRows,
  resolution: (sample, { power }) => devianceResolution(sample, power),
  values(sample, { power }) {
    requireNumbers(sample)
    requireTweedie(sample, power)
    return byRow(sample, unitDeviance(power))
  },
})

/** Mean Poisson deviance: {@link tweedieDeviance} at power 1. */
export const poissonDeviance = ofPower(1)

/** Mean gamma deviance: {@link tweedieDeviance} at power 2. */
export const gammaDeviance = ofPower(2)

/**
 * The share of deviance that the model removes from that of the mean, 1 − D/D₀, at most 1; at power 0 it is R². Undefined
 * (`constant_target`) where all actual values are equal. Interval: delta method.
 *
 * @throws {MetricInputError} as {@link tweedieDeviance}
 */
export const d2Tweedie = smoothMetric<RegressionSample, TweedieOptions>({
  method: 'delta',
  range: [null, 1],
  length: regressionRows,
  evaluate(sample, { power }, totals) {
    requireNumbers(sample)
    requireTweedie(sample, power)
    const mean = meanActual(sample, totals)
    const deviance = unitDeviance(power)
    const base = byRow(sample, (y) => deviance(y, mean))
    if (isConstant(sample)) return { reason: totals.rows < 2 ? 'too_few_rows' : 'constant_target' }
    return functionOfMeans([byRow(sample, deviance), base], sample.weights, totals, explained, explainedSlopes)
  },
})

/** 1 − loss / base of two means. */
export function explained([loss, base]: readonly number[]): number {
  return 1 - loss / base
}

export function explainedSlopes([loss, base]: readonly number[]): readonly number[] {
  return [-1 / base, loss / base ** 2]
}

/** Whether all actual values of positive weight are equal. */
export function isConstant({ actual, weights }: RegressionSample): boolean {
  const first = actual.findIndex((_, i) => weightAt(weights, i) > 0)
  return !actual.some((y, i) => weightAt(weights, i) > 0 && y !== actual[first])
}

export function meanActual({ actual, weights }: RegressionSample, totals: RowTotals): number {
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += weightAt(weights, i) * actual[i]
  return sum / totals.weight
}

function ofPower(power: number) {
  return meanMetric<RegressionSample, Record<never, never>>({
    range: [0, null],
    length: regressionRows,
    resolution: (sample) => devianceResolution(sample, power),
    values(sample) {
      requireNumbers(sample)
      requireTweedie(sample, power)
      return byRow(sample, unitDeviance(power))
    },
  })
}

function unitDeviance(power: number): (y: number, p: number) => number {
  if (power === 0) return (y, p) => (y - p) ** 2
  if (power === 1) return (y, p) => 2 * ((y === 0 ? 0 : y * Math.log(y / p)) - y + p)
  if (power === 2) return (y, p) => 2 * (Math.log(p / y) + y / p - 1)
  const [one, two] = [1 - power, 2 - power]
  return (y, p) => 2 * (Math.max(y, 0) ** two / (one * two) - (y * p ** one) / one + p ** two / two)
}

/** What standard error rounding alone may give a mean deviance: a row's is what is left of terms that nearly cancel. */
function devianceResolution(sample: RegressionSample, power: number): number {
  const { actual, predicted } = sample
  if (power === 0) return squaredErrorResolution(sample)
  const terms = (y: number, p: number) => {
    if (power === 1) return (y === 0 ? 0 : y * (1 + Math.abs(Math.log(y / p)))) + y + p
    if (power === 2) return 2 + Math.abs(Math.log(p / y)) + y / p
    const [one, two] = [1 - power, 2 - power]
    const parts = [Math.max(y, 0) ** two / (one * two), (y * p ** one) / one, p ** two / two]
    return (1 + Math.abs(two)) * parts.reduce((sum, part) => sum + Math.abs(part), 0)
  }
  return resolutionByRow(actual.length, sample, (i) => 2 * terms(actual[i], predicted[i]))
}

function requireTweedie({ actual, predicted }: RegressionSample, power: number): void {
  if (!Number.isFinite(power) || (power > 0 && power < 1)) {
    throw new MetricInputError(
      'invalid_option',
      `power is ${power}: no such distribution exists; give 0, or a power from 1.`,
    )
  }
  if (power === 0) return
  const leastActual = power < 0 ? -Infinity : 0
  requireDomain(
    actual.length,
    (i) => predicted[i] > 0 && (power >= 2 ? actual[i] > 0 : actual[i] >= leastActual),
    power >= 2
      ? 'actual values and predictions must be above 0'
      : power < 0
        ? 'predictions must be above 0'
        : 'actual values must be at least 0 and predictions above 0',
  )
}
