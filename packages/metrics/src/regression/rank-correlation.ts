import { type RowTotals, weightAt } from '../rows/row-totals.ts'
import type { Absent, Smooth } from '../rows/smooth-metric.ts'
import type { RegressionSample } from '../samples.ts'

/** Spearman's ρ: the correlation of both sides' mid-distribution functions, with the influence that the ranks carry too. */
export function rankCorrelation(sample: RegressionSample, totals: RowTotals): Smooth | Absent {
  const { actual, predicted, weights } = sample
  const f = new Ranks(actual, weights, totals.weight)
  const g = new Ranks(predicted, weights, totals.weight)
  const mean = (value: (i: number) => number) => {
    let sum = 0
    for (let i = 0; i < totals.length; i++) sum += weightAt(weights, i) * value(i)
    return sum / totals.weight
  }
  const covariance = mean((i) => f.centred[i] * g.centred[i])
  const spreadF = mean((i) => f.centred[i] ** 2)
  const spreadG = mean((i) => g.centred[i] ** 2)
  if (f.constant || g.constant) return { reason: 'zero_variance' }
  const root = Math.sqrt(spreadF * spreadG)
  const value = Math.min(1, Math.max(-1, covariance / root))
  return {
    value,
    influence() {
      const [gAbove, fAbove] = [f.above(g.centred), g.above(f.centred)]
      const [ownF, ownG] = [f.above(f.centred), g.above(g.centred)]
      const raw = Float64Array.from({ length: totals.length }, (_, i) => {
        const joint = f.centred[i] * g.centred[i] + gAbove[i] + fAbove[i]
        const spread = (f.centred[i] ** 2 + 2 * ownF[i]) / spreadF + (g.centred[i] ** 2 + 2 * ownG[i]) / spreadG
        return joint / root - (value / 2) * spread
      })
      const centre = mean((i) => raw[i])
      return raw.map((v, i) => (weightAt(weights, i) * totals.length * (v - centre)) / totals.weight)
    },
  }
}

/** Mid-distribution values of one column, less their mean of ½. */
class Ranks {
  readonly centred: Float64Array
  readonly constant: boolean
  readonly #groups: readonly (readonly [number, number])[]
  readonly #order: Uint32Array
  readonly #weights: Float64Array | undefined
  readonly #total: number

  constructor(column: Float64Array, weights: Float64Array | undefined, total: number) {
    this.#weights = weights
    this.#total = total
    this.#order = Uint32Array.from(column.keys()).sort((a, b) => column[a] - column[b])
    this.centred = new Float64Array(column.length)
    const groups: [number, number][] = []
    let reached = 0
    let occupied = 0
    for (let from = 0, to = 0; from < column.length; from = to) {
      let weight = 0
      while (to < column.length && column[this.#order[to]] === column[this.#order[from]]) {
        weight += weightAt(weights, this.#order[to++])
      }
      groups.push([from, to])
      if (weight > 0) occupied++
      for (let rank = from; rank < to; rank++) this.centred[this.#order[rank]] = (reached + weight / 2) / total - 0.5
      reached += weight
    }
    this.#groups = groups
    this.constant = occupied < 2
  }

  /** For each row, the mean over all rows of `values` where this column is larger, ties counting half. */
  above(values: Float64Array): Float64Array {
    const sums = new Float64Array(values.length)
    let above = 0
    for (let g = this.#groups.length - 1; g >= 0; g--) {
      const [from, to] = this.#groups[g]
      let tied = 0
      for (let rank = from; rank < to; rank++) {
        const i = this.#order[rank]
        tied += weightAt(this.#weights, i) * values[i]
      }
      for (let rank = from; rank < to; rank++) sums[this.#order[rank]] = (above + tied / 2) / this.#total
      above += tied
    }
    return sums
  }
}
