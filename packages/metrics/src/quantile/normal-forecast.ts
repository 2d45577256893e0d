import { normalCdf, normalDensity } from '@sluice/stats'
import { requireDomain, requireFiniteColumn } from '../regression/regression-input.ts'
import { resolutionByRow, resolutionOf } from '../resolution.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import type { Rows } from '../samples.ts'

/** Outcomes with the mean and standard deviation of a normal forecast of each. */
export interface NormalForecastSample extends Rows {
  readonly actual: Float64Array
  readonly mean: Float64Array
  /** > 0 */
  readonly deviation: Float64Array
}

type NoOptions = Record<never, never>

const length = ({ actual }: NormalForecastSample) => actual.length

/**
 * Continuous ranked probability score of normal forecasts, σ·[z(2Φ(z) − 1) + 2φ(z) − 1/√π] (Gneiting & Raftery 2007), in
 * the target's unit; 0 is perfect. Interval: Student's t.
 *
 * @throws {MetricInputError} for values that are not finite, or a deviation that is not above 0
 */
export const crpsNormal = meanMetric<NormalForecastSample, NoOptions>({
  range: [0, null],
  length,
  resolution: (sample) => resolutionOf(sample, sample.actual, sample.mean, sample.deviation),
  values: (sample) =>
    standardised(sample, (z, s) => s * (z * (2 * normalCdf(z) - 1) + 2 * normalDensity(z) - 1 / Math.sqrt(Math.PI))),
})

/** Mean negative log likelihood of normal forecasts, in nats. Interval: Student's t. Throws as {@link crpsNormal}. */
export const normalLogLoss = meanMetric<NormalForecastSample, NoOptions>({
  range: [null, null],
  length,
  resolution: ({ actual, mean, deviation, ...rows }) =>
    resolutionByRow(actual.length, rows, (i) => {
      const error = Math.abs(actual[i] - mean[i])
      const size = Math.max(Math.abs(actual[i]), Math.abs(mean[i]), error)
      return 1 + Math.abs(Math.log(deviation[i])) + (error * size) / deviation[i] ** 2
    }),
  values: (sample) => standardised(sample, (z, s) => Math.log(s) + (z * z) / 2 + Math.log(2 * Math.PI) / 2),
})

/**
 * Probability integral transform: each outcome's probability under its forecast, uniform where the forecast is calibrated.
 *
 * @throws {MetricInputError} as {@link crpsNormal}
 */
export function probabilityIntegralTransform(sample: NormalForecastSample): Float64Array {
  return standardised(sample, (z) => normalCdf(z))
}

function standardised(sample: NormalForecastSample, value: (z: number, deviation: number) => number): Float64Array {
  const { actual, mean, deviation } = sample
  requireFiniteColumn(actual, 'nan_label', 'infinite_label', 'actual values')
  requireFiniteColumn(mean, 'nan_score', 'infinite_score', 'forecast means')
  requireDomain(
    actual.length,
    (i) => deviation[i] > 0 && deviation[i] < Infinity,
    'a standard deviation must be above 0 and finite',
  )
  return actual.map((y, i) => value((y - mean[i]) / deviation[i], deviation[i]))
}
