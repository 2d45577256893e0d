import type { SliceCodes } from '../order/order-codes.ts'
import { prefetch } from '../order/prefetch.ts'
import type { BinarySample, BinSums } from '../samples.ts'

/** Rows whose sums are gathered before they are added to the rest: subtotals keep rounding from growing with the rows. */
const blockRows = 2048

/** Sums of a slice that take turns, since an addition has to wait for the one before it to the same place. */
const turns = 2

/** Numbers of a slice's class: rows, Σe, Σe², Σ(e² − c)², of the errors e = |p − y| and the slice's centre c. */
const numbers = 4

/** So many bins, and sums, are not worth a walk for all slices together. */
const mostBins = 1024
const mostSums = 2 ** 20

/** What errors of probabilities sum to in a slice. */
export interface ErrorSums {
  readonly bins: BinSums
  /** Σ(e² − c) and Σ(e² − c)². */
  readonly deviations: number
  readonly squares: number
}

/**
 * Sums of each slice by bins of the whole order's scores, which are probabilities: bin b holds the positions `starts[b]` to
 * `starts[b + 1]`. One walk gives what calibration errors are made of and what the Brier score is. `null` where bins times
 * slices are too many.
 *
 * @param codes the slice of each position; codes from `centers.length` on belong to no slice
 * @param centers around which each slice's squared errors are summed
 */
export function errorsBySlice(
  order: Pick<BinarySample, 'scores' | 'labels'>,
  codes: SliceCodes,
  centers: Float64Array,
  starts: Uint32Array,
): readonly ErrorSums[] | null {
  const slices = centers.length
  const bins = starts.length - 1
  if (bins > mostBins || bins * slices > mostSums) return null
  const allCenters = new Float64Array(codes instanceof Uint8Array ? 2 ** 8 : 2 ** 16)
  allCenters.set(centers)
  const subtotals = new Float64Array(turns * 2 * numbers * allCenters.length)
  const sums = Array.from(centers, (center) => new SliceErrors(bins, center))
  const walk = { ...order, codes, centers: allCenters, subtotals, sums }
  for (let bin = 0; bin < bins; bin++) {
    const whole = starts[bin + 1] - ((starts[bin + 1] - starts[bin]) % turns)
    addBin(walk, bin, starts[bin], whole)
    if (whole < starts[bin + 1]) addLast(walk, bin, whole)
  }
  return sums
}

interface Walk extends Pick<BinarySample, 'scores' | 'labels'> {
  readonly codes: SliceCodes
  /** By code. */
  readonly centers: Float64Array
  readonly subtotals: Float64Array
  /** By slice. */
  readonly sums: readonly SliceErrors[]
}

/** Adds rows of a bin, a multiple of `turns`. */
function addBin(
  { scores, labels, codes, centers, subtotals, sums }: Walk,
  bin: number,
  from: number,
  to: number,
): void {
  const length = Math.max(blockRows, 2 * numbers * sums.length)
  for (let first = from; first < to; first += length) {
    const last = Math.min(first + length, to)
    prefetch(scores, first, last)
    addBlock(scores, labels, codes, centers, first, last, subtotals)
    takeAll(sums, subtotals, bin)
  }
}

/** Adds the row that is left of a bin. */
function addLast({ scores, labels, codes, centers, subtotals, sums }: Walk, bin: number, at: number): void {
  add(scores[at], labels[at], codes[at], centers, subtotals, 0)
  takeAll(sums, subtotals, bin)
}

function takeAll(sums: readonly SliceErrors[], subtotals: Float64Array, bin: number): void {
  for (let slice = 0; slice < sums.length; slice++) sums[slice].take(subtotals, slice, bin)
}

/**
 * The sums of every code, those of no slice too: adding them costs less than asking. A multiple of `turns` rows, for what an
 * engine has seldom seen it compiles again.
 */
function addBlock(
  scores: Float64Array,
  labels: Uint8Array,
  codes: SliceCodes,
  centers: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const turn = sums.length >>> 1
  for (let position = from; position < to; position += turns) {
    add(scores[position], labels[position], codes[position], centers, sums, 0)
    add(scores[position + 1], labels[position + 1], codes[position + 1], centers, sums, turn)
  }
}

function add(
  score: number,
  label: number,
  code: number,
  centers: Float64Array,
  sums: Float64Array,
  turn: number,
): void {
  const error = Math.abs(score - label)
  const square = error * error
  const deviation = square - centers[code]
  const at = turn + (((code << 1) | label) << 2)
  sums[at]++
  sums[at + 1] += error
  sums[at + 2] += square
  sums[at + 3] += deviation * deviation
}

/** Errors of one slice while they are summed. */
class SliceErrors implements ErrorSums {
  readonly bins: BinSums
  readonly #center: number
  deviations = 0
  squares = 0

  constructor(bins: number, center: number) {
    const [rows, positives, predicted, squares] = [0, 1, 2, 3].map(() => new Float64Array(bins))
    this.bins = { rows, positives, predicted, squares }
    this.#center = center
  }

  /** Empties the slice's subtotals into its sums. A positive of error e is predicted 1 − e. */
  take(subtotals: Float64Array, slice: number, bin: number): void {
    const { rows, positives, predicted, squares } = this.bins
    for (let turn = 0; turn < turns; turn++) {
      const at = slice * 2 * numbers + turn * (subtotals.length >>> 1)
      const negativeRows = subtotals[at]
      const positiveRows = subtotals[at + numbers]
      const misses = subtotals[at + numbers + 1]
      const missSquares = subtotals[at + numbers + 2]
      rows[bin] += negativeRows + positiveRows
      positives[bin] += positiveRows
      predicted[bin] += subtotals[at + 1] + (positiveRows - misses)
      squares[bin] += subtotals[at + 2] + (positiveRows - 2 * misses + missSquares)
      this.deviations += subtotals[at + 2] + missSquares - (negativeRows + positiveRows) * this.#center
      this.squares += subtotals[at + 3] + subtotals[at + numbers + 3]
      for (let k = 0; k < 2 * numbers; k++) subtotals[at + k] = 0
    }
  }
}
