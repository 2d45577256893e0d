import type { BinarySample, Metric } from '@sluice/metrics'
import { type BinStatistics, binStatistics } from '../bins/bin-statistics.ts'
import { estimateBinnedError, runOf } from '../bins/binned-error.ts'
import type { BinNorm } from '../bins/confidence-distribution.ts'
import type { BinningOptions } from '../bins/cut-into-bins.ts'

/**
 * Expected calibration error: the mean over rows of |share of positives − mean prediction| in their bin, from 0 to 1
 * (Naeini, Cooper & Hauskrecht 2015, for the positive class of a binary model).
 *
 * Scores must be probabilities. Ties share a bin (except with `rank`), empty bins count nothing, weights are sampling
 * weights; without rows, without weight, or with fewer effective rows than bins (`too_few_rows`), it is undefined.
 *
 * The plug-in value is biased upwards: a perfect model measures about √(bins / rows) times the mean of √(p(1 − p)).
 * `detail` gives what a calibrated model would be expected to measure here (`expectedIfCalibrated`) and the value less
 * its estimated bias (`biasCorrected`). The interval allows for the bias (see `confidenceDistribution`), so near
 * calibration it can lie wholly below the value. Lint below 10 positives: coverage can be anything from 90 to 99 %.
 *
 * `influence` takes the sign of each bin's difference as known. For paired comparisons the biases of two models cancel
 * only as far as their predictions are alike; near calibration the comparison is of noise.
 */
export const ece: Metric<BinarySample, BinningOptions> = {
  scale: 'identity',
  estimate: (sample, options) => estimateBinnedError(binStatistics(sample, options), sample, shareOfRows),
  influence(sample, options) {
    const statistics = binStatistics(sample, options)
    return statistics.rows === 0 ? null : eceInfluence(statistics, sample)
  },
}

/** Each bin counts by its share of the weight. */
export function shareOfRows({ weight, totalWeight }: BinStatistics): BinNorm {
  return { power: 1, shares: true, factors: weight.map((w) => w / totalWeight) }
}

/** `φ = (n/W)·w·(sign(bin)·(y − p) − ECE)` by position. */
function eceInfluence(statistics: BinStatistics, { labels, scores, weights }: BinarySample): Float64Array {
  const { weight, positive, predicted, totalWeight } = statistics
  const rows = scores.length
  const phi = new Float64Array(rows)
  let error = 0
  for (let b = 0; b < weight.length; b++) error += Math.abs(positive[b] - predicted[b]) / totalWeight
  for (let b = 0; b < weight.length; b++) {
    const sign = Math.sign(positive[b] - predicted[b])
    const { from, to, at } = runOf(statistics, b)
    for (let rank = from; rank < to; rank++) {
      const i = at(rank)
      const scaled = ((weights === undefined ? 1 : weights[i]) * rows) / totalWeight
      phi[i] = scaled * (sign * (labels[i] - scores[i]) - error)
    }
  }
  return phi
}
