import type { BinarySample } from '@sluice/metrics'
import { NODES, type ScoreCells } from '../../cells/score-cells.ts'
import { sumOverCells } from '../../cells/sum-over-rows.ts'

/** Sums over the pairs i ≠ j of kernel-weighted residuals: what a kernel calibration error and its spread are made of. */
export interface PairSums {
  /** Σᵢ Σⱼ rᵢ rⱼ k(pᵢ, pⱼ), i ≠ j. */
  readonly total: number
  /** Σᵢ (rᵢ Σⱼ rⱼ k(pᵢ, pⱼ))². */
  readonly squares: number
  /** Σᵢ rᵢ². */
  readonly own: number
}

/** Half a cell over the bandwidth, up to which the exponentials of {@link addCell} are exact to rounding. */
const WIDEST = 1 / 32

/**
 * Pair sums of a Laplace kernel in one pass without an exponential a row, for rows without weights.
 *
 * What rows below and above a cell add to it is one number each, at its middle; it comes from the cells' points. Within the
 * cell `exp(±(p − middle) / bandwidth)` is a short series.
 *
 * @returns `null` where a cell is too wide for the bandwidth
 */
export function cellPairSums(sample: BinarySample, cells: ScoreCells, bandwidth: number): PairSums | null {
  const { starts } = cells
  const count = starts.length - 1
  const middle = Float64Array.from({ length: count }, (_, c) => middleOf(sample, starts, c))
  for (let c = 0; c < count; c++) if (sample.scores[starts[c + 1] - 1] - middle[c] > WIDEST * bandwidth) return null
  const { rising, falling } = residualsByCell(cells, middle, bandwidth)
  const above = new Float64Array(count)
  const decay = (c: number) => Math.exp((middle[c] - middle[c + 1]) / bandwidth)
  for (let c = count - 2; c >= 0; c--) above[c] = (above[c + 1] + falling[c + 1]) * decay(c)
  const sums = { total: 0, squares: 0 }
  let below = 0
  for (let c = 0; c < count; c++) {
    addCell(sample, starts[c], starts[c + 1], middle[c], 1 / bandwidth, below, above[c] + falling[c], sums)
    if (c + 1 < count) below = (below + rising[c]) * decay(c)
  }
  return { ...sums, own: sumOverCells(cells, (p, _, label) => (label - p) * (label - p)) }
}

function middleOf({ scores }: BinarySample, starts: Uint32Array, c: number): number {
  return (scores[starts[c]] + scores[starts[c + 1] - 1]) / 2
}

/** Σ r exp(±(p − middle) / bandwidth) of each cell: what its rows add to those above it, and to those below. */
function residualsByCell({ nodes }: ScoreCells, middle: Float64Array, bandwidth: number) {
  const { score, weight, positive } = nodes
  const rising = new Float64Array(middle.length)
  const falling = new Float64Array(middle.length)
  for (let c = 0; c < middle.length; c++) {
    for (let j = c * NODES; j < (c + 1) * NODES; j++) {
      const residual = positive[j] - weight[j] * score[j]
      const growth = Math.exp((score[j] - middle[c]) / bandwidth)
      rising[c] += residual * growth
      falling[c] += residual / growth
    }
  }
  return { rising, falling }
}

/** Adds the rows of one cell; `below` and `above` are the residuals on either side, `above` with the cell's own, at its middle. */
function addCell(
  { scores, labels }: BinarySample,
  from: number,
  to: number,
  middle: number,
  perBandwidth: number,
  below: number,
  above: number,
  sums: { total: number; squares: number },
): void {
  let [down, up, total, squares] = [below, above, 0, 0]
  for (let i = from; i < to; i++) {
    const p = scores[i]
    const x = (p - middle) * perBandwidth
    const square = x * x
    const even = 1 + square * (1 / 2 + square * (1 / 24 + square * (1 / 720)))
    const odd = x * (1 + square * (1 / 6 + square * (1 / 120 + square * (1 / 5040))))
    const growth = even + odd
    const shrinkage = even - odd
    const residual = labels[i] - p
    up -= residual * shrinkage
    const product = residual * (down * shrinkage + up * growth)
    down += residual * growth
    total += product
    squares += product * product
  }
  sums.total += total
  sums.squares += squares
}
