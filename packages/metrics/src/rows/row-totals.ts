import { withoutValue, withValue } from '../build-estimate.ts'
import type { Estimate, UndefinedReason } from '../estimate.ts'
import { MetricInputError } from '../metric-input-error.ts'

/** How many units (rows, or queries) a metric averages over, and what they weigh. */
export interface RowTotals {
  /** Positions in the sample, those of weight 0 included. */
  readonly length: number
  /** Positions of positive weight. */
  readonly rows: number
  readonly weight: number
  /** Kish: (Σw)² / Σw². */
  readonly effectiveRows: number
  /** Why there is nothing to measure, or `null`. */
  readonly nothing: 'empty' | 'zero_weight' | null
}

/**
 * Counts and weighs the positions of a sample.
 *
 * @throws {MetricInputError} `invalid_weight`, `length_mismatch`
 */
export function rowTotals(length: number, weights: Float64Array | undefined): RowTotals {
  if (weights === undefined) {
    return { length, rows: length, weight: length, effectiveRows: length, nothing: length === 0 ? 'empty' : null }
  }
  if (weights.length !== length) {
    throw new MetricInputError('length_mismatch', `${weights.length} weights for ${length} rows: expected one a row.`)
  }
  let rows = 0
  let weight = 0
  let squares = 0
  for (let i = 0; i < length; i++) {
    const w = weights[i]
    if (!(w >= 0 && w < Infinity)) throw invalidWeight(weights)
    if (w > 0) rows++
    weight += w
    squares += w * w
  }
  const nothing = length === 0 ? 'empty' : rows === 0 ? 'zero_weight' : null
  return { length, rows, weight, effectiveRows: squares === 0 ? 0 : weight ** 2 / squares, nothing }
}

export function weightAt(weights: Float64Array | undefined, position: number): number {
  return weights === undefined ? 1 : weights[position]
}

/** An estimate over units that have no positive class, without a value. */
export function undefinedOver(totals: RowTotals, reason: UndefinedReason, detail?: Estimate['detail']): Estimate {
  return withoutValue({ ...totals, positives: null }, reason, detail)
}

/** An estimate over units that have no positive class, with a value. */
export function definedOver(
  totals: RowTotals,
  value: number,
  uncertainty: NonNullable<Estimate['uncertainty']> | string,
  detail?: Estimate['detail'],
  resolution?: number,
): Estimate {
  return withValue({ ...totals, positives: null }, value, uncertainty, detail, resolution)
}

function invalidWeight(weights: Float64Array): MetricInputError {
  const wrong = (w: number) => !(w >= 0 && w < Infinity)
  const row = weights.findIndex(wrong)
  const count = weights.reduce((sum, w) => sum + (wrong(w) ? 1 : 0), 0)
  return new MetricInputError(
    'invalid_weight',
    `${count} weights are negative or not finite, first in row ${row} (${weights[row]}): expected numbers from 0.`,
    { row, count },
  )
}
