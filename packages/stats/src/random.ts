import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { normalQuantile } from './distributions.ts'
import { type Seed, seedWords } from './seed.ts'

/** A seeded stream of random numbers. Every call moves it on; two streams of one seed are equal. */
export interface Random {
  /** Uniform on [0, 1), in steps of 2⁻⁵³. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** A whole number from `low` to `high`, both included, without modulo bias. */
  integer(low: number, high: number): number
  /** A Poisson count with mean `rate` ≥ 0. */
  poisson(rate: number): number
  /** Reorders in place (Fisher–Yates), and returns the same array. */
  shuffle<T extends ShuffleableArray>(values: T): T
}

/** Arrays and typed arrays alike. */
export interface ShuffleableArray {
  readonly length: number
  [index: number]: unknown
}

/** From this rate on, counts are drawn by rejection, which takes the same time at any rate. */
const REJECTION_FROM = 10

/**
 * A generator (xoroshiro128+, period 2¹²⁸ − 1) started from all 128 bits of the hashed seed, so that neighbouring seeds
 * give unrelated streams.
 *
 * @throws {RangeError} for a seed that is NaN or infinite
 */
export function createRandom(seed: Seed): Random {
  const generator = xoroshiro128plusFromState(seedWords(seed).map((word) => word | 0))
  const uniform = () => uniformFloat64(generator)
  const integer = (low: number, high: number) => uniformInt(generator, low, high)
  return {
    uniform,
    // Half a step up, so that 0 cannot occur; by inversion, so that the bits do not depend on the engine's sine.
    normal: () => normalQuantile(uniform() + 2 ** -54),
    integer,
    poisson(rate) {
      if (!(rate >= 0 && rate < Infinity)) throw new RangeError(`The rate is ${rate}; a Poisson rate is finite and ≥ 0`)
      return rate < REJECTION_FROM ? poissonByInversion(uniform(), rate) : poissonByRejection(uniform, rate)
    },
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = integer(0, i)
        const kept = values[i]
        values[i] = values[j]
        values[j] = kept
      }
      return values
    },
  }
}

function poissonByInversion(u: number, rate: number): number {
  let count = 0
  let probability = Math.exp(-rate)
  let reached = probability
  while (u > reached && probability > 0) {
    count++
    probability *= rate / count
    reached += probability
  }
  return count
}

/** Hörmann's transformed rejection with squeeze, PTRS (1993). */
function poissonByRejection(uniform: () => number, rate: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(rate)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const squeeze = 0.9277 - 3.6224 / (b - 2)
  for (;;) {
    const u = uniform() - 0.5
    const v = uniform()
    const us = 0.5 - Math.abs(u)
    const count = Math.floor(((2 * a) / us + b) * u + rate + 0.43)
    if (us >= 0.07 && v <= squeeze) return count
    if (count < 0 || (us < 0.013 && v > us)) continue
    const left = Math.log(v * inverseAlpha) - Math.log(a / (us * us) + b)
    if (left <= -rate + count * Math.log(rate) - logFactorial(count)) return count
  }
}

/** ln k!, by Stirling's series from k = 10 (error below 1e-10). */
function logFactorial(k: number): number {
  if (k < 10) {
    let product = 1
    for (let i = 2; i <= k; i++) product *= i
    return Math.log(product)
  }
  const inverse = 1 / k
  const series = inverse * (1 / 12 - inverse * inverse * (1 / 360 - (inverse * inverse) / 1260))
  return (k + 0.5) * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI) + series
}
