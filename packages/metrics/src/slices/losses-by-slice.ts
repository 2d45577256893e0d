import { deviationsAt } from '../binary/row-losses.ts'
import type { SliceCodes } from '../order/order-codes.ts'
import { prefetch } from '../order/prefetch.ts'
import type { BinarySample, LossSums, RowLosses } from '../samples.ts'
import { firstBySlice, lastBySlice, type RowsBySlice } from './rows-by-slice.ts'

/** Sums of a slice that take turns, since an addition has to wait for the one before it to the same place. */
const turns = 4

/** Rows whose sums are gathered before they are added to the rest: subtotals keep rounding from growing with the rows. */
const blockRows = 2048

/** The positions of the first and the last row of either class of each slice, −1 for none. */
export type SliceEnds = readonly Int32Array[]

/** Between these lie all losses of a slice, since scores ascend. */
export function sliceEnds(codes: SliceCodes, labels: Uint8Array, { rows, positives }: RowsBySlice): SliceEnds {
  const slices = rows.length
  return ([0, 1] as const).flatMap((label) => {
    const expected = rows.filter(
      (count, slice) => (label === 1 ? positives[slice] : count - positives[slice]) > 0,
    ).length
    return [firstBySlice(codes, labels, label, slices, expected), lastBySlice(codes, labels, label, slices, expected)]
  })
}

/**
 * Sums of a loss over the rows of each slice, without cutting the order.
 *
 * @param codes the slice of each position; codes from `slices` on belong to no slice
 */
export function lossesBySlice(
  order: BinarySample,
  losses: RowLosses,
  codes: SliceCodes,
  slices: number,
  ends: SliceEnds,
): readonly LossSums[] {
  const rows = codes.length
  const centers = new Float64Array(codes instanceof Uint8Array ? 2 ** 8 : 2 ** 16)
  centers.set(sliceCenters(order, losses, ends))
  const totals = new Float64Array(2 * slices)
  const subtotals = new Float64Array(2 * centers.length * turns)
  const length = Math.max(blockRows, 2 * slices * turns)
  const whole = rows - (rows % turns)
  const rest = new Float64Array(turns)
  const carried = losses.carried?.(order)
  const block = carried ?? new Float64Array(length)
  for (let from = 0; from < whole; from += length) {
    const to = Math.min(from + length, whole)
    if (carried === undefined) losses.rows(order, from, to, block)
    else prefetch(carried, from, to)
    addBlock(block, carried === undefined ? from : 0, codes, centers, from, to, subtotals)
    addSubtotals(subtotals, totals)
  }
  losses.rows(order, whole, rows, rest)
  for (let position = whole; position < rows; position++) {
    add(rest[position - whole], codes[position], centers, subtotals, 0)
  }
  addSubtotals(subtotals, totals)
  return Array.from({ length: slices }, (_, slice) => ({
    center: centers[slice],
    deviations: totals[2 * slice],
    squares: totals[2 * slice + 1],
    ...extremesOf(order, losses, centers[slice], ends, slice),
  }))
}

/** The least and the greatest deviation of a slice's losses from its centre. */
export function extremesOf(
  order: BinarySample,
  losses: RowLosses,
  center: number,
  ends: SliceEnds,
  slice: number,
): { least: number; most: number } {
  return deviationsAt(
    order,
    losses,
    center,
    ends.map((positions) => positions[slice]),
  )
}

/** The loss of each slice's first row. */
export function sliceCenters(order: BinarySample, losses: RowLosses, ends: SliceEnds): Float64Array {
  const [firstNegative, , firstPositive] = ends
  const centers = new Float64Array(firstNegative.length)
  const one = new Float64Array(1)
  for (let slice = 0; slice < firstNegative.length; slice++) {
    const firsts = [firstNegative[slice], firstPositive[slice]].filter((position) => position >= 0)
    if (firsts.length === 0) continue
    const first = Math.min(...firsts)
    losses.rows(order, first, first + 1, one)
    centers[slice] = one[0]
  }
  return centers
}

/**
 * Σd and Σd² of every code, those of no slice too: adding them costs less than asking. A multiple of `turns` rows, for what
 * an engine has seldom seen it compiles again.
 *
 * @param first the position of the first of the losses
 */
function addBlock(
  losses: Float64Array,
  first: number,
  codes: SliceCodes,
  centers: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const turn = 2 * centers.length
  for (let position = from, at = from - first; position < to; position += turns, at += turns) {
    add(losses[at], codes[position], centers, sums, 0)
    add(losses[at + 1], codes[position + 1], centers, sums, turn)
    add(losses[at + 2], codes[position + 2], centers, sums, 2 * turn)
    add(losses[at + 3], codes[position + 3], centers, sums, 3 * turn)
  }
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
