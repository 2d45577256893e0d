import { type BinarySample, MetricInputError, prefetch } from '@sluice/metrics'
import { type BinningOptions, type Bins, cutIntoBins } from './cut-into-bins.ts'

/** Rows that are summed at once. */
const blockRows = 16_384

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
 * Sums a sample's bins in one pass over its ascending scores.
 *
 * @throws {MetricInputError} where scores are not probabilities, a weight is negative or NaN, or an option is unusable
 */
export function binStatistics(sample: BinarySample, options: BinningOptions): BinStatistics {
  const cut = cutIntoBins(sample, options)
  const sums = new BinSums(options.bins)
  for (let b = 0; b < options.bins; b++) {
    const from = cut.starts[b]
    const to = cut.starts[b + 1]
    if (sample.weights !== undefined) addWeighted(sums, b, sample, sample.weights, cut.order, from, to)
    else if (cut.order !== null) addOrdered(sums, b, sample, cut.order, from, to)
    else addRun(sums, b, sample, from, to)
  }
  return sums.statistics(cut)
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

function addRun(sums: BinSums, bin: number, sample: BinarySample, from: number, to: number): void {
  const run = new Float64Array(3)
  for (let first = from; first < to; first += blockRows) {
    const last = Math.min(first + blockRows, to)
    prefetch(sample.scores, first, last)
    addBlock(sample, first, last, run)
  }
  const [positives, predicted, squares] = run
  const count = to - from
  sums.rows += count
  sums.positives += positives
  sums.set(bin, [count, positives, predicted, count, predicted, squares])
}

/** Σy, Σp and Σp². Two accumulators a sum: they halve the chain of dependent additions, which is what bounds this loop. */
function addBlock({ scores, labels }: BinarySample, from: number, to: number, sums: Float64Array): void {
  let [positives, first, second, firstSquares, secondSquares] = [0, 0, 0, 0, 0]
  const whole = to - ((to - from) % 2)
  for (let i = from; i < whole; i += 2) {
    const p = scores[i]
    const q = scores[i + 1]
    positives += labels[i] + labels[i + 1]
    first += p
    second += q
    firstSquares += p * p
    secondSquares += q * q
  }
  if (whole < to) {
    positives += labels[whole]
    first += scores[whole]
    firstSquares += scores[whole] * scores[whole]
  }
  sums[0] += positives
  sums[1] += first + second
  sums[2] += firstSquares + secondSquares
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
  sums.rows += to - from
  sums.positives += positives
  sums.set(bin, [to - from, positives, predicted, to - from, predicted, squares])
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
