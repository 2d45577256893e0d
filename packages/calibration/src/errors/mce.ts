import type { BinarySample, Metric } from '@sluice/metrics'
import {
  normalCdf,
  normalQuantile,
  proportionInterval,
  QUANTILE_GRID_POINTS,
  type ResampledUncertainty,
} from '@sluice/stats'
import { type BinNoise, binNoise, hiddenDifference, holdsOneCluster } from '../bins/bin-noise.ts'
import { binStatistics } from '../bins/bin-statistics.ts'
import { withoutBins } from '../bins/binned-error.ts'
import type { BinningOptions } from '../bins/cut-into-bins.ts'
import { present } from '../samples/counts.ts'

/**
 * Maximum calibration error: the largest |share of positives − mean prediction| of any non-empty bin, from 0 to 1
 * (Naeini, Cooper & Hauskrecht 2015).
 *
 * The largest of many noisy differences says more about the smallest bin than about the model: prefer equal numbers of
 * rows a bin (`quantile`). The interval is conservative: its upper end is the most that any one bin may have, its lower
 * end the most that some bin has for certain, simultaneously over bins (Šidák 1967). It can lie below the value.
 * Not smooth, so it has no influence. Ties, weights and undefined cases as for {@link ece}.
 */
export const mce: Metric<BinarySample, BinningOptions> = {
  scale: 'identity',
  estimate(sample, options) {
    const statistics = binStatistics(sample, options)
    const none = withoutBins(statistics, sample)
    if (none !== null) return none
    const noise = binNoise(statistics, sample)
    const { rows, positives, totalWeight, totalSquaredWeight } = statistics
    const counts = { rows, positives, effectiveRows: totalWeight ** 2 / totalSquaredWeight }
    const uncertainty = holdsOneCluster(sample) ? 'one cluster holds all rows' : simultaneous(noise)
    return present(counts, largest(noise.difference), uncertainty, { bins: noise.difference.length })
  },
  resample(sample, options, weights) {
    const { weight, positive, predicted } = binStatistics({ ...sample, weights }, options)
    return weight.length === 0 ? Number.NaN : largest(weight.map((w, b) => (positive[b] - predicted[b]) / w))
  },
}

function largest(differences: Float64Array): number {
  return differences.reduce((most, difference) => Math.max(most, Math.abs(difference)), 0)
}

function simultaneous(noise: BinNoise): ResampledUncertainty {
  const { difference, standardError } = noise
  const bins = difference.length
  const bound = (z: number) => difference.reduce((most, d, b) => Math.max(most, Math.abs(d) + z * standardError[b]), 0)
  const score = (probability: number) =>
    difference.reduce((most, _, b) => Math.max(most, farthestRate(noise, b, probability)), 0)
  const quantiles = Array.from({ length: QUANTILE_GRID_POINTS }, (_, j) => {
    const probability = j / (QUANTILE_GRID_POINTS - 1)
    if (probability >= 0.5) {
      return Math.min(1, Math.max(bound(Math.min(4, normalQuantile(probability))), score(Math.min(FAR, probability))))
    }
    const eachTail = (1 - (1 - probability) ** (1 / bins)) / 2
    return Math.min(1, bound(Math.max(-6, normalQuantile(eachTail))))
  })
  return { kind: 'resampled', method: 'test_inversion', quantiles, bias: 0, acceleration: 0, replicates: 10_000 }
}

/** Beyond four standard normal deviations nothing is resolved. */
const FAR = normalCdf(4)

/**
 * How far from its mean prediction a bin's rate may lie: the ends of its Wilson interval, which is as wide as it should be
 * where a rate is near 0 or 1 and a standard error is not; without an exception among few rows, as far as those allow.
 */
function farthestRate(
  { difference, predicted, perRate, unanimous }: BinNoise,
  bin: number,
  probability: number,
): number {
  if (probability === 0.5) return 0
  const trials = 1 / perRate[bin]
  const rate = Math.min(1, Math.max(0, predicted[bin] + difference[bin]))
  const { lower, upper } = proportionInterval(rate * trials, trials, 2 * probability - 1)
  const hidden = unanimous[bin] > 0 ? hiddenDifference(difference[bin], unanimous[bin], 2 * (1 - probability)) : 0
  return Math.max(upper - predicted[bin], predicted[bin] - lower, hidden)
}
