import { MetricInputError } from '../metric-input-error.ts'
import { resolutionByRow, resolutionOf, unitResolution } from '../resolution.ts'
import type { RegressionSample } from '../samples.ts'

export function regressionRows({ actual }: RegressionSample): number {
  return actual.length
}

/** @throws {MetricInputError} for values that are not finite, or columns of different lengths */
export function requireNumbers({ actual, predicted }: RegressionSample): void {
  if (actual.length !== predicted.length) {
    throw new MetricInputError(
      'length_mismatch',
      `${actual.length} actual values and ${predicted.length} predictions: expected one of each a row.`,
    )
  }
  requireFiniteColumn(actual, 'nan_label', 'infinite_label', 'actual values')
  requireFiniteColumn(predicted, 'nan_score', 'infinite_score', 'predictions')
}

export function requireFiniteColumn(
  column: Float64Array,
  missing: 'nan_label' | 'nan_score',
  infinite: 'infinite_label' | 'infinite_score',
  what: string,
): void {
  let count = 0
  for (let i = 0; i < column.length; i++) if (!Number.isFinite(column[i])) count++
  if (count === 0) return
  const row = column.findIndex((value) => !Number.isFinite(value))
  const code = Number.isNaN(column[row]) ? missing : infinite
  throw new MetricInputError(
    code,
    `${count} ${what} are not finite, first in row ${row} (${column[row]}): fill or drop them.`,
    {
      row,
      count,
    },
  )
}

/** @throws {MetricInputError} `outside_domain` for the first rows that a loss is not defined for */
export function requireDomain(rows: number, inside: (row: number) => boolean, expectation: string): void {
  let first = -1
  let count = 0
  for (let i = 0; i < rows; i++) {
    if (inside(i)) continue
    if (first < 0) first = i
    count++
  }
  if (first < 0) return
  throw new MetricInputError(
    'outside_domain',
    `${count} rows are outside the loss's domain, first row ${first}: ${expectation}.`,
    {
      row: first,
      count,
    },
  )
}

/** What standard error rounding alone may give a mean error, in the target's unit. */
export function errorResolution(sample: RegressionSample): number {
  return resolutionOf(sample, sample.actual, sample.predicted)
}

/** The same of squared errors: a step of the error times twice the error, and that step squared. */
export function squaredErrorResolution(sample: RegressionSample): number {
  const { actual, predicted } = sample
  return resolutionByRow(actual.length, sample, (i) => {
    const size = Math.max(Math.abs(actual[i]), Math.abs(predicted[i]))
    return (2 * Math.abs(predicted[i] - actual[i]) + unitResolution * size) * size
  })
}

/** One value a row from its actual value and prediction. */
export function byRow({ actual, predicted }: RegressionSample, value: (y: number, p: number) => number): Float64Array {
  const values = new Float64Array(actual.length)
  for (let i = 0; i < values.length; i++) values[i] = value(actual[i], predicted[i])
  return values
}
