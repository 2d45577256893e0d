import { prefetch } from './prefetch.ts'

/**
 * Records of three words, `[high, low, row · 2 + label]`, whose first two words order like the scores: the IEEE 754
 * bits made monotone, less those of the smallest score, shifted left until the first bit is used. The shift puts what
 * tells the scores apart into the high word, so that sorting by it alone leaves next to nothing for the low word.
 */
export const recordWords = 3

const signBit = 0x80000000 | 0

/** Where the keys of a column start and how far they are shifted; what turns a record back into its score. */
export interface KeySpan {
  /** Signed words. */
  readonly high: number
  readonly low: number
  /** 0 to 63. */
  readonly shift: number
}

/** The span of the monotone keys from `least` to `most`, neither of them NaN, zeros of either sign alike. */
export function keySpan(least: number, most: number): KeySpan {
  const bits = new Uint32Array(new Float64Array([least + 0, most + 0]).buffer)
  for (let word = 1; word < 4; word += 2) {
    const mask = bits[word] >> 31
    bits[word] ^= mask | signBit
    bits[word - 1] ^= mask
  }
  const borrow = bits[2] < bits[0] ? 1 : 0
  const high = (bits[3] - bits[1] - borrow) >>> 0
  const low = (bits[2] - bits[0]) >>> 0
  const shift = high !== 0 ? Math.clz32(high) : low === 0 ? 63 : 32 + Math.clz32(low)
  return { high: bits[1] | 0, low: bits[0] | 0, shift }
}

/** How many buckets records are written to, as a number of bits: a few thousand records each, which fit the caches. */
export function bucketBits(rows: number): number {
  return Math.max(0, Math.min(mostBucketBits, Math.floor(Math.log2(Math.max(1, rows / bucketRows)))))
}

const mostBucketBits = 10
const bucketRows = 4096

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/** What is packed: the columns of the table, and 1 for each row that is left out. */
export interface PackedColumns {
  readonly scores: Float64Array
  readonly labels: Uint8Array
  readonly skip: Uint8Array | null
}

/**
 * Rows of each bucket, that is of equal first `bits` of the high word: entry `2 · bucket` counts negatives, the next one
 * positives.
 */
export function countBuckets(columns: PackedColumns, span: KeySpan, bits: number): Uint32Array {
  const counts = new Uint32Array(2 << bits)
  const rows = columns.scores.length
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    prefetch(columns.scores, from, to)
    countBlock(columns, span, bits, counts, from, to)
  }
  return counts
}

/**
 * Writes the record of each row where its bucket's `cursors` point, in the order of the rows; negatives have a place of
 * their own before positives, so that a stable sort keeps them so within equal scores. The cursors end up past the last.
 */
export function packRecords(
  columns: PackedColumns,
  span: KeySpan,
  bits: number,
  cursors: Uint32Array,
  records: Int32Array,
): void {
  const rows = columns.scores.length
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    prefetch(columns.scores, from, to)
    packBlock(columns, span, bits, cursors, records, from, to)
  }
}

function countBlock(
  { scores, labels, skip }: PackedColumns,
  span: KeySpan,
  bits: number,
  counts: Uint32Array,
  from: number,
  to: number,
): void {
  const words = wordsOf(scores)
  const drop = 31 - bits
  for (let row = from; row < to; row++) {
    if (skip !== null && skip[row] === 1) continue
    const low = words[2 * row]
    const high = shiftedHigh(low, withoutMinusZero(words[2 * row + 1], low), span.high, span.low, span.shift)
    // In two steps, because a shift by 32 would be one by none.
    counts[(((high >>> 1) >>> drop) << 1) | labels[row]]++
  }
}

function packBlock(
  { scores, labels, skip }: PackedColumns,
  span: KeySpan,
  bits: number,
  cursors: Uint32Array,
  records: Int32Array,
  from: number,
  to: number,
): void {
  const words = wordsOf(scores)
  const drop = 31 - bits
  for (let row = from; row < to; row++) {
    if (skip !== null && skip[row] === 1) continue
    const low = words[2 * row]
    const high = withoutMinusZero(words[2 * row + 1], low)
    const key = shiftedHigh(low, high, span.high, span.low, span.shift)
    const label = labels[row]
    const at = recordWords * cursors[(((key >>> 1) >>> drop) << 1) | label]++
    records[at] = key
    records[at + 1] = shiftedLow(low, high, span.low, span.shift)
    records[at + 2] = (row << 1) | label
  }
}

/** Signed words, which stay whole numbers of 32 bits where an engine would make doubles of unsigned ones. */
function wordsOf(scores: Float64Array): Int32Array {
  return new Int32Array(scores.buffer, scores.byteOffset, scores.length * 2)
}

/** The high word of a score, that of zero for minus zero. */
function withoutMinusZero(high: number, low: number): number {
  return high === signBit && low === 0 ? 0 : high
}

/** The high word of a score's key, less the least key and shifted. */
function shiftedHigh(low: number, high: number, leastHigh: number, leastLow: number, shift: number): number {
  const mask = high >> 31
  const keyLow = low ^ mask
  // Whether keyLow < leastLow, as unsigned words.
  const borrow = (keyLow ^ signBit) < (leastLow ^ signBit) ? 1 : 0
  const difference = ((high ^ (mask | signBit)) - leastHigh - borrow) | 0
  if (shift === 0) return difference
  const lowDifference = (keyLow - leastLow) | 0
  return shift < 32 ? (difference << shift) | (lowDifference >>> (32 - shift)) : lowDifference << (shift - 32)
}

/** The low word that goes with `shiftedHigh`. */
function shiftedLow(low: number, high: number, leastLow: number, shift: number): number {
  return shift < 32 ? ((low ^ (high >> 31)) - leastLow) << shift : 0
}

/** Where records are turned back into columns; a zero comes back as +0. */
export interface UnpackedColumns {
  readonly scores: Float64Array
  readonly labels: Uint8Array
  readonly rows: Uint32Array | null
}

/** Turns sorted records back into columns, from position `first` on. */
export function unpackRecords(
  records: Int32Array,
  { high: leastHigh, low: leastLow, shift }: KeySpan,
  { scores, labels, rows }: UnpackedColumns,
  first: number,
): void {
  const words = wordsOf(scores)
  const end = first + ((records.length / recordWords) | 0)
  for (let position = first, at = 0; position < end; position++, at += recordWords) {
    const high = records[at]
    const low = records[at + 1]
    const lowDifference =
      shift === 0 ? low : shift < 32 ? (low >>> shift) | (high << (32 - shift)) : high >>> (shift - 32)
    const highDifference = shift < 32 ? high >>> shift : 0
    const keyLow = (lowDifference + leastLow) | 0
    const carry = (keyLow ^ signBit) < (leastLow ^ signBit) ? 1 : 0
    const keyHigh = (highDifference + leastHigh + carry) | 0
    const mask = ~(keyHigh >> 31)
    words[2 * position + 1] = keyHigh ^ (mask | signBit)
    words[2 * position] = keyLow ^ mask
    const tag = records[at + 2]
    labels[position] = tag & 1
    if (rows !== null) rows[position] = tag >>> 1
  }
}
