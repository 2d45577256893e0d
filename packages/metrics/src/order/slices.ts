import { MetricInputError } from '../metric-input-error.ts'
import type { BinarySample, LossSums, RowLosses } from '../samples.ts'
import { type CodeOrder, orderedCodes, type SliceCodes } from './order-codes.ts'
import { prefetch } from './prefetch.ts'
import { sliceLossSums } from './slice-losses.ts'

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

export interface SliceOptions {
  /** Where the codes have been brought into this order before, together with those of other partitions. */
  readonly arranged?: { readonly order: CodeOrder; readonly index: number } | undefined
  /** Keeps the row of each position, for pairing. Default `false`. */
  readonly keepRows?: boolean
  /** Columns to reuse from one partition to the next; samples of the earlier one are no longer valid then. */
  readonly scratch?: SliceScratch
}

/** One partition's slices, as views into the scratch columns. */
export interface SlicedOrder {
  readonly slices: number
  /** The rows of a slice, sorted; without any, an empty sample. */
  sample(slice: number): BinarySample
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

/**
 * Cuts an order into the slices of one partition.
 *
 * A stable counting scatter: every slice becomes a contiguous run that is already sorted, so that the metric of a slice
 * is the metric of a sample. Linear in the rows.
 *
 * @param codes the slice of each row of the table; codes from `slices` on belong to no slice. Asked for only where they are
 *   not `arranged`, or the order leaves rows out
 * @throws MetricInputError `rows_missing` where the order was made without `keepRows`
 */
export function sliceOrder(
  order: BinarySample,
  codes: SliceCodes | (() => SliceCodes),
  slices: number,
  { arranged, keepRows = false, scratch = sliceScratch() }: SliceOptions = {},
): SlicedOrder {
  const { rows, logLosses, weights, clusters } = order
  if (rows === undefined)
    throw new MetricInputError(
      'rows_missing',
      'This order does not know its rows, so it cannot be sliced: call orderByScore with keepRows: true.',
    )
  const sorted =
    arranged === undefined
      ? gatherCodes(columnOf(codes), rows, scratch)
      : orderedCodes(arranged.order, arranged.index, codesScratch(scratch, slices < 2 ** 8, rows.length))
  const counts = countSlices(sorted, order.labels, slices)
  const starts = startsOf(counts.rows)
  const inside = starts[slices]
  scratch.scores = grown(scratch.scores, inside, Float64Array)
  scratch.labels = grown(scratch.labels, inside, Uint8Array)
  scatterScored(order, scratch, sorted, starts.slice())
  if (weights !== undefined) {
    scratch.weights = grown(scratch.weights, inside, Float64Array)
    scatter(weights, scratch.weights, sorted, starts.slice())
  }
  if (clusters !== undefined) {
    scratch.clusters = grown(scratch.clusters, inside, Uint32Array)
    scatter(clusters, scratch.clusters, sorted, starts.slice())
  }
  if (keepRows) {
    scratch.rows = grown(scratch.rows, inside, Uint32Array)
    scatter(rows, scratch.rows, sorted, starts.slice())
  }
  const total = order.leftOut ? countCodes(columnOf(codes), slices) : null
  const known = new Map<Float64Array, readonly LossSums[]>()
  const lossSums = (losses: RowLosses) => {
    const column = losses.carried?.(order)
    if (column === undefined) return null
    const sums = known.get(column) ?? sliceLossSums(column, sorted, slices)
    known.set(column, sums)
    return sums
  }
  return {
    slices,
    sample(slice) {
      const from = starts[slice]
      const to = starts[slice + 1]
      return {
        scores: scratch.scores.subarray(from, to),
        labels: scratch.labels.subarray(from, to),
        positives: counts.positives[slice],
        ...(weights === undefined &&
          logLosses !== undefined && { lossSums: (losses) => lossSums(losses)?.[slice] ?? null }),
        ...(weights !== undefined && { weights: scratch.weights.subarray(from, to) }),
        ...(clusters !== undefined && { clusters: scratch.clusters.subarray(from, to) }),
        ...(keepRows && { rows: scratch.rows.subarray(from, to) }),
        ...(total !== null && { leftOut: total[slice] - (to - from) }),
      }
    },
  }
}

/** Calls `visit` with each slice's sample in turn; the sample is valid until the scratch is used again. */
export function forEachSlice(
  order: BinarySample,
  codes: SliceCodes,
  slices: number,
  visit: (slice: number, sample: BinarySample) => void,
  options: SliceOptions = {},
): void {
  const cut = sliceOrder(order, codes, slices, options)
  for (let slice = 0; slice < slices; slice++) visit(slice, cut.sample(slice))
}

/** Brings the codes into the order's order, once for all the columns that are scattered by them. */
function gatherCodes(codes: SliceCodes, rows: Uint32Array, scratch: SliceScratch): SliceCodes {
  const into = codesScratch(scratch, codes instanceof Uint8Array, rows.length)
  for (let position = 0; position < rows.length; position++) into[position] = codes[rows[position]]
  return into
}

/** Counts of a slice that take turns, since a count has to wait for the one before it in the same place. */
const turns = 4

/** Rows and positives of each slice. A loop of its own: joined with the one above, both wait for each other. */
function countSlices(codes: SliceCodes, labels: Uint8Array, slices: number): { rows: number[]; positives: number[] } {
  const length = 2 * Math.max(slices, codes instanceof Uint8Array ? 2 ** 8 : 2 ** 16)
  const counts = new Int32Array(turns * length)
  const whole = labels.length - (labels.length % turns)
  for (let from = 0; from < whole; from += blockRows) {
    countBlock(codes, labels, counts, length, from, Math.min(from + blockRows, whole))
  }
  for (let position = whole; position < labels.length; position++) counts[(codes[position] << 1) | labels[position]]++
  for (let at = length; at < counts.length; at++) counts[at % length] += counts[at]
  const positives = Array.from({ length: slices }, (_, slice) => counts[2 * slice + 1])
  return { rows: positives.map((positive, slice) => positive + counts[2 * slice]), positives }
}

function countBlock(
  codes: SliceCodes,
  labels: Uint8Array,
  counts: Int32Array,
  length: number,
  from: number,
  to: number,
): void {
  for (let position = from; position < to; position += turns) {
    counts[(codes[position] << 1) | labels[position]]++
    counts[length + ((codes[position + 1] << 1) | labels[position + 1])]++
    counts[2 * length + ((codes[position + 2] << 1) | labels[position + 2])]++
    counts[3 * length + ((codes[position + 3] << 1) | labels[position + 3])]++
  }
}

/** `starts[slice]` to `starts[slice + 1]` are the positions of a slice. */
function startsOf(counts: readonly number[]): Int32Array {
  const starts = new Int32Array(counts.length + 1)
  for (const [slice, count] of counts.entries()) starts[slice + 1] = starts[slice] + count
  return starts
}

function scatterScored(order: BinarySample, into: SliceScratch, codes: SliceCodes, cursor: Int32Array): void {
  const rows = order.scores.length
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    prefetch(order.scores, from, to)
    scatterBlock(order, into, codes, cursor, from, to)
  }
}

function scatterBlock(
  { scores, labels }: BinarySample,
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

function columnOf(codes: SliceCodes | (() => SliceCodes)): SliceCodes {
  return typeof codes === 'function' ? codes() : codes
}

function codesScratch(scratch: SliceScratch, narrow: boolean, rows: number): SliceCodes {
  if (narrow) {
    scratch.codes = grown(scratch.codes, rows, Uint8Array)
    return scratch.codes
  }
  scratch.wideCodes = grown(scratch.wideCodes, rows, Uint16Array)
  return scratch.wideCodes
}

function countCodes(codes: SliceCodes, slices: number): Float64Array {
  const counts = new Float64Array(slices)
  for (let row = 0; row < codes.length; row++) if (codes[row] < slices) counts[codes[row]]++
  return counts
}

function grown<Column extends { readonly length: number }>(
  column: Column,
  length: number,
  type: new (length: number) => Column,
): Column {
  return column.length >= length ? column : new type(length)
}
