import { binomialCdf, bootstrap, QUANTILE_GRID_POINTS, type ResampledUncertainty, sortedQuantile } from '@sluice/stats'
import type { Estimate } from '../estimate.ts'

/** Beyond this, a smaller p-value says nothing that anybody decides by. */
const mostReplicates = 1e12

/**
 * How many requests a quantile needs before order statistics limit it on both sides: with fewer, even the slowest of all
 * says too little of what the quantile may be. A 0.99 quantile needs 368 at 95 %, 299 at 90 % (which is one-sided 95 %).
 *
 * @param quantile strictly between 0 and 1
 * @param level of the two-sided interval
 */
export function requestsForQuantile(quantile: number, level: number): number {
  const tail = (1 - level) / 2
  const share = Math.max(quantile, 1 - quantile)
  return Math.ceil(Math.log(tail) / Math.log(share) - 1e-9)
}

/**
 * A quantile of latencies, by nearest rank (type 1 of Hyndman & Fan 1996): the least of them within which that share of the
 * requests was answered.
 *
 * Interval: exact order statistics, free of any distribution; it takes requests as independent of each other. `rows` counts
 * the requests.
 *
 * @param latencies one a request, in any order, in any unit; finite
 * @param level at which the interval must exist; with too few requests for it there is none, and `noInterval` says how
 *   many there must be. p-values never go below what the number of requests can show.
 */
export function latencyQuantile(latencies: Float64Array, quantile: number, level = 0.95): Estimate {
  const n = latencies.length
  const counted = { rows: n, positives: null, effectiveRows: n }
  if (n === 0) return { ...counted, value: null, undefinedBecause: 'empty', uncertainty: null }
  const sorted = latencies.slice().sort()
  const value = sortedQuantile(sorted, quantile, 1)
  const noInterval = shortage(n, quantile, level)
  return noInterval === null
    ? { ...counted, value, uncertainty: orderStatistics(sorted, quantile) }
    : { ...counted, value, uncertainty: null, noInterval }
}

export interface LatencyComparison {
  readonly quantile: number
  /** A whole number ≥ 0; equal seeds give equal intervals. */
  readonly seed: number
  /** At which the interval must exist; default 0.95. */
  readonly level?: number
  /** Default 1000. */
  readonly replicates?: number
}

/**
 * A latency quantile of one build over (`ratio`), or minus (`difference`), that of another, timed in the same rounds.
 *
 * Interval: percentile bootstrap of whole blocks of ⌈n^⅓⌉ consecutive rounds, both builds drawn together, so that what slows
 * a machine for a while slows both and what one round has in common with the next is kept (Künsch 1989). With fewer rounds
 * than {@link requestsForQuantile} there is no interval: no resampling sees beyond the slowest request that there was.
 *
 * @param variant one latency a round, above 0 for a ratio
 * @param reference one a round, in the same order
 * @returns `detail.candidate` and `detail.baseline` hold the two quantiles
 * @throws {RangeError} where the two are not of the same rounds
 */
export function compareLatencies(
  variant: Float64Array,
  reference: Float64Array,
  by: 'ratio' | 'difference',
  { quantile, seed, level = 0.95, replicates = 1000 }: LatencyComparison,
): Estimate {
  const n = variant.length
  if (reference.length !== n)
    throw new RangeError(`${n} and ${reference.length} latencies are not of the same rounds; give one of each a round`)
  const counted = { rows: n, positives: null, effectiveRows: n }
  if (n === 0) return { ...counted, value: null, undefinedBecause: 'empty', uncertainty: null }
  const [own, other] = [ascending(variant), ascending(reference)]
  const combined = (a: number, b: number) => (by === 'ratio' ? a / b : a - b)
  const statistic = (weights: Float64Array) => {
    const a = weightedRank(variant, own, weights, quantile)
    const b = weightedRank(reference, other, weights, quantile)
    return a === null || b === null ? null : combined(a, b)
  }
  const ones = new Float64Array(n).fill(1)
  const detail = {
    candidate: weightedRank(variant, own, ones, quantile)!,
    baseline: weightedRank(reference, other, ones, quantile)!,
  }
  const value = combined(detail.candidate, detail.baseline)
  const noInterval = shortage(n, quantile, level)
  if (noInterval !== null) return { ...counted, value, uncertainty: null, noInterval, detail }
  const length = Math.ceil(Math.cbrt(n))
  const clusters = Uint32Array.from({ length: n }, (_, round) => Math.floor(round / length))
  const uncertainty = bootstrap(n, statistic, { seed, replicates, clusters, estimate: value, method: 'percentile' })
  return uncertainty === null
    ? { ...counted, value, uncertainty, noInterval: 'too few replicates have a value', detail }
    : { ...counted, value, uncertainty, detail }
}

function shortage(requests: number, quantile: number, level: number): string | null {
  const needed = requestsForQuantile(quantile, level)
  if (requests >= needed) return null
  const percent = (share: number) => Number((share * 100).toPrecision(4))
  return `a p${percent(quantile)} has limits at ${percent(level)} % from ${needed} requests on, and there are ${requests}: ${needed - requests} more are needed`
}

/**
 * The confidence distribution of a quantile from order statistics: below a half the highest that exceeds the true quantile
 * with at most that probability, above it the lowest that falls short with at most the rest.
 */
function orderStatistics(sorted: Float64Array, quantile: number): ResampledUncertainty {
  const n = sorted.length
  const last = QUANTILE_GRID_POINTS - 1
  const below = Float64Array.from({ length: n + 1 }, (_, rank) => (rank === 0 ? 0 : binomialCdf(rank - 1, n, quantile)))
  let rank = 1
  const quantiles = Array.from({ length: QUANTILE_GRID_POINTS }, (_, j) => {
    const probability = j / last
    const lower = probability < 0.5
    while (rank < n && (lower ? below[rank] <= probability : below[rank] < probability)) rank++
    return sorted[Math.max(1, lower ? rank - 1 : rank) - 1]
  })
  const rarest = 2 * Math.max(quantile, 1 - quantile) ** n
  const replicates = Math.min(mostReplicates, Math.max(1, 1 / rarest - 1))
  return { kind: 'resampled', method: 'order_statistics', quantiles, bias: 0, acceleration: 0, replicates }
}

function ascending(values: Float64Array): Uint32Array {
  return Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b])
}

/** The nearest-rank quantile under whole weights, from values in ascending order; `null` without weight. */
function weightedRank(
  values: Float64Array,
  order: Uint32Array,
  weights: Float64Array,
  quantile: number,
): number | null {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]
  if (total === 0) return null
  const target = quantile * total * (1 - 4 * Number.EPSILON)
  let reached = 0
  for (let i = 0; i < order.length; i++) {
    reached += weights[order[i]]
    if (reached >= target) return values[order[i]]
  }
  return values[order[order.length - 1]]
}
