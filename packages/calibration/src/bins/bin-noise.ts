import type { BinarySample } from '@sluice/metrics'
import { normalCdf } from '@sluice/stats'
import type { BinStatistics } from './bin-statistics.ts'

/** What each bin's observed difference (share of positives minus mean prediction) says, and how noisy it is. */
export interface BinNoise {
  readonly difference: Float64Array
  /** Standard error of each difference; never 0, since one more row could always disagree. */
  readonly standardError: Float64Array
  /** Probability that the true difference is positive. */
  readonly above: Float64Array
  /** Mean prediction of each bin: the rate of positives were the scores calibrated. */
  readonly predicted: Float64Array
  /** Var(difference) / (q (1 − q)) at a rate q of positives. */
  readonly perRate: Float64Array
  /** Size of one row's jump in the difference: the skewness of a rare count comes from it. */
  readonly jump: Float64Array
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
  const noise = {
    difference: new Float64Array(bins),
    standardError: new Float64Array(bins),
    above: new Float64Array(bins),
    predicted: new Float64Array(bins),
    perRate: new Float64Array(bins),
    jump: new Float64Array(bins),
  }
  for (let b = 0; b < bins; b++) {
    noise.difference[b] = (positive[b] - sums[b]) / weight[b]
    noise.predicted[b] = Math.min(1, sums[b] / weight[b])
  }
  const { within, across } = clusterEffects(statistics, sample, noise.difference)
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
    noise.perRate[b] = (calibrated > 0 && flat > 0 ? (jump * calibrated) / square / flat : jump) * within
    noise.standardError[b] = Math.sqrt(variance * within)
    noise.above[b] = normalCdf(noise.difference[b] / noise.standardError[b])
  }
  return { ...noise, acrossBins: across }
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
  if (rowwise === 0 || clusterwise === 0) return { within: 1, across: 1 }
  const together = total.reduce((sum, value) => sum + value * value, 0)
  return { within: Math.max(1, clusterwise / rowwise), across: Math.max(1, together / clusterwise) }
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
