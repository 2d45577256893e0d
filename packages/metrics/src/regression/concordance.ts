import { type RowTotals, weightAt } from '../rows/row-totals.ts'
import type { RegressionSample } from '../samples.ts'

/** Weighted shares of all ordered pairs of rows. */
export interface PairShares {
  /** Concordant less discordant pairs. */
  readonly agreement: number
  /** Pairs that differ in the actual value, and in the prediction. */
  readonly actual: number
  readonly predicted: number
  /** The same for the pairs of each row. */
  readonly rowAgreement: Float64Array
  readonly rowActual: Float64Array
  readonly rowPredicted: Float64Array
}

/** Counts concordant pairs in O(n log n): rows enter by actual value into a tree of weights by prediction. */
export function concordance({ actual, predicted, weights }: RegressionSample, totals: RowTotals): PairShares {
  const codes = denseRanks(predicted)
  const order = Uint32Array.from(actual.keys()).sort((a, b) => actual[a] - actual[b])
  const rowAgreement = new Float64Array(actual.length)
  for (const direction of [1, -1]) {
    const tree = new WeightTree(codes.count)
    const at = (k: number) => order[direction === 1 ? k : order.length - 1 - k]
    for (let from = 0, to = 0; from < order.length; from = to) {
      while (to < order.length && actual[at(to)] === actual[at(from)]) to++
      for (let k = from; k < to; k++) {
        const code = codes.ranks[at(k)]
        const below = tree.upTo(code - 1)
        const above = tree.total - tree.upTo(code)
        rowAgreement[at(k)] += (direction * (below - above)) / totals.weight
      }
      for (let k = from; k < to; k++) tree.add(codes.ranks[at(k)], weightAt(weights, at(k)))
    }
  }
  const rowActual = shareOfOthers(denseRanks(actual), weights, totals)
  const rowPredicted = shareOfOthers(codes, weights, totals)
  const mean = (rows: Float64Array) => {
    let sum = 0
    for (let i = 0; i < rows.length; i++) sum += weightAt(weights, i) * rows[i]
    return sum / totals.weight
  }
  return {
    agreement: mean(rowAgreement),
    actual: mean(rowActual),
    predicted: mean(rowPredicted),
    rowAgreement,
    rowActual,
    rowPredicted,
  }
}

/** Influences of a function of the three shares, given its slopes in them; each row counts in both places of a pair. */
export function concordanceInfluence(
  { weights }: RegressionSample,
  totals: RowTotals,
  pairs: PairShares,
  slopes: { readonly agreement: number; readonly actual: number; readonly predicted: number },
): Float64Array {
  return Float64Array.from({ length: totals.length }, (_, i) => {
    const pull =
      slopes.agreement * (pairs.rowAgreement[i] - pairs.agreement) +
      slopes.actual * (pairs.rowActual[i] - pairs.actual) +
      slopes.predicted * (pairs.rowPredicted[i] - pairs.predicted)
    return (2 * weightAt(weights, i) * totals.length * pull) / totals.weight
  })
}

interface DenseRanks {
  readonly ranks: Uint32Array
  readonly count: number
}

/** Equal values share a rank, from 1. */
function denseRanks(column: Float64Array): DenseRanks {
  const order = Uint32Array.from(column.keys()).sort((a, b) => column[a] - column[b])
  const ranks = new Uint32Array(column.length)
  let count = 0
  for (let k = 0; k < order.length; k++) {
    if (k === 0 || column[order[k]] !== column[order[k - 1]]) count++
    ranks[order[k]] = count
  }
  return { ranks, count }
}

function shareOfOthers(
  { ranks, count }: DenseRanks,
  weights: Float64Array | undefined,
  totals: RowTotals,
): Float64Array {
  const byRank = new Float64Array(count + 1)
  ranks.forEach((rank, i) => {
    byRank[rank] += weightAt(weights, i)
  })
  // Summed without the row's own rank, so that a constant column gives exactly 0.
  return Float64Array.from(ranks, (rank) => (count === 1 ? 0 : (totals.weight - byRank[rank]) / totals.weight))
}

/** Sums of weights by rank (Fenwick 1994). */
class WeightTree {
  readonly #sums: Float64Array
  total = 0

  constructor(ranks: number) {
    this.#sums = new Float64Array(ranks + 1)
  }

  add(rank: number, weight: number): void {
    this.total += weight
    for (let k = rank; k < this.#sums.length; k += k & -k) this.#sums[k] += weight
  }

  upTo(rank: number): number {
    let sum = 0
    for (let k = rank; k > 0; k -= k & -k) sum += this.#sums[k]
    return sum
  }
}
