import { binomialCdf } from './distributions.ts'
import { errorRate } from './level.ts'
import type { Interval } from './uncertainty.ts'

/** An interval between two order statistics. */
export interface QuantileInterval extends Interval {
  /** 1-based ranks of the two ends among the ascending values. */
  readonly lowerRank: number
  readonly upperRank: number
  /** The probability of covering the quantile of a continuous distribution: at least the level. */
  readonly coverage: number
}

/**
 * The order-statistic interval for a quantile: free of any assumption about the distribution, since the number of values
 * below the true quantile is binomial. Each side misses with at most (1 − level)/2.
 *
 * @param sorted ascending values; not checked
 * @param probability of the quantile, strictly between 0 and 1
 * @returns `null` with too few values for an end at that level (a 0.99 quantile wants about 370 values at 95 %)
 * @throws {RangeError} for a probability or level outside (0, 1)
 */
export function quantileInterval(
  sorted: ArrayLike<number>,
  probability: number,
  level: number,
): QuantileInterval | null {
  const tail = errorRate(level) / 2
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`The probability of the quantile is ${probability}; the extremes have no such interval`)
  }
  const n = sorted.length
  const below = (k: number) => binomialCdf(k, n, probability)
  // With B values below the true quantile, the lower end misses where B < lowerRank: the highest rank that may.
  const lowerRank = leastWhere(n, (k) => below(k) > tail)
  // The upper end misses where B ≥ upperRank; the mirrored count keeps the digits of a small tail.
  const upperRank = leastWhere(n + 1, (k) => binomialCdf(n - k, n, 1 - probability) <= tail)
  if (lowerRank < 1 || upperRank > n) return null
  return {
    lower: sorted[lowerRank - 1]!,
    upper: sorted[upperRank - 1]!,
    lowerRank,
    upperRank,
    coverage: below(upperRank - 1) - below(lowerRank - 1),
  }
}

/** The least k in 0 … limit for which a monotone condition holds; `limit` where it never does before. */
function leastWhere(limit: number, holds: (k: number) => boolean): number {
  let low = 0
  let high = limit
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
