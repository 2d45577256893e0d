import { type BinarySample, prefetch } from '@sluice/metrics'
import { LOGIT_CLIP } from '../logistic/logit.ts'
import { cutIntoCells } from './cut-into-cells.ts'

/** With fewer rows a walk over all of them costs less than cells do. */
const FEWEST_ROWS = 16_384

/** Points to a cell: what they leave out of a smooth sum is some 10⁻¹³ of it. */
export const NODES = 6

/** A cell narrower than this holds one score, as far as numbers tell. */
const LEAST_REACH = 1e-300

/** The Chebyshev points of [−1, 1]. */
const points = Float64Array.from({ length: NODES }, (_, j) => Math.cos((Math.PI * (2 * j + 1)) / (2 * NODES)))
/** Tₖ(xⱼ) · 2/N, and 1/N for k = 0: what the sum over the rows of Tₖ adds to the weight of a point. */
const interpolation = Float64Array.from({ length: NODES * NODES }, (_, at) => {
  const [j, k] = [Math.floor(at / NODES), at % NODES]
  return (Math.cos((Math.PI * k * (2 * j + 1)) / (2 * NODES)) * (k === 0 ? 1 : 2)) / NODES
})

/**
 * A sample of many rows in little: sums over its rows without a walk over them.
 *
 * For a function f that is smooth in the score, `Σᵢ f(pᵢ) = Σⱼ weightⱼ f(scoreⱼ)`, and over the positives
 * `Σⱼ positiveⱼ f(scoreⱼ)`: in each cell f is its interpolation at the {@link NODES} Chebyshev points of the cell's range, whose
 * sum over the rows is linear in f. The error falls like (width of a cell / distance to where f is not smooth) to that power:
 * about 10⁻¹³ of the sum for what is smooth between 0 and 1 as logarithms and logits are. Weights may be negative.
 */
export interface ScoreCells {
  /** Cell c owns the positions `starts[c]` to `starts[c + 1]`. */
  readonly starts: Uint32Array
  /** Σy, Σp and Σp² of each cell. */
  readonly positives: Float64Array
  readonly predicted: Float64Array
  readonly squares: Float64Array
  readonly nodes: CellNodes
}

/** {@link NODES} points a cell, ascending with the cells. */
export interface CellNodes {
  readonly score: Float64Array
  /** 1 − score, where the score itself is too near 1 to say. */
  readonly complement: Float64Array
  readonly logit: Float64Array
  /** Of all rows, of the positives and of the negatives. */
  readonly weight: Float64Array
  readonly positive: Float64Array
  readonly negative: Float64Array
}

const known = new WeakMap<BinarySample, ScoreCells>()

/**
 * The cells of a sample of probabilities, worked out once; `null` where rows are few, or weighted.
 *
 * One pass: what follows costs by the cell, of which there are at most some thousands and one to 512 rows.
 */
export function scoreCells(sample: BinarySample): ScoreCells | null {
  if (sample.weights !== undefined || sample.scores.length < FEWEST_ROWS) return null
  const before = known.get(sample)
  if (before !== undefined) return before
  const cells = sumCells(sample)
  known.set(sample, cells)
  return cells
}

function sumCells(sample: BinarySample): ScoreCells {
  const { scores } = sample
  const starts = cutIntoCells(scores)
  const count = starts.length - 1
  const [positives, predicted, squares] = [0, 1, 2].map(() => new Float64Array(count))
  const [score, complement, weight, positive] = [0, 1, 2, 3].map(() => new Float64Array(NODES * count))
  const powers = { all: new Float64Array(NODES), positive: new Float64Array(NODES) }
  for (let c = 0; c < count; c++) {
    const [from, to] = [starts[c], starts[c + 1]]
    const middle = (scores[from] + scores[to - 1]) / 2
    const reach = (scores[to - 1] - scores[from]) / 2
    prefetch(scores, from, to)
    sumPowers(sample, from, to, middle, reach > LEAST_REACH ? 1 / reach : 0, powers.all, powers.positive)
    positives[c] = powers.positive[0]
    predicted[c] = (to - from) * middle + reach * powers.all[1]
    squares[c] = (to - from) * middle * middle + reach * (2 * middle * powers.all[1] + reach * powers.all[2])
    for (let j = 0; j < NODES; j++) {
      score[c * NODES + j] = middle + reach * points[j]
      complement[c * NODES + j] = 1 - middle - reach * points[j]
    }
    weigh(powers.all, weight, c * NODES)
    weigh(powers.positive, positive, c * NODES)
  }
  const negative = weight.map((all, j) => all - positive[j])
  const logit = score.map((p, j) => Math.log(Math.max(LOGIT_CLIP, p) / Math.max(LOGIT_CLIP, complement[j])))
  return { starts, positives, predicted, squares, nodes: { score, complement, logit, weight, positive, negative } }
}

/** Powers 0 to 5 of the place in the cell, from −1 to 1, summed over its rows and over its positives. */
function sumPowers(
  { scores, labels }: BinarySample,
  from: number,
  to: number,
  middle: number,
  perReach: number,
  all: Float64Array,
  positive: Float64Array,
): void {
  let [a1, a2, a3, a4, a5] = [0, 0, 0, 0, 0]
  let [b0, b1, b2, b3, b4, b5] = [0, 0, 0, 0, 0, 0]
  for (let i = from; i < to; i++) {
    const x = (scores[i] - middle) * perReach
    const y = labels[i]
    const square = x * x
    const cube = square * x
    const fourth = square * square
    const fifth = square * cube
    a1 += x
    a2 += square
    a3 += cube
    a4 += fourth
    a5 += fifth
    b0 += y
    b1 += y * x
    b2 += y * square
    b3 += y * cube
    b4 += y * fourth
    b5 += y * fifth
  }
  all[0] = to - from
  all[1] = a1
  all[2] = a2
  all[3] = a3
  all[4] = a4
  all[5] = a5
  positive[0] = b0
  positive[1] = b1
  positive[2] = b2
  positive[3] = b3
  positive[4] = b4
  positive[5] = b5
}

/** Sums of powers as sums of Chebyshev polynomials, and these as the weights of the points. */
function weigh(powers: Float64Array, into: Float64Array, at: number): void {
  const t0 = powers[0]
  const t1 = powers[1]
  const t2 = 2 * powers[2] - t0
  const t3 = 4 * powers[3] - 3 * t1
  const t4 = 8 * (powers[4] - powers[2]) + t0
  const t5 = 16 * powers[5] - 20 * powers[3] + 5 * t1
  for (let j = 0; j < NODES; j++) {
    const row = j * NODES
    into[at + j] =
      interpolation[row] * t0 +
      interpolation[row + 1] * t1 +
      interpolation[row + 2] * t2 +
      interpolation[row + 3] * t3 +
      interpolation[row + 4] * t4 +
      interpolation[row + 5] * t5
  }
}
