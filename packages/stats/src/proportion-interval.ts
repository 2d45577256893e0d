import { betaQuantile, normalQuantile } from './distributions.ts'
import { errorRate } from './level.ts'
import type { Interval } from './uncertainty.ts'

export type ProportionMethod = 'wilson' | 'clopper_pearson' | 'jeffreys' | 'agresti_coull' | 'wald'

const METHODS: Readonly<Record<ProportionMethod, (x: number, n: number, alpha: number) => Interval>> = {
  wilson,
  clopper_pearson: clopperPearson,
  jeffreys,
  agresti_coull: agrestiCoull,
  wald,
}

/**
 * An interval for a proportion.
 *
 * - `wilson` inverts the score test; the default everywhere: coverage near the level even for few rows.
 * - `clopper_pearson` inverts the two exact binomial tails; never covers too little, often too much.
 * - `jeffreys` is the equal-tailed posterior under Beta(½, ½), not moved to 0 or 1 at the extremes.
 * - `agresti_coull` is Wald around the Wilson centre.
 * - `wald` is p ± z·se, offered to compare with other tools only: it collapses at 0 and 1.
 *
 * Source: Brown, Cai & DasGupta (2001), Interval estimation for a binomial proportion.
 *
 * @param successes from 0 to `trials`, may be fractional (an effective count under weights or clusters)
 * @param trials more than 0 for an answer; with 0 trials nothing is known and the interval is [0, 1]
 * @throws {RangeError} for a negative or inconsistent count, or a level outside (0, 1)
 */
export function proportionInterval(
  successes: number,
  trials: number,
  level: number,
  method: ProportionMethod = 'wilson',
): Interval {
  const alpha = errorRate(level)
  const counted = settledCount(successes, trials)
  return trials === 0 ? { lower: 0, upper: 1 } : METHODS[method](counted, trials, alpha)
}

/** Sums of weights end this near to a whole count by rounding alone; nearer to 0 the beta functions have no digits. */
const ROUNDING = 1e-9

/**
 * The successes, moved to 0 or to all trials where only rounding keeps them from there.
 *
 * @throws {RangeError} unless 0 ≤ successes ≤ trials, both finite
 */
export function settledCount(successes: number, trials: number): number {
  if (!(successes >= 0 && successes <= trials && trials < Infinity)) {
    throw new RangeError(
      `A proportion of ${successes} successes in ${trials} trials does not exist; successes run from 0 to the trials`,
    )
  }
  if (successes < ROUNDING) return 0
  return trials - successes < ROUNDING ? trials : successes
}

function wilson(x: number, n: number, alpha: number): Interval {
  const z = normalQuantile(alpha / 2)
  const p = x / n
  const shrink = 1 + (z * z) / n
  const center = (p + (z * z) / (2 * n)) / shrink
  const half = (Math.abs(z) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / shrink
  // The ends are roots of a quadratic: each is p² (or q²) over the other, which keeps the digits of a small end.
  return {
    lower: x === 0 ? 0 : p ** 2 / (shrink * (center + half)),
    upper: x === n ? 1 : 1 - (1 - p) ** 2 / (shrink * (1 - center + half)),
  }
}

function clopperPearson(x: number, n: number, alpha: number): Interval {
  return {
    lower: x === 0 ? 0 : betaQuantile(alpha / 2, x, n - x + 1),
    upper: x === n ? 1 : upperBetaQuantile(alpha / 2, x + 1, n - x),
  }
}

/** The quantile at 1 − `tail`, taken from the side where it keeps its digits. */
function upperBetaQuantile(tail: number, a: number, b: number): number {
  return a < b ? betaQuantile(1 - tail, a, b) : 1 - betaQuantile(tail, b, a)
}

function jeffreys(x: number, n: number, alpha: number): Interval {
  return {
    lower: betaQuantile(alpha / 2, x + 0.5, n - x + 0.5),
    upper: upperBetaQuantile(alpha / 2, x + 0.5, n - x + 0.5),
  }
}

function agrestiCoull(x: number, n: number, alpha: number): Interval {
  const z = normalQuantile(alpha / 2)
  const trials = n + z * z
  return around((x + (z * z) / 2) / trials, trials, z)
}

function wald(x: number, n: number, alpha: number): Interval {
  return around(x / n, n, normalQuantile(alpha / 2))
}

function around(p: number, n: number, z: number): Interval {
  const half = Math.abs(z) * Math.sqrt((p * (1 - p)) / n)
  return { lower: Math.max(0, p - half), upper: Math.min(1, p + half) }
}
