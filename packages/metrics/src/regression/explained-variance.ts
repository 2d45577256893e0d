import { MetricInputError } from '../metric-input-error.ts'
import { functionOfMeans } from '../rows/mean-of-rows.ts'
import type { RowTotals } from '../rows/row-totals.ts'
import { type Absent, type Smooth, smoothMetric } from '../rows/smooth-metric.ts'
import type { RegressionSample } from '../samples.ts'
import { isConstant, meanActual } from './deviance.ts'
import { byRow, regressionRows, requireNumbers } from './regression-input.ts'

type NoOptions = Record<never, never>

const shared = { method: 'delta', range: [null, 1], length: regressionRows } as const

/**
 * R², the coefficient of determination: 1 − Σe² / Σ(y − ȳ)², at most 1 and negative where the mean would do better.
 * Undefined (`constant_target`) where all actual values are equal (scikit-learn says 0 or 1), and with fewer than two
 * rows. Interval: delta method.
 *
 * @throws {MetricInputError} for values that are not finite, columns of different lengths, unusable weights
 */
export const r2 = smoothMetric<RegressionSample, NoOptions>({
  ...shared,
  evaluate: (sample, _options, totals) => determination(sample, totals, 0),
})

export interface AdjustedR2Options {
  /** Number of the model's predictors, a whole number from 0. */
  readonly predictors: number
}

/**
 * R² with Ezekiel's correction for the number of predictors, 1 − (1 − R²)(n − 1)/(n − p − 1). Undefined where there are
 * no more rows than predictors + 1 (`too_few_rows`); otherwise as {@link r2}.
 */
export const adjustedR2 = smoothMetric<RegressionSample, AdjustedR2Options>({
  ...shared,
  evaluate(sample, { predictors }, totals) {
    if (!(Number.isInteger(predictors) && predictors >= 0)) {
      throw new MetricInputError('invalid_option', `predictors is ${predictors}: expected a whole number from 0.`)
    }
    return determination(sample, totals, predictors)
  },
})

/**
 * Explained variance: 1 − Var(e) / Var(y). Unlike {@link r2} it forgives a constant bias. Undefined as there. Interval:
 * delta method.
 *
 * @throws {MetricInputError} as {@link r2}
 */
export const explainedVariance = smoothMetric<RegressionSample, NoOptions>({
  ...shared,
  evaluate(sample, _options, totals) {
    const absent = unexplainable(sample, totals)
    if (absent !== null) return absent
    const center = meanActual(sample, totals)
    return functionOfMeans(
      [byRow(sample, (y, p) => y - p), byRow(sample, (y, p) => (y - p) ** 2), byRow(sample, (y) => (y - center) ** 2)],
      sample.weights,
      totals,
      ([error, square, spread]) => 1 - (square - error ** 2) / spread,
      ([error, square, spread]) => [(2 * error) / spread, -1 / spread, (square - error ** 2) / spread ** 2],
    )
  },
})

function determination(sample: RegressionSample, totals: RowTotals, predictors: number): Smooth | Absent {
  const absent = unexplainable(sample, totals)
  if (absent !== null) return absent
  if (totals.rows <= predictors + 1) return { reason: 'too_few_rows' }
  const factor = predictors === 0 ? 1 : (totals.rows - 1) / (totals.rows - predictors - 1)
  const center = meanActual(sample, totals)
  return functionOfMeans(
    [byRow(sample, (y, p) => (y - p) ** 2), byRow(sample, (y) => (y - center) ** 2)],
    sample.weights,
    totals,
    ([loss, spread]) => 1 - (factor * loss) / spread,
    ([loss, spread]) => [-factor / spread, (factor * loss) / spread ** 2],
  )
}

function unexplainable(sample: RegressionSample, totals: RowTotals): Absent | null {
  requireNumbers(sample)
  if (totals.rows < 2) return { reason: 'too_few_rows' }
  return isConstant(sample) ? { reason: 'constant_target' } : null
}
