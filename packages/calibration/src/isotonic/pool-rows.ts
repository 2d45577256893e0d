import { type BinarySample, orderByScore, prefetch } from '@sluice/metrics'
import { poolRuns } from './isotonic-blocks.ts'
import { BlockStack, type Pooled } from './pool-adjacent-violators.ts'
import { countRows, scoreBuckets } from './score-buckets.ts'

/** Rows of one call: small functions that are called often are compiled early. */
const blockRows = 16_384

/** Below this sorting is as fast; above it products of counts would not be exact. */
const FEWEST_ROWS = 16_384
const MOST_ROWS = 2 ** 26
const MOST_BUCKETS = 2 ** 16
const BUCKET_ROWS = 8

/** What becomes of a bucket: pooled whole, sorted, or, where it holds one score only, a tie group as it is. */
const WHOLE = 0
const SORTED = 1
const TIED = 2

/** Blocks of an isotonic regression, `starts` being positions in `order`, which has the ends of every block. */
export interface PooledRows {
  readonly order: BinarySample
  readonly pooled: Pooled
}

/**
 * Isotonic regression of rows in any order, which sorts only those that can matter: one in twenty of a million.
 *
 * The blocks are the edges of the greatest convex minorant of the cumulative sums of labels. Rows are counted by buckets of
 * neighbouring scores. The minorant U of the sums at the buckets' ends lies nowhere below the true one. Within a bucket sums
 * are lowest with all negatives first: where even that corner is not below U, no vertex lies inside, and the bucket is pooled
 * whole. The other buckets are sorted, and those on both sides of a vertex of U, for the scores at which blocks end. Counts
 * are exact, and so are the blocks: those of the sorted rows, to the last bit.
 *
 * @returns `null` where sorting is to decide: few rows, scores outside [0, 1], labels other than 0 and 1, or rows of
 *   which most would be sorted anyway
 */
export function poolRows(scores: Float64Array, labels: Uint8Array): PooledRows | null {
  const rows = scores.length
  if (rows < FEWEST_ROWS || rows > MOST_ROWS || labels.length !== rows) return null
  const buckets = scoreBuckets(scores, Math.min(MOST_BUCKETS, Math.floor(rows / BUCKET_ROWS)))
  const codes = new Uint32Array(rows)
  const counts = new Uint32Array(2 * buckets.count)
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows)
    prefetch(scores, from, to)
    if (!countRows(scores, labels, buckets, codes, counts, from, to)) return null
  }
  const kinds = kindsOf(counts)
  if (rowsOf(SORTED, kinds, counts) > rows / 16) markTied(scores, codes, kinds)
  if (rowsOf(SORTED, kinds, counts) > rows / 2) return null
  const order = orderedRows(scores, codes, kinds, counts)
  return { order, pooled: poolBuckets(counts, kinds, order) }
}

/** Buckets in which, or beside which, a block may end are to be sorted. */
function kindsOf(counts: Uint32Array): Uint8Array {
  const kinds = new Uint8Array(counts.length >> 1)
  const stack = new BlockStack()
  for (let b = 0; b < kinds.length; b++) stack.push(b, counts[2 * b] + counts[2 * b + 1], counts[2 * b + 1])
  const { blocks, starts, weight, sum } = stack.pooled()
  for (let block = 0; block < blocks; block++) {
    const to = block + 1 < blocks ? starts[block + 1] : kinds.length
    markCorners(counts, starts[block], to, weight[block], sum[block], kinds)
  }
  return kinds
}

/** Of one edge of U: buckets whose corner is below it, the first, and the last that is not empty. */
function markCorners(
  counts: Uint32Array,
  first: number,
  to: number,
  weight: number,
  sum: number,
  kinds: Uint8Array,
): void {
  let [x, y, last] = [0, 0, first]
  for (let b = first; b < to; b++) {
    const negatives = counts[2 * b]
    const positives = counts[2 * b + 1]
    if (negatives + positives === 0) continue
    if (y * weight < sum * (x + negatives)) kinds[b] = SORTED
    x += negatives + positives
    y += positives
    last = b
  }
  kinds[first] = SORTED
  kinds[last] = SORTED
}

function rowsOf(kind: number, kinds: Uint8Array, counts: Uint32Array): number {
  let rows = 0
  for (let b = 0; b < kinds.length; b++) if (kinds[b] === kind) rows += counts[2 * b] + counts[2 * b + 1]
  return rows
}

/** Where scores have few digits, or few values: a bucket of one score needs no sorting. */
function markTied(scores: Float64Array, codes: Uint32Array, kinds: Uint8Array): void {
  const seen = new Float64Array(kinds.length).fill(Number.NaN)
  const several = new Uint8Array(kinds.length)
  for (let from = 0; from < codes.length; from += blockRows) {
    compareScores(scores, codes, from, Math.min(codes.length, from + blockRows), seen, several)
  }
  for (let b = 0; b < kinds.length; b++) if (kinds[b] === SORTED && several[b] === 0) kinds[b] = TIED
}

function compareScores(
  scores: Float64Array,
  codes: Uint32Array,
  from: number,
  to: number,
  seen: Float64Array,
  several: Uint8Array,
): void {
  for (let row = from; row < to; row++) {
    const bucket = codes[row] >> 1
    const score = scores[row]
    const before = seen[bucket]
    if (before === score) continue
    if (Number.isNaN(before)) seen[bucket] = score
    else several[bucket] = 1
  }
}

/** All rows of sorted buckets and one of each that is tied. */
function orderedRows(scores: Float64Array, codes: Uint32Array, kinds: Uint8Array, counts: Uint32Array): BinarySample {
  const most = rowsOf(SORTED, kinds, counts) + kinds.length
  const some = { scores: new Float64Array(most), labels: new Uint8Array(most), taken: new Uint8Array(kinds.length) }
  let end = 0
  for (let from = 0; from < codes.length; from += blockRows) {
    end = takeRows(scores, codes, kinds, from, Math.min(codes.length, from + blockRows), some, end)
  }
  return orderByScore(some.scores.subarray(0, end), some.labels.subarray(0, end))
}

interface TakenRows {
  readonly scores: Float64Array
  readonly labels: Uint8Array
  /** 1 for tied buckets that are there already. */
  readonly taken: Uint8Array
}

function takeRows(
  scores: Float64Array,
  codes: Uint32Array,
  kinds: Uint8Array,
  from: number,
  to: number,
  into: TakenRows,
  end: number,
): number {
  let at = end
  for (let row = from; row < to; row++) {
    const bucket = codes[row] >> 1
    const kind = kinds[bucket]
    if (kind === WHOLE || into.taken[bucket] === 1) continue
    if (kind === TIED) into.taken[bucket] = 1
    into.scores[at] = scores[row]
    into.labels[at++] = codes[row] & 1
  }
  return at
}

/** Runs of sorted buckets tie group by tie group, those between them whole: these begin no block. */
function poolBuckets(counts: Uint32Array, kinds: Uint8Array, order: BinarySample): Pooled {
  const stack = new BlockStack()
  let position = 0
  for (let b = 0; b < kinds.length; ) {
    const kind = kinds[b]
    let [weight, sum] = [0, 0]
    do {
      weight += counts[2 * b] + counts[2 * b + 1]
      sum += counts[2 * b + 1]
      b++
    } while (kind !== TIED && b < kinds.length && kinds[b] === kind)
    if (kind !== SORTED) stack.push(position, weight, sum)
    else poolRuns(stack, order, position, position + weight)
    position += kind === SORTED ? weight : kind === TIED ? 1 : 0
  }
  return stack.pooled()
}
