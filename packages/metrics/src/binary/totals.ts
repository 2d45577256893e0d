import type { UndefinedReason } from '../estimate.ts'
import type { BinarySample } from '../samples.ts'

/** What every binary metric counts first. Weights of 1 where the sample has none. */
export interface Totals {
  readonly rows: number
  readonly positives: number
  readonly negatives: number
  readonly positiveWeight: number
  readonly negativeWeight: number
  readonly effectiveRows: number
  /** Why there is nothing to measure, or `null`. */
  readonly nothing: 'empty' | 'zero_weight' | null
}

/** Rows, classes and weights of a sample: one pass where it is weighted, none where it is not. */
export function totalsOf(sample: BinarySample): Totals {
  const { labels, weights, positives } = sample
  const rows = labels.length
  const nothing = rows > 0 ? null : sample.leftOut ? 'zero_weight' : 'empty'
  const counts = { rows, positives, negatives: rows - positives, nothing } as const
  if (weights === undefined)
    return { ...counts, positiveWeight: positives, negativeWeight: rows - positives, effectiveRows: rows }
  let positiveWeight = 0
  let negativeWeight = 0
  let squares = 0
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]
    if (labels[i] === 1) positiveWeight += weight
    else negativeWeight += weight
    squares += weight * weight
  }
  const effectiveRows = squares === 0 ? 0 : (positiveWeight + negativeWeight) ** 2 / squares
  return { ...counts, positiveWeight, negativeWeight, effectiveRows }
}

/** Why a metric that compares the classes has no value for these rows, or `null`. */
export function missingClass(totals: Totals): UndefinedReason | null {
  return totals.nothing ?? (totals.positives === 0 || totals.negatives === 0 ? 'one_class' : null)
}
