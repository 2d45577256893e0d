import type { BinarySample } from '../samples.ts'

export interface ScoreDistributionOptions {
  /** Equally wide bins. Default 40. */
  readonly bins?: number
  /** From where to where; default from the least to the greatest finite score. Scores outside count in the outer bins. */
  readonly range?: readonly [number, number]
}

/** How the scores of either class are spread over equally wide bins. */
export interface ScoreDistribution {
  /** Where each bin starts, ascending. */
  readonly starts: readonly number[]
  /** Where the last bin ends, itself inside it. */
  readonly end: number
  /** The share of each class's weight in each bin; 0 throughout for a class without rows. */
  readonly positives: readonly number[]
  readonly negatives: readonly number[]
}

/**
 * The score distributions of both classes. A bin holds the scores from its start up to the next one's, that excluded.
 * `null` without rows, or where no score is finite. Infinite scores count in the outer bins.
 */
export function scoreDistribution(
  { scores, labels, weights }: BinarySample,
  { bins = 40, range }: ScoreDistributionOptions = {},
): ScoreDistribution | null {
  const finite = scores.filter(Number.isFinite)
  if (finite.length === 0) return null
  const [from, to] = range ?? [finite[0], finite[finite.length - 1]]
  const width = (to - from) / bins
  const sums = [new Float64Array(bins), new Float64Array(bins)]
  const totals = [0, 0]
  for (let i = 0; i < scores.length; i++) {
    // A single value has no width: everything is in the first bin.
    const place = width > 0 ? Math.floor((scores[i] - from) / width) : 0
    const weight = weights === undefined ? 1 : weights[i]
    sums[labels[i]][Math.max(0, Math.min(bins - 1, place))] += weight
    totals[labels[i]] += weight
  }
  const [negatives, positives] = sums.map((sum, label) =>
    Array.from(sum, (one) => (totals[label] === 0 ? 0 : one / totals[label])),
  )
  return { starts: Array.from({ length: bins }, (_, bin) => from + bin * width), end: to, positives, negatives }
}
