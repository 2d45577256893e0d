import { addGroup, rankState, rankSumsOf } from '../binary/rank-sums.ts'
import type { SliceCodes } from '../order/order-codes.ts'
import type { BinarySample, RankSums } from '../samples.ts'
import type { RowsBySlice } from './rows-by-slice.ts'
import { tieGroups } from './ties.ts'

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 4096

/** What the walk knows of the slices: by code, so that codes of no slice need no question before a positive. */
interface Walk {
  readonly labels: Uint8Array
  readonly codes: SliceCodes
  readonly slices: number
  /** Negatives of each code since its last positive. */
  readonly pending: Int32Array
  /** `rankState` numbers a slice. */
  readonly state: Float64Array
  /** Rows of each code in the tie group at hand; all 0 between groups. */
  readonly tiedNegatives: Int32Array
  readonly tiedPositives: Int32Array
}

/**
 * The rank sums of each slice of an order without weights, without cutting it: one walk in which most rows add one to a count,
 * and positives do the arithmetic. The same sums as of the slice's own rows.
 *
 * @param codes the slice of each position; codes from `slices` on belong to no slice
 */
export function ranksBySlice(order: BinarySample, codes: SliceCodes, { rows, positives }: RowsBySlice): RankSums[] {
  const slices = rows.length
  const state = new Float64Array(slices * rankState)
  const [pending, tiedNegatives, tiedPositives] = [0, 1, 2].map(
    () => new Int32Array(codes instanceof Uint8Array ? 2 ** 8 : 2 ** 16),
  )
  for (let slice = 0; slice < slices; slice++) {
    state[slice * rankState] = rows[slice] - positives[slice]
    state[slice * rankState + 9] = rows[slice]
    state[slice * rankState + 10] = positives[slice]
  }
  const walk = { labels: order.labels, codes, slices, pending, state, tiedNegatives, tiedPositives }
  const groups = tieGroups(order)
  let reached = 0
  for (let group = 0; group < groups.length; group += 2) {
    addUntied(walk, reached, groups[group])
    reached = groups[group + 1]
    addTied(walk, groups[group], reached)
  }
  addUntied(walk, reached, codes.length)
  return Array.from({ length: slices }, (_, slice) => {
    addGroup(state, slice * rankState, pending[slice], 0, 0)
    return rankSumsOf(state, slice * rankState)
  })
}

function addUntied({ labels, codes, slices, pending, state }: Walk, from: number, to: number): void {
  for (let first = from; first < to; first += blockRows) {
    addBlock(labels, codes, slices, pending, state, first, Math.min(first + blockRows, to))
  }
}

function addBlock(
  labels: Uint8Array,
  codes: SliceCodes,
  slices: number,
  pending: Int32Array,
  state: Float64Array,
  from: number,
  to: number,
): void {
  for (let position = from; position < to; position++) {
    const code = codes[position]
    if (labels[position] === 0) pending[code]++
    else if (code < slices) {
      addGroup(state, code * rankState, pending[code], 0, 1)
      pending[code] = 0
    }
  }
}

/** A tie group of the order is one of each slice that has rows in it, whose negatives wait where it has no positives. */
function addTied(
  { labels, codes, slices, pending, state, tiedNegatives, tiedPositives }: Walk,
  from: number,
  to: number,
): void {
  for (let position = from; position < to; position++) {
    if (labels[position] === 1) tiedPositives[codes[position]]++
    else tiedNegatives[codes[position]]++
  }
  // The first row of a slice deals with all of the slice's; the others then find nothing.
  for (let position = from; position < to; position++) {
    const code = codes[position]
    const negatives = tiedNegatives[code]
    const positives = tiedPositives[code]
    if (positives === 0 || code >= slices) pending[code] += negatives
    else {
      addGroup(state, code * rankState, pending[code], negatives, positives)
      pending[code] = 0
    }
    tiedNegatives[code] = 0
    tiedPositives[code] = 0
  }
}
