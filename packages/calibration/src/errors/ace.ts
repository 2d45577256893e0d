import type { BinarySample, Metric } from '@sluice/metrics'
import { type BinStatistics, binStatistics } from '../bins/bin-statistics.ts'
import { estimateBinnedError, runOf } from '../bins/binned-error.ts'
import type { BinNorm } from '../bins/confidence-distribution.ts'
import type { BinningOptions } from '../bins/cut-into-bins.ts'

/**
 * Adaptive calibration error: the unweighted mean over non-empty bins of |share of positives − mean prediction|, from 0
 * to 1 (Nixon et al. 2019, who use bins of equal numbers of rows: `quantile`).
 *
 * With bins of equal widths a bin of three rows counts as much as one of three thousand, and the interval says so.
 * Ties, weights, undefined cases and bias as for {@link ece}.
 */
export const ace: Metric<BinarySample, BinningOptions> = {
  scale: 'identity',
  estimate: (sample, options) => estimateBinnedError(binStatistics(sample, options), sample, alike),
  influence(sample, options) {
    const statistics = binStatistics(sample, options)
    if (statistics.rows === 0) return null
    const { weight, positive, predicted } = statistics
    const { labels, scores, weights } = sample
    const rows = scores.length
    const phi = new Float64Array(rows)
    for (let b = 0; b < weight.length; b++) {
      const difference = (positive[b] - predicted[b]) / weight[b]
      const factor = (rows * Math.sign(difference)) / (weight[b] * weight.length)
      const { from, to, at } = runOf(statistics, b)
      for (let rank = from; rank < to; rank++) {
        const i = at(rank)
        phi[i] = (weights === undefined ? 1 : weights[i]) * factor * (labels[i] - scores[i] - difference)
      }
    }
    return phi
  },
}

function alike({ weight }: BinStatistics): BinNorm {
  return { power: 1, shares: false, factors: weight.map(() => 1 / weight.length) }
}
