import { type BinarySample, type Estimate, tooFewEffectiveRows, type UndefinedReason } from '@sluice/metrics'

/** What an estimate tells of its sample, and the totals that calibration needs. */
export interface SampleCounts {
  readonly rows: number
  readonly positives: number
  readonly effectiveRows: number
  readonly weight: number
  readonly positiveWeight: number
}

/** Counts the rows of a sample and weighs its classes; orders leave rows of weight 0 out. */
export function countsOf({ labels, weights, positives }: BinarySample): SampleCounts {
  const rows = labels.length
  if (weights === undefined) return { rows, positives, effectiveRows: rows, weight: rows, positiveWeight: positives }
  let [weight, positiveWeight, squares] = [0, 0, 0]
  for (let i = 0; i < rows; i++) {
    weight += weights[i]
    squares += weights[i] * weights[i]
    if (labels[i] === 1) positiveWeight += weights[i]
  }
  return { rows, positives, effectiveRows: squares === 0 ? 0 : weight ** 2 / squares, weight, positiveWeight }
}

/** Why nothing can be said of how scores relate to labels, or `null`. */
export function missingClass({ labels, positives, leftOut }: BinarySample): UndefinedReason | null {
  if (labels.length === 0) return leftOut ? 'zero_weight' : 'empty'
  return positives === 0 || positives === labels.length ? 'one_class' : null
}

/** An estimate without a value. */
export function absent(
  { rows, positives, effectiveRows }: Pick<SampleCounts, 'rows' | 'positives' | 'effectiveRows'>,
  reason: UndefinedReason,
): Estimate {
  return { value: null, undefinedBecause: reason, rows, positives, effectiveRows, uncertainty: null }
}

/**
 * An estimate with its uncertainty, or with the reason why it has none. Weights that leave fewer than five effective rows
 * leave no interval.
 */
export function present(
  { rows, positives, effectiveRows }: Pick<SampleCounts, 'rows' | 'positives' | 'effectiveRows'>,
  value: number,
  uncertainty: NonNullable<Estimate['uncertainty']> | string,
  detail?: Estimate['detail'],
): Estimate {
  const given = tooFewEffectiveRows({ rows, effectiveRows }) ?? uncertainty
  return {
    value,
    rows,
    positives,
    effectiveRows,
    ...(typeof given === 'string' ? { uncertainty: null, noInterval: given } : { uncertainty: given }),
    ...(detail && { detail }),
  }
}
