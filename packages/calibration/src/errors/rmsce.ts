import type { BinarySample, Metric } from '@sluice/metrics'
import { binNoise } from '../bins/bin-noise.ts'
import { type BinStatistics, binStatistics } from '../bins/bin-statistics.ts'
import { binnedEstimate, estimateBinnedError, runOf, withoutBins } from '../bins/binned-error.ts'
import type { BinNorm } from '../bins/confidence-distribution.ts'
import type { BinningOptions } from '../bins/cut-into-bins.ts'

/**
 * Root mean square calibration error: `√Σ (W_b/W)·(share of positives − mean prediction)²` over bins, from 0 to 1
 * (Hendrycks et al. 2019; the ℓ₂ calibration error of Kumar, Liang & Ma 2019).
 *
 * Biased upwards like {@link ece}; ties, weights, undefined cases and the interval as there. {@link debiasedRmsce} takes
 * the noise out of the value.
 */
export const rmsce: Metric<BinarySample, BinningOptions> = {
  scale: 'identity',
  estimate: (sample, options) => estimateBinnedError(binStatistics(sample, options), sample, squares),
  influence(sample, options) {
    const statistics = binStatistics(sample, options)
    return influenceOfRoot(statistics, sample, Math.sqrt(meanSquare(statistics)))
  },
}

/**
 * The ℓ₂ calibration error without the part that noise alone explains:
 * `√max(0, Σ (W_b/W)·[(ȳ − p̄)² − ȳ(1 − ȳ)/(n_b − 1)])`, bins of fewer than two rows adding 0 (Bröcker 2012; Kumar,
 * Liang & Ma 2019, whose bins are `midpoint`). Under weights n_b is the bin's effective number of rows.
 *
 * 0 means that noise explains all of the difference; the interval is that of {@link rmsce}, which has the same target.
 * `influence` is `null` at 0.
 */
export const debiasedRmsce: Metric<BinarySample, BinningOptions> = {
  scale: 'identity',
  estimate(sample, options) {
    const statistics = binStatistics(sample, options)
    const none = withoutBins(statistics, sample)
    if (none !== null) return none
    const value = debiasedRoot(statistics)
    return binnedEstimate(binNoise(statistics, sample), squares(statistics), statistics, sample, value)
  },
  influence(sample, options) {
    const statistics = binStatistics(sample, options)
    return influenceOfRoot(statistics, sample, debiasedRoot(statistics))
  },
}

function squares({ weight, totalWeight }: BinStatistics): BinNorm {
  return { power: 2, shares: true, factors: weight.map((w) => w / totalWeight) }
}

function meanSquare({ weight, positive, predicted, totalWeight }: BinStatistics): number {
  let total = 0
  for (let b = 0; b < weight.length; b++) total += (positive[b] - predicted[b]) ** 2 / weight[b] / totalWeight
  return total
}

function debiasedRoot(statistics: BinStatistics): number {
  const { weight, positive, predicted, squaredWeight, totalWeight } = statistics
  let total = 0
  for (let b = 0; b < weight.length; b++) {
    const effective = weight[b] ** 2 / squaredWeight[b]
    if (effective < 2) continue
    const rate = positive[b] / weight[b]
    const noise = (rate * (1 - rate)) / (effective - 1)
    total += (weight[b] / totalWeight) * ((rate - predicted[b] / weight[b]) ** 2 - noise)
  }
  return Math.sqrt(Math.max(0, total))
}

/** `φ = (n/W)·w·(2e(y − p − e) + e² − Σ(W_b/W)e²) / 2·root`, e the difference of the row's bin; `null` at a root of 0. */
function influenceOfRoot(statistics: BinStatistics, sample: BinarySample, root: number): Float64Array | null {
  if (!(root > 0)) return null
  const { weight, positive, predicted, totalWeight } = statistics
  const { labels, scores, weights } = sample
  const rows = scores.length
  const square = meanSquare(statistics)
  const phi = new Float64Array(rows)
  for (let b = 0; b < weight.length; b++) {
    const difference = (positive[b] - predicted[b]) / weight[b]
    const { from, to, at } = runOf(statistics, b)
    for (let rank = from; rank < to; rank++) {
      const i = at(rank)
      const scaled = ((weights === undefined ? 1 : weights[i]) * rows) / totalWeight / (2 * root)
      const residual = labels[i] - scores[i]
      phi[i] = scaled * (2 * difference * (residual - difference) + difference ** 2 - square)
    }
  }
  return phi
}
