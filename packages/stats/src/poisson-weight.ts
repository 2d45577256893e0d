import { mix } from './seed.ts'

/** P(X ≤ k) of Poisson(1) in units of 2⁻³², for k = 0, 1, … up to where the rest rounds to nothing. */
const THRESHOLDS: Uint32Array = poissonThresholds()

/**
 * How often a row is drawn in a bootstrap replicate: a Poisson(1) count that is a pure function of its arguments.
 *
 * Without state, rows can come in any order, in any number of batches, on any number of machines, and each keeps its
 * weight (Chamandy et al. 2012). Equal row numbers get equal weights: number rows by their cluster to resample clusters.
 *
 * @param seed a whole number from 0 to 2⁵³ − 1
 * @param replicate a whole number from 0 to 2³² − 1
 * @param row a whole number from 0 to 2⁵³ − 1: an identity, not necessarily a position
 */
export function poissonWeight(seed: number, replicate: number, row: number): number {
  return poissonCount(hashRow(replicateKey(seed, replicate), row))
}

/** The two words that stand for (seed, replicate) in {@link hashRow}. */
export interface ReplicateKey {
  readonly first: number
  readonly second: number
}

/** Prepares one replicate, so that its rows cost two rounds of mixing each. */
export function replicateKey(seed: number, replicate: number): ReplicateKey {
  const start = mix(mix(seed ^ 0x9e3779b9) ^ Math.floor(seed / 2 ** 32))
  const first = mix(start + Math.imul(replicate, 0x9e3779b1))
  return { first, second: mix(first ^ Math.imul(replicate + 1, 0x85ebca77)) }
}

/** 32 random bits for a row of a replicate. */
export function hashRow({ first, second }: ReplicateKey, row: number): number {
  return mix(mix((row ^ first) + Math.imul(Math.floor(row / 2 ** 32), 0xc2b2ae3d)) + second)
}

/** The Poisson(1) count at 32 random bits, by inversion. */
export function poissonCount(bits: number): number {
  let count = 0
  while (count < THRESHOLDS.length && bits >= THRESHOLDS[count]!) count++
  return count
}

function poissonThresholds(): Uint32Array {
  const thresholds: number[] = []
  let probability = Math.exp(-1)
  let reached = probability
  while (Math.round(reached * 2 ** 32) < 2 ** 32) {
    thresholds.push(Math.round(reached * 2 ** 32))
    probability /= thresholds.length
    reached += probability
  }
  return Uint32Array.from(thresholds)
}
