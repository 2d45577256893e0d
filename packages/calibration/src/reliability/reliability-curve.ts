import type { BinarySample } from '@sluice/metrics'
import { proportionInterval } from '@sluice/stats'
import { binNoise } from '../bins/bin-noise.ts'
import { binStatistics } from '../bins/bin-statistics.ts'
import { runOf } from '../bins/binned-error.ts'
import type { BinningOptions } from '../bins/cut-into-bins.ts'

/** One non-empty bin of a reliability diagram. */
export interface ReliabilityPoint {
  /** Lowest and highest score in the bin. */
  readonly from: number
  readonly to: number
  /** Weighted mean of the scores: where the point stands on the horizontal axis. */
  readonly predicted: number
  /** Weighted share of positives, with Wilson's interval. */
  readonly observed: number
  readonly lower: number
  readonly upper: number
  readonly rows: number
  readonly weight: number
}

/**
 * The reliability diagram: share of positives against mean prediction, bin by bin in ascending order of score
 * (Bröcker & Smith 2007). Empty bins are left out. Bands are pointwise; under weights and clusters they use the bin's
 * effective number of rows.
 *
 * @param level of the pointwise intervals, strictly between 0 and 1
 * @throws {MetricInputError} as {@link ece}; without rows the curve is empty
 */
export function reliabilityCurve(
  sample: BinarySample,
  options: BinningOptions & { readonly level: number },
): ReliabilityPoint[] {
  const statistics = binStatistics(sample, options)
  const { weight, positive, predicted } = statistics
  const { jump } = binNoise(statistics, sample)
  return Array.from(weight, (total, b) => {
    const observed = positive[b] / total
    const effective = 1 / jump[b]
    const run = runOf(statistics, b)
    return {
      from: sample.scores[run.from],
      to: sample.scores[run.to - 1],
      predicted: predicted[b] / total,
      observed,
      ...proportionInterval(observed * effective, effective, options.level, 'wilson'),
      rows: run.to - run.from,
      weight: total,
    }
  })
}
