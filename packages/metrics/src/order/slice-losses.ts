import type { LossSums } from '../samples.ts'
import type { SliceCodes } from './order-codes.ts'
import { prefetch } from './prefetch.ts'

/** Sums of a slice that take turns, since an addition has to wait for the one before it to the same place. */
const turns = 4

/** Rows whose sums are gathered before they are added to the rest: subtotals keep rounding from growing with the rows. */
const blockRows = 2048

/**
 * Sums of a loss over the rows of each slice, without cutting the order.
 *
 * @param losses by position
 * @param codes the slice of each position; codes from `slices` on belong to no slice
 */
export function sliceLossSums(losses: Float64Array, codes: SliceCodes, slices: number): readonly LossSums[] {
  const rows = losses.length
  const centers = sliceCenters(losses, codes, slices)
  const totals = new Float64Array(2 * slices)
  const subtotals = new Float64Array(2 * centers.length * turns)
  const length = Math.max(blockRows, 2 * slices * turns)
  for (let from = 0; from < rows; from += length) {
    const to = Math.min(from + length, rows)
    prefetch(losses, from, to)
    addBlock(losses, codes, centers, from, to, subtotals)
    addSubtotals(subtotals, totals)
  }
  return Array.from({ length: slices }, (_, slice) => ({
    center: centers[slice],
    deviations: totals[2 * slice],
    squares: totals[2 * slice + 1],
  }))
}

/** The loss of each slice's first row, with room for the codes that belong to no slice. */
function sliceCenters(losses: Float64Array, codes: SliceCodes, slices: number): Float64Array {
  const centers = new Float64Array(codes instanceof Uint8Array ? 2 ** 8 : 2 ** 16)
  const found = new Uint8Array(slices)
  for (let position = 0, missing = slices; missing > 0 && position < losses.length; position++) {
    const slice = codes[position]
    if (slice >= slices || found[slice] === 1) continue
    centers[slice] = losses[position]
    found[slice] = 1
    missing--
  }
  return centers
}

/** Σd and Σd² of every code, those of no slice too: adding them costs less than asking. */
function addBlock(
  losses: Float64Array,
  codes: SliceCodes,
  centers: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const turn = 2 * centers.length
  const whole = to - ((to - from) % turns)
  for (let position = from; position < whole; position += turns) {
    add(losses[position], codes[position], centers, sums, 0)
    add(losses[position + 1], codes[position + 1], centers, sums, turn)
    add(losses[position + 2], codes[position + 2], centers, sums, 2 * turn)
    add(losses[position + 3], codes[position + 3], centers, sums, 3 * turn)
  }
  for (let position = whole; position < to; position++) add(losses[position], codes[position], centers, sums, 0)
}

function add(loss: number, code: number, centers: Float64Array, sums: Float64Array, turn: number): void {
  const deviation = loss - centers[code]
  const at = turn + 2 * code
  sums[at] += deviation
  sums[at + 1] += deviation * deviation
}

/** Empties the subtotals of the slices into their totals. */
function addSubtotals(subtotals: Float64Array, totals: Float64Array): void {
  const turn = subtotals.length / turns
  for (let at = 0; at < totals.length; at++) {
    for (let from = at; from < subtotals.length; from += turn) {
      totals[at] += subtotals[from]
      subtotals[from] = 0
    }
  }
}
