import { MetricInputError } from '../metric-input-error.ts'
import { requireFiniteColumn } from '../regression/regression-input.ts'
import { resolutionOf } from '../resolution.ts'
import type { QuantileSample } from '../samples.ts'

/** Two levels count as the same within this. */
const SAME_LEVEL = 1e-9

export function quantileRows({ actual }: QuantileSample): number {
  return actual.length
}

/** @throws {MetricInputError} for levels that do not ascend within (0, 1), columns that do not match, values not finite */
export function requireQuantiles({ actual, levels, quantiles }: QuantileSample): void {
  if (levels.length === 0) {
    throw new MetricInputError('invalid_option', 'The model gives no quantiles, between which an interval would lie.')
  }
  if (levels.some((level, k) => !(level > (levels[k - 1] ?? 0) && level < 1))) {
    throw new MetricInputError(
      'invalid_option',
      `The quantile levels are ${levels.join(', ')}: expected ascending numbers strictly between 0 and 1.`,
    )
  }
  if (quantiles.length !== levels.length || quantiles.some((column) => column.length !== actual.length)) {
    throw new MetricInputError(
      'length_mismatch',
      `${quantiles.length} columns of quantiles for ${levels.length} levels and ${actual.length} rows: expected one value a level and row.`,
    )
  }
  requireFiniteColumn(actual, 'nan_label', 'infinite_label', 'actual values')
  for (const column of quantiles) requireFiniteColumn(column, 'nan_score', 'infinite_score', 'quantile forecasts')
}

/**
 * The column of a level.
 *
 * @throws {MetricInputError} where the sample has no such level
 */
export function columnAt({ levels, quantiles }: QuantileSample, level: number): Float64Array {
  const at = levels.findIndex((one) => Math.abs(one - level) <= SAME_LEVEL)
  if (at < 0) {
    throw new MetricInputError(
      'invalid_option',
      `There is no quantile ${level}: this forecast has ${levels.join(', ')}.`,
    )
  }
  return quantiles[at]
}

export interface IntervalOptions {
  /** The share of outcomes that the interval should hold, in (0, 1): 0.8 lies between the levels 0.1 and 0.9. */
  readonly level: number
}

/** Lower and upper ends of the central interval of a level. */
export function centralInterval(
  sample: QuantileSample,
  { level }: IntervalOptions,
): { lower: Float64Array; upper: Float64Array } {
  requireQuantiles(sample)
  if (!(level > 0 && level < 1)) {
    throw new MetricInputError('invalid_option', `level is ${level}: expected a number strictly between 0 and 1.`)
  }
  return { lower: columnAt(sample, (1 - level) / 2), upper: columnAt(sample, (1 + level) / 2) }
}

/** All central intervals that the levels form, and the median's column where there is one. */
export function centralIntervals(sample: QuantileSample) {
  const { levels, quantiles } = sample
  const find = (level: number) => levels.findIndex((one) => Math.abs(one - level) <= SAME_LEVEL)
  const intervals = levels.flatMap((level, k) => {
    const opposite = find(1 - level)
    return level < 0.5 - SAME_LEVEL && opposite >= 0
      ? [{ alpha: 2 * level, lower: quantiles[k], upper: quantiles[opposite] }]
      : []
  })
  const middle = find(0.5)
  const unpaired = levels.filter((level) => find(1 - level) < 0)
  return { intervals, median: middle < 0 ? null : quantiles[middle], unpaired }
}

/** What standard error rounding alone may give a mean difference of outcomes and forecasts, or of forecasts. */
export function forecastResolution(sample: QuantileSample): number {
  return resolutionOf(sample, sample.actual, ...sample.quantiles)
}

/** Winkler's score of one outcome: the width, and 2/α for each unit that the outcome lies outside. */
export function winkler(actual: number, lower: number, upper: number, alpha: number): number {
  const outside = Math.max(0, lower - actual) + Math.max(0, actual - upper)
  return upper - lower + (2 / alpha) * outside
}
