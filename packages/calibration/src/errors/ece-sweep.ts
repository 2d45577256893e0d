import type { BinarySample, Metric } from '@sluice/metrics'
import { binStatistics } from '../bins/bin-statistics.ts'
import { type BinningOptions, cutIntoBins } from '../bins/cut-into-bins.ts'
import { countsOf } from '../samples/counts.ts'
import { runningPositives } from '../samples/running-positives.ts'
import { ece } from './ece.ts'

/** More bins than this say no more; the sweep ends long before on real data. */
const MOST_BINS = 1000

export interface SweepOptions {
  /**
   * `together` (default): tied scores share a bin, and the value does not depend on the table's order; `split`: bins of
   * exactly equal numbers of rows, as the paper has it, ties cut in the table's order.
   */
  readonly ties?: 'together' | 'split'
}

/**
 * {@link ece} with the most bins of equal numbers of rows whose shares of positives still ascend (Roelofs et al. 2022):
 * the sweep stops at the first number of bins where a share falls.
 *
 * `detail.bins` holds the number of bins. Choosing it by the same labels makes the value optimistic for models that do
 * not rank; the interval takes the bins as given. Otherwise as `ece`.
 */
export const eceSweep: Metric<BinarySample, SweepOptions> = {
  scale: 'identity',
  estimate: (sample, options) => ece.estimate(sample, mostMonotoneBins(sample, options)),
  influence: (sample, options) => ece.influence?.(sample, mostMonotoneBins(sample, options)) ?? null,
}

function mostMonotoneBins(sample: BinarySample, { ties = 'together' }: SweepOptions): BinningOptions {
  const most = Math.min(MOST_BINS, Math.max(1, Math.floor(countsOf(sample).effectiveRows * (1 + 1e-9))))
  const strategy = ties === 'split' ? 'rank' : 'midpoint'
  const counted = sample.weights === undefined && strategy === 'midpoint'
  const shares = counted ? sharesFromCounts(sample) : sharesOfBins(sample, strategy)
  let bins = 1
  while (bins < most && ascending(shares(bins + 1))) bins++
  return { bins, strategy }
}

function ascending(shares: ArrayLike<number>): boolean {
  for (let b = 1; b < shares.length; b++) if (shares[b] < shares[b - 1]) return false
  return true
}

/** Positives up to any row make a further number of bins cost no further pass. */
function sharesFromCounts(sample: BinarySample): (bins: number) => number[] {
  const before = runningPositives(sample.labels)
  return (bins) => {
    const { starts } = cutIntoBins(sample, { bins, strategy: 'midpoint' })
    const shares: number[] = []
    let positives = 0
    for (let b = 0; b < bins; b++) {
      const rows = starts[b + 1] - starts[b]
      if (rows === 0) continue
      const upTo = before(starts[b + 1])
      shares.push((upTo - positives) / rows)
      positives = upTo
    }
    return shares
  }
}

function sharesOfBins(sample: BinarySample, strategy: BinningOptions['strategy']): (bins: number) => Float64Array {
  return (bins) => {
    const { positive, weight } = binStatistics(sample, { bins, strategy })
    return positive.map((sum, b) => sum / weight[b])
  }
}
