import type { LossSums } from '../samples.ts'
import type { SliceCodes } from './order-codes.ts'

/** Σd and Σd². */
const numbers = 2

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
  const totals = new Float64Array(numbers * slices)
  const subtotals = new Float64Array(numbers * slices * turns)
  const length = Math.max(blockRows, subtotals.length)
  for (let from = 0; from < rows; from += length) {
    addBlock(losses, codes, centers, slices, from, Math.min(from + length, rows), subtotals)
    for (let at = 0; at < subtotals.length; at++) totals[at % totals.length] += subtotals[at]
    subtotals.fill(0)
  }
  return Array.from(centers, (center, slice) => ({
    center,
    deviations: totals[numbers * slice],
    squares: totals[numbers * slice + 1],
  }))
}

/** The loss of each slice's first row. */
function sliceCenters(losses: Float64Array, codes: SliceCodes, slices: number): Float64Array {
  const centers = new Float64Array(slices)
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

function addBlock(
  losses: Float64Array,
  codes: SliceCodes,
  centers: Float64Array,
  slices: number,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  for (let position = from; position < to; position++) {
    const slice = codes[position]
    if (slice >= slices) continue
    const deviation = losses[position] - centers[slice]
    const at = numbers * (slices * (position & (turns - 1)) + slice)
    sums[at] += deviation
    sums[at + 1] += deviation * deviation
  }
}
