import type { BinarySample, Estimate, Rows } from '@sluice/metrics'
import type { ResampledUncertainty } from '@sluice/stats'
import { absent, present } from '../samples/counts.ts'
import { type BinNoise, binNoise, holdsOneCluster } from './bin-noise.ts'
import type { BinStatistics } from './bin-statistics.ts'
import { type BinNorm, confidenceDistribution, expectedNorm, normOf } from './confidence-distribution.ts'

/** The plug-in value of a norm of the bins' differences, with its confidence distribution. */
export function estimateBinnedError(
  statistics: BinStatistics,
  sample: BinarySample,
  normFor: (statistics: BinStatistics) => BinNorm,
): Estimate {
  const none = withoutBins(statistics, sample)
  if (none !== null) return none
  const noise = binNoise(statistics, sample)
  return binnedEstimate(noise, normFor(statistics), statistics, sample)
}

/**
 * The estimate of a sample that has no row, or fewer effective rows than bins were asked for: hardly two of them then share
 * a bin, and what is called the error of a bin is that of a single row, whatever the model. `null` where there are enough.
 */
export function withoutBins(
  statistics: BinStatistics,
  sample: Pick<BinarySample, 'scores' | 'leftOut'>,
): Estimate | null {
  const { cut, rows, positives, totalWeight, totalSquaredWeight } = statistics
  if (rows === 0) return withoutRows(sample)
  const effectiveRows = totalWeight ** 2 / totalSquaredWeight
  const bins = cut.starts.length - 1
  if (effectiveRows >= bins * (1 - 1e-9)) return null
  return absent({ rows, positives, effectiveRows }, 'too_few_rows')
}

/** The estimate of a norm of differences whose noise is known; `value` where it is not the plug-in norm itself. */
export function binnedEstimate(
  noise: BinNoise,
  norm: BinNorm,
  { rows, positives, totalWeight, totalSquaredWeight }: BinStatistics,
  sample: Rows,
  value = normOf(noise.difference, norm),
): Estimate {
  const corrected = Math.max(0, 2 * value - expectedNorm(noise, norm, 1))
  const effectiveRows = totalWeight ** 2 / totalSquaredWeight
  const uncertainty = holdsOneCluster(sample)
    ? 'one cluster holds all rows'
    : notAbove(confidenceDistribution(noise, norm), value)
  return present({ rows, positives, effectiveRows }, value, uncertainty, {
    bins: noise.difference.length,
    expectedIfCalibrated: expectedNorm(noise, norm, 0),
    ...(norm.power === 1 && { biasCorrected: corrected }),
  })
}

/** The lower half of a confidence distribution cut off at the estimate: an error is not larger for certain than what was seen. */
export function notAbove(uncertainty: ResampledUncertainty, value: number): ResampledUncertainty {
  const half = (uncertainty.quantiles.length - 1) / 2
  return { ...uncertainty, quantiles: uncertainty.quantiles.map((end, j) => (j < half ? Math.min(end, value) : end)) }
}

/** The estimate of a sample that has no row of positive weight. */
function withoutRows({ scores, leftOut }: Pick<BinarySample, 'scores' | 'leftOut'>): Estimate {
  return {
    value: null,
    undefinedBecause: scores.length === 0 && !leftOut ? 'empty' : 'zero_weight',
    rows: 0,
    positives: 0,
    effectiveRows: 0,
    uncertainty: null,
  }
}

/** The ranks of a non-empty bin, and the position at each. */
export function runOf(
  { cut, bin }: BinStatistics,
  b: number,
): { from: number; to: number; at: (rank: number) => number } {
  const { starts, order } = cut
  return { from: starts[bin[b]], to: starts[bin[b] + 1], at: order === null ? (rank) => rank : (rank) => order[rank] }
}
