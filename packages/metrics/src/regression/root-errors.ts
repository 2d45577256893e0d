import { resolutionByRow, unitResolution } from '../resolution.ts'
import { functionOfMeans, meanMetric } from '../rows/mean-of-rows.ts'
import { type SmoothDefinition, smoothMetric } from '../rows/smooth-metric.ts'
import type { RegressionSample } from '../samples.ts'
import { byRow, errorResolution, regressionRows, requireDomain, requireNumbers } from './regression-input.ts'

type NoOptions = Record<never, never>

/**
 * Root mean squared error, in the target's unit. Interval: delta method; none at 0, where the root is not smooth.
 *
 * @throws {MetricInputError} for values that are not finite, columns of different lengths, unusable weights
 */
export const rootMeanSquaredError = rootOf((sample) => byRow(sample, (y, p) => (p - y) ** 2), errorResolution)

/**
 * Mean squared logarithmic error, (log(1 + p) − log(1 + y))²: relative errors of counts. Interval: Student's t.
 *
 * @throws {MetricInputError} `outside_domain` for values at or below −1, and as {@link rootMeanSquaredError}
 */
export const meanSquaredLogError = meanMetric<RegressionSample, NoOptions>({
  range: [0, null],
  length: regressionRows,
  resolution: squaredLogResolution,
  values(sample) {
    requireNumbers(sample)
    return squaredLogErrors(sample)
  },
})

/** The root of {@link meanSquaredLogError}. Interval: delta method. */
export const rootMeanSquaredLogError = rootOf(squaredLogErrors, logResolution)

function rootOf(squares: (sample: RegressionSample) => Float64Array, resolution: (sample: RegressionSample) => number) {
  const definition: SmoothDefinition<RegressionSample, NoOptions> = {
    method: 'delta',
    range: [0, null],
    length: regressionRows,
    resolution,
    evaluate(sample, _options, totals) {
      requireNumbers(sample)
      return functionOfMeans(
        [squares(sample)],
        sample.weights,
        totals,
        ([mean]) => Math.sqrt(mean),
        ([mean]) => [mean > 0 ? 1 / (2 * Math.sqrt(mean)) : 0],
      )
    },
  }
  return smoothMetric(definition)
}

/** What standard error rounding alone may give a mean difference of logarithms. */
function logResolution(sample: RegressionSample): number {
  const { actual, predicted } = sample
  return resolutionByRow(actual.length, sample, (i) => logSize(actual[i]) + logSize(predicted[i]))
}

/** The same of its square: a step of the difference times twice the difference, and that step squared. */
function squaredLogResolution(sample: RegressionSample): number {
  const { actual, predicted } = sample
  return resolutionByRow(actual.length, sample, (i) => {
    const size = logSize(actual[i]) + logSize(predicted[i])
    return (2 * Math.abs(Math.log1p(predicted[i]) - Math.log1p(actual[i])) + unitResolution * size) * size
  })
}

/** What a step is relative to: of the number itself, carried through the logarithm, and of the logarithm. */
function logSize(value: number): number {
  return Math.abs(value) / (1 + value) + Math.abs(Math.log1p(value))
}

function squaredLogErrors(sample: RegressionSample): Float64Array {
  const { actual, predicted } = sample
  requireDomain(
    actual.length,
    (i) => actual[i] > -1 && predicted[i] > -1,
    'actual values and predictions must be above −1, or use another loss',
  )
  return byRow(sample, (y, p) => (Math.log1p(p) - Math.log1p(y)) ** 2)
}
