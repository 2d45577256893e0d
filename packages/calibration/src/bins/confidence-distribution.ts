import { normalCdf, normalQuantile, QUANTILE_GRID_POINTS, type ResampledUncertainty } from '@sluice/stats'
import { type BinNoise, hiddenDifference } from './bin-noise.ts'
import { type Cumulants, foldedCumulants } from './folded-moments.ts'

/** A norm of the bins' differences: `Σ factor·|difference|`, or for power 2 the root of `Σ factor·difference²`. */
export interface BinNorm {
  readonly power: 1 | 2
  readonly factors: Float64Array
  /** Whether the factors are the bins' shares of the rows, which vary from sample to sample too. */
  readonly shares: boolean
}

/** Points of the one-parameter family at which the statistic's distribution is worked out. */
const POINTS = 41
/** Beyond this many standard normal deviations nothing is resolved: 3·10⁻⁵ a side. */
const FAR = 4
const LEAST_TAIL = normalCdf(-FAR)

/**
 * The confidence distribution of a binned calibration error, by test inversion.
 *
 * The plug-in error is biased upwards: noise alone gives every bin a difference, and the absolute value keeps it. The
 * bootstrap resamples from data that carry that bias already, and adds it once more. So the observed error is compared
 * with what it would be under true differences `θ·uᵇ`: θ belongs to the interval where the observed error is neither
 * too large nor too small for it. The distribution of the statistic under θ has exact cumulants by bin (folded
 * normal, or folded Poisson where counts are small), summed over bins and turned into a tail by a gamma of the same
 * three cumulants (Wilson & Hilferty 1931).
 *
 * How a given θ spreads over the bins matters, and the data do not settle it: the same total hides better when every
 * bin carries a share in proportion to its noise than when few bins carry it all. Both shapes are inverted, in
 * proportion to the noise (as far as the data allow) and to the observed differences, and the wider end is taken on
 * either side.
 *
 * Bins whose labels are all the same have a floor of their own, exact for any number of rows.
 *
 * An error of 0 cannot be over-estimated from below, so near 0 the whole error rate goes to the one side that can miss
 * (Feldman & Cousins 1998); away from 0 it is split evenly.
 *
 * Where it falls short: below about ten positives (or as many negatives) the rows cannot tell, and coverage of 95 % drops
 * to about 90 %.
 */
export function confidenceDistribution(noise: BinNoise, norm: BinNorm): ResampledUncertainty {
  const families = shapes(noise, norm).map((shape) => new Family(noise, norm, shape))
  const last = QUANTILE_GRID_POINTS - 1
  const most = Math.min(1, Math.max(normOf(roomOf(noise), norm), normOf(noise.difference, norm)))
  const quantiles = Array.from({ length: QUANTILE_GRID_POINTS }, (_, j) => {
    const ends = families.map((family) => family.end(j / last))
    if (j < last / 2) return Math.min(most, ...ends)
    return Math.min(most, Math.max(...ends, withoutExceptions(noise, norm, 2 * (1 - j / last))))
  })
  return {
    kind: 'resampled',
    method: 'test_inversion',
    quantiles,
    bias: 0,
    acceleration: 0,
    replicates: 10_000,
  }
}

const latest = { tail: 0.5, quantile: 0 }

/** The normal quantile, which remembers the last one: away from 0 the tail is the same for both ends and both shapes. */
function quantileOf(tail: number): number {
  if (tail !== latest.tail) {
    latest.quantile = normalQuantile(tail)
    latest.tail = tail
  }
  return latest.quantile
}

/**
 * The largest error that bins without an exception may hide: see {@link hiddenDifference}. Either one bin has all of it, or
 * all such bins have the same.
 */
function withoutExceptions({ unanimous, difference }: BinNoise, norm: BinNorm, tail: number): number {
  const together = unanimous.reduce((sum, rows) => sum + rows, 0)
  if (together === 0) return 0
  const hidden = (bin: number, rows: number) => (unanimous[bin] > 0 ? hiddenDifference(difference[bin], rows, tail) : 0)
  let most = normOf(
    unanimous.map((_, b) => hidden(b, together)),
    norm,
  )
  const { power, factors } = norm
  for (let b = 0; b < unanimous.length; b++) {
    const alone = factors[b] * hidden(b, unanimous[b]) ** power
    most = Math.max(most, power === 1 ? alone : Math.sqrt(alone))
  }
  return most
}

/** The norm of the given differences. */
export function normOf(differences: Float64Array, { power, factors }: BinNorm): number {
  let total = 0
  for (let b = 0; b < differences.length; b++) total += factors[b] * Math.abs(differences[b]) ** power
  return power === 1 ? total : Math.sqrt(total)
}

/** What the plug-in error is expected to be were the bins' true differences `scale` times the observed ones. */
export function expectedNorm(noise: BinNoise, norm: BinNorm, scale: 0 | 1): number {
  let total = 0
  for (let b = 0; b < noise.difference.length; b++) {
    const shift = scale * noise.difference[b]
    const variance = noise.standardError[b] ** 2
    const expected = norm.power === 1 ? foldedCumulants(shift, variance, 0).mean : shift * shift + variance
    total += norm.factors[b] * expected
  }
  return norm.power === 1 ? total : Math.sqrt(total)
}

/** The shapes to invert, each of norm 1. */
function shapes(noise: BinNoise, norm: BinNorm): Float64Array[] {
  const observed = noise.difference.map(Math.abs)
  const shapes = normOf(observed, norm) > 0 ? [hidden(noise, norm), observed] : [noise.standardError]
  return shapes.map((shape) => {
    const size = normOf(shape, norm)
    return shape.map((value) => value / size)
  })
}

/**
 * The observed error spread over the bins in proportion to their noise, but in no bin beyond two standard errors above
 * what was observed there, nor beyond what a rate can be: what is certain stays where it is.
 */
function hidden({ difference, standardError, predicted }: BinNoise, norm: BinNorm): Float64Array {
  const target = normOf(difference, norm)
  const most = standardError.map((error, b) =>
    Math.max(
      Math.abs(difference[b]),
      Math.min(1 - predicted[b], difference[b] + 2 * error),
      Math.min(predicted[b], 2 * error - difference[b]),
    ),
  )
  const distances = new Float64Array(standardError.length)
  const normAt = (share: number) => {
    for (let b = 0; b < distances.length; b++) distances[b] = Math.min(share * standardError[b], most[b])
    return normOf(distances, norm)
  }
  let [low, high] = [0, 1]
  while (normAt(high) < target) high *= 2
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    if (normAt(middle) < target) low = middle
    else high = middle
  }
  normAt(high)
  return distances
}

/** One shape of miscalibration at every size θ: how far the observed error is from what θ would give, in deviations. */
class Family {
  readonly #sizes: number[] = []
  readonly #deviations: number[] = []
  /** The probabilities of no more than each deviation, and of no less. */
  readonly #below: number[] = []
  readonly #above: number[] = []
  readonly #onesided: number[] = []

  constructor(noise: BinNoise, norm: BinNorm, shape: Float64Array) {
    const observed = normOf(noise.difference, norm)
    const error = standardErrorOf(noise, norm)
    const from = Math.max(0, observed - expectedNorm(noise, norm, 0) - 5 * error)
    const step = (observed + 5 * error - from) / (POINTS - 1)
    const room = roomOf(noise)
    const calibrated = cumulantsAt(noise, norm, shape, room, 0)
    let highest = -Infinity
    for (let j = 0; j < POINTS || (highest < FAR && j < 8 * POINTS); j++) {
      const size = from + step * j * (j < POINTS ? 1 : j / POINTS)
      const statistic = cumulantsAt(noise, norm, shape, room, size)
      highest = Math.min(FAR, Math.max(highest, deviation(observed ** norm.power, statistic)))
      const fromZero = (statistic.mean - calibrated.mean) / Math.sqrt(calibrated.variance)
      this.#sizes.push(size)
      this.#deviations.push(highest)
      this.#below.push(normalCdf(highest))
      this.#above.push(normalCdf(-highest))
      this.#onesided.push(size === 0 ? 1 : Math.exp(-2 * fromZero * fromZero))
    }
  }

  /**
   * The end of the interval of level |2p − 1| on the side of p: where θ begins, or ceases, to be accepted. Each side has
   * the error rate α; but near 0, where no error can be too small, the other side has up to 2α.
   */
  end(probability: number): number {
    let low = 0
    let high = this.#sizes.length - 1
    if (!this.#falls(probability, low)) return this.#sizes[low]
    if (this.#falls(probability, high)) return this.#sizes[high]
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.#falls(probability, middle)) low = middle
      else high = middle
    }
    const atLow = this.#excess(probability, low)
    const atHigh = this.#excess(probability, high)
    const part = atLow / (atLow - atHigh)
    return this.#sizes[low] + Math.min(1, Math.max(0, part)) * (this.#sizes[high] - this.#sizes[low])
  }

  /** Whether the interval's end lies beyond the size `k`. */
  #falls(probability: number, k: number): boolean {
    const tail = this.#tail(probability, k)
    return probability < 0.5 ? this.#below[k] < tail : this.#above[k] > tail
  }

  #tail(probability: number, k: number): number {
    const onesided = this.#onesided[k]
    const rate = probability < 0.5 ? probability * (1 + onesided) : (1 - probability) * (1 - onesided)
    return Math.min(1 - LEAST_TAIL, Math.max(LEAST_TAIL, rate))
  }

  #excess(probability: number, k: number): number {
    const quantile = quantileOf(this.#tail(probability, k))
    return this.#deviations[k] - (probability < 0.5 ? quantile : -quantile)
  }
}

function standardErrorOf(noise: BinNoise, { power, factors }: BinNorm): number {
  let total = 0
  for (let b = 0; b < factors.length; b++) {
    total += (power === 1 ? factors[b] ** 2 : factors[b]) * noise.standardError[b] ** 2
  }
  return Math.sqrt(total * noise.acrossBins)
}

/** Cumulants of the statistic (the sum before any root) were the true error `size`, spread in the given shape. */
function cumulantsAt(
  noise: BinNoise,
  { power, factors, shares }: BinNorm,
  shape: Float64Array,
  room: Float64Array,
  size: number,
): Cumulants {
  const total = { mean: 0, variance: 0, third: 0 }
  const distances = stretched({ power, factors, shares }, shape, room, size)
  for (let b = 0; b < factors.length; b++) {
    const distance = distances[b]
    const above = noise.above[b]
    const variance = above * varianceAt(noise, b, distance) + (1 - above) * varianceAt(noise, b, -distance)
    const jump = above * jumpAt(noise, b, distance) + (1 - above) * jumpAt(noise, b, -distance)
    const shift = above < 0.5 ? -distance : distance
    const bin = power === 1 ? foldedCumulants(shift, variance, jump) : squaredCumulants(shift, variance, jump)
    total.mean += factors[b] * bin.mean
    const between = shares ? noise.jump[b] * (distance ** power - size ** power) ** 2 : 0
    total.variance += factors[b] ** 2 * (bin.variance + between)
    total.third += factors[b] ** 3 * bin.third
  }
  total.variance *= noise.acrossBins
  total.third *= noise.acrossBins ** 1.5
  return total
}

/** The shape at a size, no bin beyond the room that a rate between 0 and 1 leaves it, the others making up for it. */
function stretched(norm: BinNorm, shape: Float64Array, room: Float64Array, size: number): Float64Array {
  let share = size
  let distances = shape
  for (let round = 0; round < 5; round++) {
    distances = shape.map((value, b) => Math.min(share * value, room[b]))
    const reached = normOf(distances, norm)
    if (reached === 0 || reached >= size * (1 - 1e-6)) break
    share *= size / reached
  }
  return distances
}

/** How far each bin's rate may lie from its prediction: to one side only, where it is certain which. */
function roomOf({ predicted, above }: BinNoise): Float64Array {
  return predicted.map((rate, b) => (above[b] > 0.975 ? 1 - rate : above[b] < 0.025 ? rate : Math.max(rate, 1 - rate)))
}

/** The variance of a bin's difference were its true difference `shift`. */
function varianceAt(noise: BinNoise, bin: number, shift: number): number {
  const rate = rateAt(noise, bin, shift)
  return rate * (1 - rate) * noise.perRate[bin]
}

/** The jump of a bin's difference were its true difference `shift`. */
function jumpAt(noise: BinNoise, bin: number, shift: number): number {
  return (1 - 2 * rateAt(noise, bin, shift)) * noise.jump[bin]
}

function rateAt({ predicted }: BinNoise, bin: number, shift: number): number {
  return Math.min(1 - 1e-9, Math.max(1e-9, predicted[bin] + shift))
}

/** Cumulants of (shift + X)² for X with the variance and skewness of a scaled Poisson count, the third as if normal. */
function squaredCumulants(shift: number, variance: number, jump: number): Cumulants {
  const square = shift * shift
  return {
    mean: square + variance,
    variance: variance * (jump * jump + 2 * variance + 4 * shift * jump + 4 * square),
    third: variance * variance * (8 * variance + 24 * square),
  }
}

/** The standard normal quantile of P(statistic ≥ observed). */
function deviation(observed: number, { mean, variance, third }: Cumulants): number {
  if (variance <= 0) return observed > mean ? -Infinity : Infinity
  const sd = Math.sqrt(variance)
  const standard = (observed - mean) / sd
  const skewness = third / sd ** 3
  if (Math.abs(skewness) < 1e-3) return -standard
  return skewness > 0 ? -gammaDeviation(standard, skewness) : gammaDeviation(-standard, -skewness)
}

/** Wilson and Hilferty: the cube root of a gamma variable is nearly normal. */
function gammaDeviation(standard: number, skewness: number): number {
  const shape = 4 / (skewness * skewness)
  const ratio = 1 + standard / Math.sqrt(shape)
  return 3 * Math.sqrt(shape) * (Math.cbrt(Math.max(0, ratio)) - 1 + 1 / (9 * shape))
}
