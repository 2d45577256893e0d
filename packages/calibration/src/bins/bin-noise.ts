import type { BinarySample, Rows } from '@sluice/metrics'
import { normalCdf } from '@sluice/stats'
import type { BinStatistics } from './bin-statistics.ts'

/** What each bin's observed difference (share of positives minus mean prediction) says, and how noisy it is. */
export interface BinNoise {
  readonly difference: Float64Array
  /** Standard error of each difference; never 0, since one more row could always disagree. */
  readonly standardError: Float64Array
  /** Probability that the true difference is positive, given that a rate lies between 0 and 1. */
  readonly above: Float64Array
  /** Mean prediction of each bin: the rate of positives were the scores calibrated. */
  readonly predicted: Float64Array
  /** Var(difference) / (q (1 − q)) at a rate q of positives. */
  readonly perRate: Float64Array
  /** Size of one row's jump in the difference: the skewness of a rare count comes from it. */
  readonly jump: Float64Array
  /**
   * Effective rows of a bin whose labels are all the same, 0 for the others: no standard error tells how often such a bin
   * is wrong, but so many rows without a single exception do.
   */
  readonly unanimous: Float64Array
  /** How much more a sum over bins varies than independent bins would, where rows of one cluster are in several. */
  readonly acrossBins: number
}

/**
 * Sampling noise of the bins' differences. The variance takes the larger of two: that of a calibrated model, and that
 * at the observed rate pulled towards calibration by one row (so that a bin without positives is not taken for certain).
 * Clusters inflate all bins by their common design effect.
 */
export function binNoise(statistics: BinStatistics, sample: BinarySample): BinNoise {
  const { weight, positive, predicted: sums, squaredWeight, squaredPredicted, squaredSpread } = statistics
  const bins = weight.length
  const difference = new Float64Array(bins)
  const predicted = new Float64Array(bins)
  for (let b = 0; b < bins; b++) {
    difference[b] = (positive[b] - sums[b]) / weight[b]
    predicted[b] = Math.min(1, sums[b] / weight[b])
  }
  const { within, across } = clusterEffects(statistics, sample, difference)
  const noise = {
    difference,
    standardError: new Float64Array(bins),
    above: new Float64Array(bins),
    predicted,
    perRate: new Float64Array(bins),
    jump: new Float64Array(bins),
    unanimous: new Float64Array(bins),
    acrossBins: across,
  }
  for (let b = 0; b < bins; b++) {
    const square = weight[b] * weight[b]
    const mean = noise.predicted[b]
    const unit = squaredWeight[b] / weight[b]
    const rate = (positive[b] + unit * mean) / (weight[b] + unit)
    const calibrated = Math.max(0, squaredPredicted[b] - squaredSpread[b])
    const misses = squaredSpread[b]
    const hits = squaredWeight[b] - 2 * squaredPredicted[b] + misses
    const observed = rate * Math.max(0, hits) + (1 - rate) * misses
    const jump = squaredWeight[b] / square
    const flat = mean * (1 - mean) * jump
    const variance = Math.max(calibrated / square, observed / square, (jump * jump) / 4)

    noise.jump[b] = jump * within
    noise.unanimous[b] = positive[b] === 0 || positive[b] === weight[b] ? 1 / noise.jump[b] : 0
    noise.perRate[b] = (calibrated > 0 && flat > 0 ? (jump * calibrated) / square / flat : jump) * within
    noise.standardError[b] = Math.sqrt(variance * within)
    noise.above[b] = probabilityAbove(noise.difference[b], noise.standardError[b], mean)
  }
  return noise
}

/**
 * How far the rate of a bin whose labels are all the same may lie beyond what was seen: that many rows without an
 * exception have probability `tail` at a rate of exceptions of 1 − tail^(1/rows), about 3/rows at 5 % (the rule of three).
 */
export function hiddenDifference(difference: number, rows: number, tail: number): number {
  return Math.max(0, 1 - Math.max(tail, 1e-9) ** (1 / rows) - Math.abs(difference))
}

/**
 * The probability of a true difference above 0, from a normal cut off where the rate of positives would leave [0, 1]:
 * beside a prediction of 0 every true difference is above.
 */
export function probabilityAbove(difference: number, standardError: number, predicted: number): number {
  const below = (at: number) => normalCdf((at - difference) / standardError)
  const [least, zero, most] = [below(-predicted), below(0), below(1 - predicted)]
  return most > least ? (most - zero) / (most - least) : difference < 0 ? 0 : 1
}

/**
 * Design effects of clusters: the variance of the bins' sums of residuals over that of independent rows, pooled over
 * bins, and the variance of their signed total over the sum of their variances. 1 and 1 without clusters.
 */
function clusterEffects(
  statistics: BinStatistics,
  sample: BinarySample,
  difference: Float64Array,
): { within: number; across: number } {
  const { clusters } = sample
  if (clusters === undefined) return { within: 1, across: 1 }
  const total = new Float64Array(clusters.reduce((most, cluster) => Math.max(most, cluster), -1) + 1)
  const clusterwise = addSignedResiduals(total, clusters, statistics, sample, difference)
  const rowwise = squaredResiduals(statistics, sample, difference)
  // Residuals of nothing but rounding do not tell how rows of a cluster go together: each cluster is then one row.
  if (rowwise <= 1e-24 * statistics.totalSquaredWeight)
    return { within: rowsOfACluster(sample, clusters, total.fill(0)), across: 1 }
  if (clusterwise === 0) return { within: 1, across: 1 }
  const together = total.reduce((sum, value) => sum + value * value, 0)
  return { within: Math.max(1, clusterwise / rowwise), across: Math.max(1, together / clusterwise) }
}

/** Σ (weight of a cluster)² over Σ (weight of a row)². */
function rowsOfACluster({ weights }: BinarySample, clusters: Uint32Array, total: Float64Array): number {
  let squares = 0
  for (let i = 0; i < clusters.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]
    total[clusters[i]] += weight
    squares += weight * weight
  }
  return total.reduce((sum, value) => sum + value * value, 0) / squares
}

/** Whether all rows are of one cluster, which tells nothing of how the next one would be. */
export function holdsOneCluster({ clusters }: Rows): boolean {
  return clusters?.every((cluster) => cluster === clusters[0]) === true
}

/**
 * Adds each row's weighted residual, signed like its bin's difference, to the total of its unit.
 *
 * @param unitOf the unit of each position: its cluster, say
 * @returns the sum of squares of the units' residuals, bin by bin
 */
export function addSignedResiduals(
  total: Float64Array,
  unitOf: Uint32Array,
  statistics: BinStatistics,
  { labels, scores, weights }: BinarySample,
  difference: Float64Array,
): number {
  const { cut, bin } = statistics
  const inBin = new Float64Array(total.length)
  let squares = 0
  for (let b = 0; b < bin.length; b++) {
    const sign = Math.sign(difference[b])
    const to = cut.starts[bin[b] + 1]
    for (let rank = cut.starts[bin[b]]; rank < to; rank++) {
      const i = cut.order === null ? rank : cut.order[rank]
      const residual = (weights === undefined ? 1 : weights[i]) * (labels[i] - scores[i] - difference[b])
      inBin[unitOf[i]] += residual
      total[unitOf[i]] += sign * residual
    }
    for (let rank = cut.starts[bin[b]]; rank < to; rank++) {
      const unit = unitOf[cut.order === null ? rank : cut.order[rank]]
      squares += inBin[unit] * inBin[unit]
      inBin[unit] = 0
    }
  }
  return squares
}

function squaredResiduals(
  { cut, bin }: BinStatistics,
  { labels, scores, weights }: BinarySample,
  difference: Float64Array,
): number {
  let squares = 0
  for (let b = 0; b < bin.length; b++) {
    for (let rank = cut.starts[bin[b]]; rank < cut.starts[bin[b] + 1]; rank++) {
      const i = cut.order === null ? rank : cut.order[rank]
      squares += ((weights === undefined ? 1 : weights[i]) * (labels[i] - scores[i] - difference[b])) ** 2
    }
  }
  return squares
}
