import stdlibBetaCdf from '@stdlib/stats-base-dists-beta-cdf'
import stdlibBetaQuantile from '@stdlib/stats-base-dists-beta-quantile'
import stdlibBinomialCdf from '@stdlib/stats-base-dists-binomial-cdf'
import stdlibChiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf'
import stdlibNormalCdf from '@stdlib/stats-base-dists-normal-cdf'
import stdlibNormalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import stdlibTCdf from '@stdlib/stats-base-dists-t-cdf'
import stdlibTQuantile from '@stdlib/stats-base-dists-t-quantile'

/** Below this the library inverts `2p − 1`, which has no digits of `p` left. */
const PRECISE_FROM = 1e-5

/** The least probability whose normal quantile can be refined: Φ underflows below −38.4. */
const LEAST_PROBABILITY = 1e-300

/** P(Z ≤ z) of the standard normal; relative accuracy holds far into the lower tail (to about z = −37). */
export function normalCdf(z: number): number {
  return stdlibNormalCdf(z, 0, 1)
}

/**
 * The standard normal quantile, accurate in the tails too (the library alone loses digits below 1e-5 and answers
 * −Infinity below 1e-16): an asymptotic start is refined by Newton steps on log Φ.
 *
 * @param p probability in [0, 1]; 0 gives −Infinity, 1 gives Infinity, 0 < p < 1e-300 is taken as 1e-300
 * @throws {RangeError} where `p` is not in [0, 1]
 */
export function normalQuantile(p: number): number {
  requireProbability(p, 'normalQuantile')
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p === 0) return -Infinity
  if (p >= PRECISE_FROM) return stdlibNormalQuantile(p, 0, 1)

  const target = Math.log(Math.max(p, LEAST_PROBABILITY))
  const r = -2 * target - Math.log(2 * Math.PI)
  let z = -Math.sqrt(r - Math.log(r))
  for (let step = 0; step < 6; step++) {
    const tail = normalCdf(z)
    const move = ((Math.log(tail) - target) * tail) / normalDensity(z)
    z -= move
    if (Math.abs(move) <= 1e-15 * Math.abs(z)) break
  }
  return z
}

/** The density of the standard normal. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
}

/** P(T ≤ t) of Student's t with `degreesOfFreedom` > 0 (may be fractional; `null` means the normal). */
export function tCdf(t: number, degreesOfFreedom: number | null): number {
  return degreesOfFreedom === null ? normalCdf(t) : stdlibTCdf(t, degreesOfFreedom)
}

/**
 * The quantile of Student's t with `degreesOfFreedom` > 0 (`null` means the normal).
 *
 * @throws {RangeError} where `p` is not in [0, 1]
 */
export function tQuantile(p: number, degreesOfFreedom: number | null): number {
  if (degreesOfFreedom === null) return normalQuantile(p)
  requireProbability(p, 'tQuantile')
  return p > 0.5 ? -stdlibTQuantile(1 - p, degreesOfFreedom) : stdlibTQuantile(p, degreesOfFreedom)
}

/** Twice the tail beyond |statistic|: the two-sided p-value of a t (or, with `null` degrees of freedom, a z) statistic. */
export function twoSidedP(statistic: number, degreesOfFreedom: number | null): number {
  return Math.min(1, 2 * tCdf(-Math.abs(statistic), degreesOfFreedom))
}

/** P(X ≤ x) of the beta distribution with shapes a, b > 0; 0 below 0 and 1 above 1. */
export function betaCdf(x: number, a: number, b: number): number {
  return stdlibBetaCdf(x, a, b)
}

/**
 * The quantile of the beta distribution with shapes a, b > 0.
 *
 * @throws {RangeError} where `p` is not in [0, 1]
 */
export function betaQuantile(p: number, a: number, b: number): number {
  requireProbability(p, 'betaQuantile')
  return stdlibBetaQuantile(p, a, b)
}

/** P(X ≤ k) of `trials` independent trials with probability `rate`; 0 for k < 0, 1 for k ≥ trials. */
export function binomialCdf(k: number, trials: number, rate: number): number {
  return stdlibBinomialCdf(k, trials, rate)
}

/** P(X ≤ x) of the chi-square distribution. */
export function chiSquareCdf(x: number, degreesOfFreedom: number): number {
  return stdlibChiSquareCdf(x, degreesOfFreedom)
}

function requireProbability(p: number, name: string): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${name}: the probability is ${p}; give a number from 0 to 1`)
}
