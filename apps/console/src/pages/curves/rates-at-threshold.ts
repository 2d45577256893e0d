import type { CurveEvidence } from '@sluice/gates'
import type { Counts } from './samples.ts'

/** What deciding at a threshold does to a sample. Shares from 0 to 1. */
export interface Rates {
  readonly recall: number
  readonly falsePositiveRate: number
  /** Whether a stored point of the curve stands at this threshold; otherwise the rates lie between two points. */
  readonly exact: boolean
}

/** The four cells, in rows; between two points of a curve they are no whole numbers. */
export interface Confusion {
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  readonly trueNegatives: number
}

/**
 * Recall and false-positive rate where every row with a score of at least the threshold is selected, read off a ROC
 * curve that keeps some of its points. Between two of them both rates are interpolated linearly in the threshold; above
 * the highest stored score that anything is known of, nothing is selected.
 *
 * @returns `null` for a curve without thresholds
 */
export function ratesAt(roc: CurveEvidence, threshold: number): Rates | null {
  const thresholds = (roc.threshold ?? []).map((value) => value ?? Number.POSITIVE_INFINITY)
  if (thresholds.length === 0) return null
  const rates = (index: number, exact: boolean): Rates => ({
    recall: roc.y[index] ?? 0,
    falsePositiveRate: roc.x[index] ?? 0,
    exact,
  })
  const next = thresholds.findIndex((value) => value <= threshold)
  // Below every score all rows are selected.
  if (next === -1) return rates(thresholds.length - 1, true)
  if (thresholds[next] === threshold) return rates(next, true)
  if (next === 0 || thresholds[next - 1] === Number.POSITIVE_INFINITY) return rates(Math.max(0, next - 1), false)
  const [above, below] = [thresholds[next - 1]!, thresholds[next]!]
  const share = (above - threshold) / (above - below)
  const between = (values: readonly number[]) => values[next - 1]! + share * (values[next]! - values[next - 1]!)
  return { recall: between(roc.y), falsePositiveRate: between(roc.x), exact: false }
}

/** The confusion matrix that rates make of so many rows. */
export function confusionOf({ recall, falsePositiveRate }: Rates, { rows, positives }: Counts): Confusion {
  const negatives = rows - positives
  const [truePositives, falsePositives] = [recall * positives, falsePositiveRate * negatives]
  return {
    truePositives,
    falsePositives,
    falseNegatives: positives - truePositives,
    trueNegatives: negatives - falsePositives,
  }
}

/** The share of what is selected that is positive; `null` where nothing is selected. */
export function precisionOf({ truePositives, falsePositives }: Confusion): number | null {
  const selected = truePositives + falsePositives
  return selected > 0 ? truePositives / selected : null
}

/** The share of all rows that is selected; `null` without rows. */
export function selectionRateOf({ truePositives, falsePositives }: Confusion, { rows }: Counts): number | null {
  return rows > 0 ? (truePositives + falsePositives) / rows : null
}

/** How often the selected are positive against how often anyone is; `null` where either does not exist. */
export function liftOf(confusion: Confusion, { rows, positives }: Counts): number | null {
  const precision = precisionOf(confusion)
  return precision === null || positives === 0 ? null : precision / (positives / rows)
}
