import { MetricInputError } from '../metric-input-error.ts'
import { functionOfMeans } from '../rows/mean-of-rows.ts'
import { smoothMetric } from '../rows/smooth-metric.ts'
import type { RegressionSample } from '../samples.ts'
import { byRow, errorResolution, regressionRows, requireNumbers } from './regression-input.ts'

export interface ScaledErrorOptions {
  /** The season: the naive forecast repeats the value this many rows earlier; a whole number from 1. */
  readonly season: number
}

/**
 * Mean absolute scaled error (Hyndman & Koehler 2006): the mean absolute error over that of the seasonal naive forecast
 * on the same rows, which must be in order of time. Below 1 the model beats the naive forecast. Undefined with no more
 * rows than a season, or where the series repeats itself exactly (`constant_target`). Interval: delta method with the
 * naive error taken as given.
 *
 * @throws {MetricInputError} for an unusable season, values that are not finite
 */
export const mase = scaled(
  (error) => Math.abs(error),
  (mean) => mean,
  () => 1,
)

/** Root mean squared scaled error (M5 competition): as {@link mase} with squares and a root. */
export const rmsse = scaled(
  (error) => error * error,
  Math.sqrt,
  (mean) => (mean > 0 ? 1 / (2 * Math.sqrt(mean)) : 0),
)

function scaled(loss: (error: number) => number, back: (mean: number) => number, slope: (mean: number) => number) {
  return smoothMetric<RegressionSample, ScaledErrorOptions>({
    method: 'delta',
    range: [0, null],
    length: regressionRows,
    resolution: (sample, { season }) => errorResolution(sample) / (back(naiveLoss(sample, season, loss)) || 1),
    evaluate(sample, { season }, totals) {
      if (!(Number.isInteger(season) && season >= 1)) {
        throw new MetricInputError('invalid_option', `season is ${season}: expected a whole number from 1.`)
      }
      requireNumbers(sample)
      const { actual, weights } = sample
      if (actual.length <= season) return { reason: 'too_few_rows' }
      const naive = naiveLoss(sample, season, loss)
      if (naive === 0) return { reason: 'constant_target' }
      const relative = byRow(sample, (y, p) => loss(p - y) / naive)
      return functionOfMeans(
        [relative],
        weights,
        totals,
        ([mean]) => back(mean),
        ([mean]) => [slope(mean)],
      )
    },
  })
}

/** The mean loss of repeating the value a season earlier. */
function naiveLoss({ actual }: RegressionSample, season: number, loss: (error: number) => number): number {
  let total = 0
  for (let i = season; i < actual.length; i++) total += loss(actual[i] - actual[i - season])
  return total / (actual.length - season)
}
