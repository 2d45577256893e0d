import type { SliceCodes } from '../order/order-codes.ts'
import { prefetch } from '../order/prefetch.ts'
import type { BinarySample } from '../samples.ts'

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/** Columns that one partition after another is scattered into; slicing with the same scratch overwrites them. */
export interface SliceScratch {
  codes: Uint8Array
  wideCodes: Uint16Array
  scores: Float64Array
  labels: Uint8Array
  weights: Float64Array
  rows: Uint32Array
  clusters: Uint32Array
}

/** Empty columns that grow to what the orders they serve need. */
export function sliceScratch(): SliceScratch {
  return {
    codes: new Uint8Array(0),
    wideCodes: new Uint16Array(0),
    scores: new Float64Array(0),
    labels: new Uint8Array(0),
    weights: new Float64Array(0),
    rows: new Uint32Array(0),
    clusters: new Uint32Array(0),
  }
}

/** What an order has by position. */
export type SampleColumns = Pick<BinarySample, 'scores' | 'labels' | 'weights' | 'clusters' | 'rows'>

/**
 * Brings all columns of an order into its slices by a stable counting scatter: every slice becomes a contiguous run that is
 * already sorted. Linear in the rows.
 *
 * @param codes the slice of each position
 * @param counts rows of each slice
 * @returns the columns of a slice
 */
export function cutColumns(
  { scores, labels, weights, clusters, rows }: SampleColumns,
  codes: SliceCodes,
  counts: readonly number[],
  scratch: SliceScratch = sliceScratch(),
): (slice: number) => SampleColumns {
  const starts = startsOf(counts)
  const inside = starts[counts.length]
  scratch.scores = grown(scratch.scores, inside, Float64Array)
  scratch.labels = grown(scratch.labels, inside, Uint8Array)
  scatterScored({ scores, labels }, scratch, codes, starts.slice())
  if (weights !== undefined) {
    scratch.weights = grown(scratch.weights, inside, Float64Array)
    scatter(weights, scratch.weights, codes, starts.slice())
  }
  if (clusters !== undefined) {
    scratch.clusters = grown(scratch.clusters, inside, Uint32Array)
    scatter(clusters, scratch.clusters, codes, starts.slice())
  }
  if (rows !== undefined) {
    scratch.rows = grown(scratch.rows, inside, Uint32Array)
    scatter(rows, scratch.rows, codes, starts.slice())
  }
  return (slice) => {
    const [from, to] = [starts[slice], starts[slice + 1]]
    return {
      scores: scratch.scores.subarray(from, to),
      labels: scratch.labels.subarray(from, to),
      ...(weights !== undefined && { weights: scratch.weights.subarray(from, to) }),
      ...(clusters !== undefined && { clusters: scratch.clusters.subarray(from, to) }),
      ...(rows !== undefined && { rows: scratch.rows.subarray(from, to) }),
    }
  }
}

/** `starts[slice]` to `starts[slice + 1]` are the positions of a slice. */
function startsOf(counts: readonly number[]): Int32Array {
  const starts = new Int32Array(counts.length + 1)
  for (const [slice, count] of counts.entries()) starts[slice + 1] = starts[slice] + count
  return starts
}

function scatterScored(
  order: Pick<BinarySample, 'scores' | 'labels'>,
  into: SliceScratch,
  codes: SliceCodes,
  cursor: Int32Array,
): void {
  const rows = order.scores.length
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    prefetch(order.scores, from, to)
    scatterBlock(order, into, codes, cursor, from, to)
  }
}

function scatterBlock(
  { scores, labels }: Pick<BinarySample, 'scores' | 'labels'>,
  { scores: slicedScores, labels: slicedLabels }: SliceScratch,
  codes: SliceCodes,
  cursor: Int32Array,
  from: number,
  to: number,
): void {
  const slices = cursor.length - 1
  for (let position = from; position < to; position++) {
    const slice = codes[position]
    if (slice >= slices) continue
    const at = cursor[slice]++
    slicedScores[at] = scores[position]
    slicedLabels[at] = labels[position]
  }
}

function scatter<Column extends Float64Array | Uint32Array>(
  column: Column,
  into: Column,
  codes: SliceCodes,
  cursor: Int32Array,
): void {
  const slices = cursor.length - 1
  for (let position = 0; position < column.length; position++) {
    const slice = codes[position]
    if (slice < slices) into[cursor[slice]++] = column[position]
  }
}

/** The column, or a larger one where it is too short. */
export function grown<Column extends { readonly length: number }>(
  column: Column,
  length: number,
  type: new (length: number) => Column,
): Column {
  return column.length >= length ? column : new type(length)
}
