import { clusterCodes } from './cluster-sums.ts'
import { hashRow, poissonCount, type ReplicateKey, replicateKey } from './poisson-weight.ts'
import { type ResampledOptions, resampledUncertainty } from './resampled-uncertainty.ts'
import type { ResampledUncertainty } from './uncertainty.ts'

export interface BootstrapOptions extends ResampledOptions {
  /** A whole number from 0 to 2⁵³ − 1; see `seedFromText`. */
  readonly seed: number
  /** Default 1000. */
  readonly replicates?: number
  /**
   * One code a row, the class of a two-class statistic say: each stratum keeps its number of units in every replicate.
   * A cluster must lie in one stratum.
   */
  readonly strata?: ArrayLike<number> | null | undefined
}

/**
 * Bootstraps a statistic that can be computed with row weights.
 *
 * Without strata, every row (or whole cluster) is drawn Poisson(1) times by {@link poissonWeight}, keyed by its cluster id
 * or else its position: rows that carry ids of their own as `clusters` give the same answer in any order. With strata,
 * units are drawn with replacement within their stratum.
 *
 * @param rows number of rows
 * @param statistic of the weights (whole numbers ≥ 0, one a row; the array is used again, do not keep it); `null` where
 *   the replicate has no value, for want of a class, say
 * @returns `null` where too many replicates have no value; see {@link resampledUncertainty}
 * @throws {RangeError} for ids that are not whole numbers ≥ 0, lengths that differ, or a cluster in two strata
 */
export function bootstrap(
  rows: number,
  statistic: (weights: Float64Array) => number | null,
  options: BootstrapOptions,
): ResampledUncertainty | null {
  const { seed, replicates = 1000 } = options
  requireIdentity(seed, 'The seed')
  const draw = options.strata
    ? stratifiedDraw(rows, options.strata, options.clusters)
    : poissonDraw(rows, options.clusters)
  const weights = new Float64Array(rows)
  const values: (number | null)[] = []
  for (let replicate = 0; replicate < replicates; replicate++) {
    draw(replicateKey(seed, replicate), weights)
    values.push(statistic(weights))
  }
  return resampledUncertainty(values, options)
}

type Draw = (key: ReplicateKey, weights: Float64Array) => void

function poissonDraw(rows: number, clusters: ArrayLike<number> | null | undefined): Draw {
  if (clusters === null || clusters === undefined) {
    return (key, weights) => {
      for (let i = 0; i < rows; i++) weights[i] = poissonCount(hashRow(key, i))
    }
  }
  const { codes, count } = clusterCodes(clusters, rows)
  const ids = new Float64Array(count)
  for (let i = 0; i < rows; i++) ids[codes[i]!] = requireIdentity(clusters[i]!, `The cluster id of row ${i}`)
  const counts = new Float64Array(count)
  return (key, weights) => {
    for (let g = 0; g < count; g++) counts[g] = poissonCount(hashRow(key, ids[g]!))
    for (let i = 0; i < rows; i++) weights[i] = counts[codes[i]!]!
  }
}

function stratifiedDraw(rows: number, strata: ArrayLike<number>, clusters: ArrayLike<number> | null | undefined): Draw {
  const positions = Uint32Array.from({ length: rows }, (_, i) => i)
  const units = clusters ? clusterCodes(clusters, rows) : { codes: positions, count: rows }
  const stratumCodes = clusterCodes(strata, rows)
  const stratumOf = new Int32Array(units.count).fill(-1)
  for (let i = 0; i < rows; i++) {
    const unit = units.codes[i]!
    if (stratumOf[unit] !== -1 && stratumOf[unit] !== stratumCodes.codes[i]!) {
      throw new RangeError(`The cluster of row ${i} lies in two strata; a cluster is drawn whole, within one stratum`)
    }
    stratumOf[unit] = stratumCodes.codes[i]!
  }
  const members: number[][] = Array.from({ length: stratumCodes.count }, () => [])
  stratumOf.forEach((stratum, unit) => {
    members[stratum]!.push(unit)
  })
  const counts = new Float64Array(units.count)
  return (key, weights) => {
    counts.fill(0)
    for (const pool of members) {
      for (const unit of pool) counts[pool[Math.floor((hashRow(key, unit) / 2 ** 32) * pool.length)]!]! += 1
    }
    for (let i = 0; i < rows; i++) weights[i] = counts[units.codes[i]!]!
  }
}

function requireIdentity(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${what} is ${value}; resampling needs a whole number from 0 to 2^53 − 1`)
  }
  return value
}
