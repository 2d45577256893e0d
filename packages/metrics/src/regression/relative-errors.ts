import { resolutionByRow } from '../resolution.ts'
import { functionOfMeans, meanMetric, meanOf } from '../rows/mean-of-rows.ts'
import { smoothMetric } from '../rows/smooth-metric.ts'
import type { RegressionSample } from '../samples.ts'
import { byRow, errorResolution, regressionRows, requireNumbers } from './regression-input.ts'

export interface MapeOptions {
  /**
   * What becomes of rows whose actual value is 0: the measure is undefined (`undefined`, the default), they are left out
   * (`exclude`, counted in `detail.excluded_rows`), or they are divided by 2⁻⁵² (`eps`, as scikit-learn, which makes the
   * value astronomical).
   */
  readonly zero?: 'undefined' | 'exclude' | 'eps'
}

/**
 * Mean absolute percentage error, |e| / |actual| as a fraction (0.1 is 10 %). Interval: Student's t.
 *
 * @throws {MetricInputError} for values that are not finite, columns of different lengths, unusable weights
 */
export const mape = smoothMetric<RegressionSample, MapeOptions>({
  method: 'student_t',
  range: [0, null],
  length: regressionRows,
  resolution: ({ actual, predicted, ...rows }) =>
    resolutionByRow(actual.length, rows, (i) => (actual[i] === 0 ? 0 : 2 + 2 * Math.abs(predicted[i] / actual[i]))),
  evaluate(sample, { zero = 'undefined' }, totals) {
    requireNumbers(sample)
    const least = zero === 'eps' ? 2 ** -52 : 0
    const values = byRow(sample, (y, p) => {
      const whole = Math.max(Math.abs(y), least)
      return whole === 0 ? Number.NaN : Math.abs(p - y) / whole
    })
    const zeros = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0)
    if (zeros > 0 && (zero === 'undefined' || zeros === values.length)) {
      return { reason: 'zero_target', detail: { zero_rows: zeros } }
    }
    const mean = meanOf(values, sample.weights, totals)
    return zeros === 0 ? mean : { ...mean, detail: { excluded_rows: zeros } }
  },
})

/**
 * Symmetric mean absolute percentage error, 2|e| / (|actual| + |prediction|), from 0 to 2; 0/0 counts 0. Interval:
 * Student's t.
 *
 * @throws {MetricInputError} as {@link mape}
 */
export const smape = meanMetric<RegressionSample, Record<never, never>>({
  range: [0, 2],
  length: regressionRows,
  values(sample) {
    requireNumbers(sample)
    return byRow(sample, (y, p) => (p === y ? 0 : (2 * Math.abs(p - y)) / (Math.abs(y) + Math.abs(p))))
  },
})

/**
 * Weighted absolute percentage error: Σ|e| / Σ|actual|, the error as a fraction of the total. Undefined (`zero_target`)
 * where all actual values are 0. Interval: delta method for a ratio.
 *
 * @throws {MetricInputError} as {@link mape}
 */
export const wape = smoothMetric<RegressionSample, Record<never, never>>({
  method: 'delta',
  range: [0, null],
  length: regressionRows,
  resolution(sample) {
    const size = sample.actual.reduce((sum, y) => sum + Math.abs(y), 0) / sample.actual.length
    return size > 0 ? errorResolution(sample) / size : 0
  },
  evaluate(sample, _options, totals) {
    requireNumbers(sample)
    const sizes = byRow(sample, (y) => Math.abs(y))
    if (!sizes.some((size, i) => size > 0 && sample.weights?.[i] !== 0)) return { reason: 'zero_target' }
    return functionOfMeans(
      [byRow(sample, (y, p) => Math.abs(p - y)), sizes],
      sample.weights,
      totals,
      ([error, size]) => error / size,
      ([error, size]) => [1 / size, -error / size ** 2],
    )
  },
})
