import { type BinarySample, brier, type UndefinedReason } from '@sluice/metrics'
import { binStatistics } from '../bins/bin-statistics.ts'
import type { BinningOptions } from '../bins/cut-into-bins.ts'

/** The Brier score by bins: `brier = reliability − resolution + uncertainty + withinBin`, exactly. */
export interface MurphyDecomposition {
  readonly brier: number
  readonly reliability: number
  readonly resolution: number
  readonly uncertainty: number
  /** What the spread of scores within bins adds (Stephenson, Coelho & Jolliffe 2008). */
  readonly withinBin: number
}

/**
 * Murphy's decomposition (1973) over bins, for comparison with tools that report it: its terms depend on the bins, and
 * reliability is biased upwards. {@link corpDecomposition} needs none.
 *
 * @returns why there is none: no rows, or no weight
 * @throws {MetricInputError} as {@link binStatistics}
 */
export function murphyDecomposition(
  sample: BinarySample,
  options: BinningOptions,
): MurphyDecomposition | UndefinedReason {
  const { weight, positive, predicted, totalWeight, rows } = binStatistics(sample, options)
  const score = brier.estimate(sample, {}).value
  if (rows === 0 || score === null) return sample.leftOut ? 'zero_weight' : 'empty'
  const share = positive.reduce((a, b) => a + b, 0) / totalWeight
  let reliability = 0
  let resolution = 0
  for (let b = 0; b < weight.length; b++) {
    reliability += (positive[b] - predicted[b]) ** 2 / weight[b] / totalWeight
    resolution += (weight[b] / totalWeight) * (positive[b] / weight[b] - share) ** 2
  }
  const uncertainty = share * (1 - share)
  const withinBin = score - (reliability - resolution + uncertainty)
  return { brier: score, reliability, resolution, uncertainty, withinBin }
}
