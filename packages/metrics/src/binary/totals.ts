import { tooFewEffectiveRows } from '../effective-rows.ts'
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
  /** Kish's effective number of rows within each class. */
  readonly effectivePositives: number
  readonly effectiveNegatives: number
  /** Why there is nothing to measure, or `null`. */
  readonly nothing: 'empty' | 'zero_weight' | null
}

/** Rows, classes and weights of a sample: one pass where it is weighted, none where it is not. */
export function totalsOf(sample: BinarySample): Totals {
  const { weights, positives } = sample
  const rows = sample.sums?.rows ?? sample.labels.length
  const nothing = rows > 0 ? null : sample.leftOut ? 'zero_weight' : 'empty'
  const counts = { rows, positives, negatives: rows - positives, nothing } as const
  if (weights === undefined)
    return {
      ...counts,
      positiveWeight: positives,
      negativeWeight: rows - positives,
      effectiveRows: rows,
      effectivePositives: positives,
      effectiveNegatives: rows - positives,
    }
  let positiveWeight = 0
  let negativeWeight = 0
  let positiveSquares = 0
  let negativeSquares = 0
  const { labels } = sample
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]
    if (labels[i] === 1) {
      positiveWeight += weight
      positiveSquares += weight * weight
    } else {
      negativeWeight += weight
      negativeSquares += weight * weight
    }
  }
  const kish = (weight: number, squares: number) => (squares === 0 ? 0 : weight ** 2 / squares)
  return {
    ...counts,
    positiveWeight,
    negativeWeight,
    effectiveRows: kish(positiveWeight + negativeWeight, positiveSquares + negativeSquares),
    effectivePositives: kish(positiveWeight, positiveSquares),
    effectiveNegatives: kish(negativeWeight, negativeSquares),
  }
}

/** Why weights leave too little of a class for a measure that ranks the classes, or `null`. */
export function tooFewOfAClass(totals: Totals): string | null {
  return (
    tooFewEffectiveRows({ rows: totals.positives, effectiveRows: totals.effectivePositives }) ??
    tooFewEffectiveRows({ rows: totals.negatives, effectiveRows: totals.effectiveNegatives })
  )
}

/** Why a metric that compares the classes has no value for these rows, or `null`. */
export function missingClass(totals: Totals): UndefinedReason | null {
  return totals.nothing ?? (totals.positives === 0 || totals.negatives === 0 ? 'one_class' : null)
}
