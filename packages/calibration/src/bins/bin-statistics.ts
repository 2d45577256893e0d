import { type BinarySample, liesWithin, MetricInputError } from '@sluice/metrics'
import { type BinningOptions, type Bins, cutIntoBins, requireBins } from './cut-into-bins.ts'
import { sumRun } from './sum-run.ts'

/** Sums over the non-empty bins of a sample, in ascending order of score. All that binned errors need of the rows. */
export interface BinStatistics {
  readonly cut: Bins
  /** Number of each non-empty bin in `cut`. */
  readonly bin: Uint32Array
  /** Σw, Σwy and Σwp of each non-empty bin. */
  readonly weight: Float64Array
  readonly positive: Float64Array
  readonly predicted: Float64Array
  /** Σw², Σw²p and Σw²p²: what the sampling variance of a bin's difference is made of. */
  readonly squaredWeight: Float64Array
  readonly squaredPredicted: Float64Array
  readonly squaredSpread: Float64Array
  readonly totalWeight: number
  readonly totalSquaredWeight: number
  /** Rows of positive weight, and those of the positive class. */
  readonly rows: number
  readonly positives: number
}

/**
 * Sums a sample's bins in one pass over its ascending scores. Not from the sample's cells: to make these costs four such passes.
 *
 * @throws {MetricInputError} where scores are not probabilities, a weight is negative or NaN, or an option is unusable
 */
export function binStatistics(sample: BinarySample, options: BinningOptions): BinStatistics {
  const known = sliceStatistics(sample, options)
  if (known !== null) return known
  const cut = cutIntoBins(sample, options)
  const sums = new BinSums(options.bins)
  for (let b = 0; b < options.bins; b++) {
    const from = cut.starts[b]
    const to = cut.starts[b + 1]
    if (sample.weights !== undefined) addWeighted(sums, b, sample, sample.weights, cut.order, from, to)
    else if (cut.order !== null) addOrdered(sums, b, sample, cut.order, from, to)
    else sums.count(b, to - from, sumRun(sample, null, from, to))
  }
  return sums.statistics(cut)
}

/** A slice's sums out of those of its order, where bins do not depend on the slice: all slices are summed in one walk. */
function sliceStatistics({ sums: slice }: BinarySample, options: BinningOptions): BinStatistics | null {
  requireBins(options)
  if (slice === undefined || options.strategy !== 'uniform' || !liesWithin(slice.order, 0, 1)) return null
  const binned = slice.bins(options.bins)
  if (binned === null) return null
  const { rows, positives, predicted, squares } = binned
  const sums = new BinSums(options.bins)
  const starts = new Uint32Array(options.bins + 1)
  for (let b = 0; b < options.bins; b++) {
    starts[b + 1] = starts[b] + rows[b]
    sums.count(b, rows[b], [positives[b], predicted[b], squares[b]])
  }
  return sums.statistics({ starts, order: null })
}

/** Sums by bin while they grow; bins that stay without weight are dropped at the end. */
class BinSums {
  readonly values: Float64Array[]
  rows = 0
  positives = 0

  constructor(bins: number) {
    this.values = Array.from({ length: 6 }, () => new Float64Array(bins))
  }

  set(bin: number, sums: readonly [number, number, number, number, number, number]): void {
    for (let k = 0; k < 6; k++) this.values[k][bin] = sums[k]
  }

  /** Sums of a bin whose rows weigh 1 each. */
  count(bin: number, rows: number, [positives, predicted, squares]: readonly [number, number, number]): void {
    this.rows += rows
    this.positives += positives
    this.set(bin, [rows, positives, predicted, rows, predicted, squares])
  }

  statistics(cut: Bins): BinStatistics {
    const bin = Uint32Array.from(this.values[0].keys()).filter((b) => this.values[0][b] > 0)
    const [weight, positive, predicted, squaredWeight, squaredPredicted, squaredSpread] = this.values.map((column) =>
      Float64Array.from(bin, (b) => column[b]),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
    return {
      cut,
      bin,
      weight,
      positive,
      predicted,
      squaredWeight,
      squaredPredicted,
      squaredSpread,
      totalWeight: weight.reduce((a, b) => a + b, 0),
      totalSquaredWeight: squaredWeight.reduce((a, b) => a + b, 0),
      rows: this.rows,
      positives: this.positives,
    }
  }
}

function addOrdered(
  sums: BinSums,
  bin: number,
  { scores, labels }: BinarySample,
  order: Uint32Array,
  from: number,
  to: number,
): void {
  let positives = 0
  let predicted = 0
  let squares = 0
  for (let rank = from; rank < to; rank++) {
    const p = scores[order[rank]]
    positives += labels[order[rank]]
    predicted += p
    squares += p * p
  }
  sums.count(bin, to - from, [positives, predicted, squares])
}

function addWeighted(
  sums: BinSums,
  bin: number,
  { scores, labels }: BinarySample,
  weights: Float64Array,
  order: Uint32Array | null,
  from: number,
  to: number,
): void {
  let [weight, positive, predicted, squaredWeight, squaredPredicted, squaredSpread] = [0, 0, 0, 0, 0, 0]
  for (let rank = from; rank < to; rank++) {
    const i = order === null ? rank : order[rank]
    const w = weights[i]
    if (!(w >= 0 && w < Infinity)) throw weightError(weights)
    if (w === 0) continue
    const p = scores[i]
    const squared = w * w
    sums.rows++
    sums.positives += labels[i]
    weight += w
    positive += w * labels[i]
    predicted += w * p
    squaredWeight += squared
    squaredPredicted += squared * p
    squaredSpread += squared * p * p
  }
  sums.set(bin, [weight, positive, predicted, squaredWeight, squaredPredicted, squaredSpread])
}

function weightError(weights: Float64Array): MetricInputError {
  const wrong = (w: number) => !(w >= 0 && w < Infinity)
  const row = weights.findIndex(wrong)
  const count = weights.reduce((sum, w) => sum + (wrong(w) ? 1 : 0), 0)
  return new MetricInputError(
    'invalid_weight',
    `${count} weights are negative or not finite, first ${weights[row]}: expected numbers from 0.`,
    { row, count },
  )
}
