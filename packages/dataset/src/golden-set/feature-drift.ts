import { chiSquareCdf } from '@sluice/stats'

/** How far production has moved from the golden set in one feature, beside what two samples of one population differ by. */
export interface FeatureDrift {
  /** The total variation that samples of these sizes have on average where nothing has moved. */
  readonly noise: number
  /** Of no movement: chi-squared test of homogeneity over the bins, rare ones taken together. */
  readonly pValue: number
}

/** Golden rows that a bin needs on average for the chi-squared approximation (Cochran 1954). */
const leastExpected = 5

/**
 * Holds the shares of two samples against chance.
 *
 * @param production rows of each bin
 * @param golden weight of each bin
 * @param effectiveRows how many equally weighted golden rows the weights are worth (Kish)
 * @returns `null` where either sample has no row in any bin
 */
export function featureDrift(
  production: Float64Array,
  golden: Float64Array,
  effectiveRows: number,
): FeatureDrift | null {
  const rows = sum(production)
  const weight = sum(golden)
  if (rows === 0 || weight === 0 || effectiveRows <= 0) return null
  const ours = golden.map((w) => (w / weight) * effectiveRows)
  const pooled = production.map((count, b) => (count + ours[b]) / (rows + effectiveRows))
  const spread = 1 / rows + 1 / effectiveRows
  return {
    // Half of Σ E|difference|, each difference being normal.
    noise: pooled.reduce((total, p) => total + Math.sqrt((2 / Math.PI) * p * (1 - p) * spread), 0) / 2,
    pValue: homogeneity(merged(production, ours, pooled, effectiveRows)),
  }
}

interface Counts {
  readonly theirs: readonly number[]
  readonly ours: readonly number[]
}

/** Bins that the golden set would have few rows of become one. */
function merged(theirs: Float64Array, ours: Float64Array, pooled: Float64Array, effectiveRows: number): Counts {
  const places = [...pooled.keys()]
  const kept = places.filter((b) => pooled[b] * effectiveRows >= leastExpected)
  const rest = places.filter((b) => pooled[b] * effectiveRows < leastExpected)
  const both = (counts: Float64Array) => [
    ...kept.map((b) => counts[b]),
    ...(rest.length === 0 ? [] : [rest.reduce((total, b) => total + counts[b], 0)]),
  ]
  return { theirs: both(theirs), ours: both(ours) }
}

function homogeneity({ theirs, ours }: Counts): number {
  const [n, m] = [sum(theirs), sum(ours)]
  let statistic = 0
  let bins = 0
  theirs.forEach((count, b) => {
    const both = count + ours[b]
    if (both === 0) return
    bins++
    const share = both / (n + m)
    statistic += (count - n * share) ** 2 / (n * share) + (ours[b] - m * share) ** 2 / (m * share)
  })
  return bins < 2 ? 1 : 1 - chiSquareCdf(statistic, bins - 1)
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((a, b) => a + b, 0)
}
