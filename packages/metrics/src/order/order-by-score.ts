import { MetricInputError } from '../metric-input-error.ts'
import type { BinarySample } from '../samples.ts'
import { memoryLike } from './memory.ts'
import { prefetch } from './prefetch.ts'
import { sortRecords } from './radix-sort.ts'
import {
  bucketBits,
  countBuckets,
  type KeySpan,
  keySpan,
  type PackedColumns,
  packRecords,
  recordWords,
  type UnpackedColumns,
  unpackRecords,
} from './score-key.ts'

/** Columns of the table by row, and what the order is to keep of them. */
export interface OrderOptions {
  /** Finite and ≥ 0. Rows of weight 0 are left out. */
  readonly weights?: Float64Array | undefined
  /** Dense cluster numbers. */
  readonly clusters?: Uint32Array | undefined
  /** Keeps the row of each position: what slicing and pairing need. Default `false`. */
  readonly keepRows?: boolean
  /** What becomes of rows whose score is NaN. Default `refuse`, which throws. */
  readonly missing?: 'refuse' | 'drop'
}

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/** At most 2³¹ rows: the label shares a word with the row. */
const rowLimit = 2 ** 31

/**
 * Sorts the rows of one model by score, once, for every metric and every slice.
 *
 * Ascending; within equal scores negatives come first and rows keep their order. Zeros of either sign are equal and
 * ±Infinity are ordinary scores. Radix sort of the scores' bits: linear in the rows whatever their distribution, with
 * a working memory of 24 bytes a row. The order's columns lie in shared memory where the scores do, so that other threads
 * can read them.
 *
 * @param scores one score a row, higher meaning more positive
 * @param labels 1 for the positive class, 0 otherwise
 * @throws MetricInputError for a NaN score (unless dropped), a label that is neither 0 nor 1, a weight that is negative
 *   or not finite, and columns of different lengths; with the first row and the number of rows
 */
export function orderByScore(scores: Float64Array, labels: Uint8Array, options: OrderOptions = {}): BinarySample {
  const { weights, clusters, keepRows = false, missing = 'refuse' } = options
  requireLengths(scores.length, { labels, weights, clusters })
  requireBinary(labels)
  if (weights !== undefined) requireWeights(weights)
  const range = scoreRange(scores)
  if (range.missing > 0 && missing === 'refuse') throw nanScore(scores, range.missing)

  const skip = range.missing > 0 || weights?.includes(0) ? skippedRows(scores, weights) : null
  const needsRows = keepRows || weights !== undefined || clusters !== undefined
  const sorted = sortScores({ scores, labels, skip }, keySpan(range.least, range.most), needsRows)
  const { rows, positives } = sorted
  return {
    scores: sorted.scores,
    labels: sorted.labels,
    positives,
    ...(rows !== null && keepRows && { rows }),
    ...(rows !== null &&
      weights !== undefined && {
        weights: gather(weights, rows, new Float64Array(memoryLike(scores, 8 * rows.length))),
      }),
    ...(rows !== null &&
      clusters !== undefined && {
        clusters: gather(clusters, rows, new Uint32Array(memoryLike(scores, 4 * rows.length))),
      }),
    ...(skip !== null && { leftOut: scores.length - sorted.scores.length }),
  }
}

/**
 * Buckets first, then each bucket by itself while the caches hold it: records are written once across the memory, where a
 * sort of all together would write them once a digit.
 */
function sortScores(
  columns: PackedColumns,
  span: KeySpan,
  needsRows: boolean,
): UnpackedColumns & { positives: number } {
  const { scores: like } = columns
  const bits = bucketBits(like.length)
  const counts = countBuckets(columns, span, bits)
  const { starts, rows, positives, largest } = layBuckets(counts)
  const records = new Int32Array(rows * recordWords)
  packRecords(columns, span, bits, starts.slice(), records)
  const scratch = new Int32Array(largest * recordWords)
  const sorted: UnpackedColumns = {
    scores: new Float64Array(memoryLike(like, 8 * rows)),
    labels: new Uint8Array(memoryLike(like, rows)),
    rows: needsRows ? new Uint32Array(memoryLike(like, 4 * rows)) : null,
  }
  for (let bucket = 0; bucket < counts.length; bucket += 2) {
    const from = starts[bucket]
    const to = from + counts[bucket] + counts[bucket + 1]
    const bucketRecords = records.subarray(from * recordWords, to * recordWords)
    unpackRecords(sortRecords(bucketRecords, scratch.subarray(0, bucketRecords.length)), span, sorted, from)
  }
  return { ...sorted, positives }
}

/** Where each bucket's negatives and positives begin, one bucket after the other. */
function layBuckets(counts: Uint32Array) {
  const starts = new Uint32Array(counts.length)
  let rows = 0
  let positives = 0
  let largest = 0
  for (let bucket = 0; bucket < counts.length; bucket += 2) {
    starts[bucket] = rows
    starts[bucket + 1] = rows + counts[bucket]
    rows += counts[bucket] + counts[bucket + 1]
    positives += counts[bucket + 1]
    largest = Math.max(largest, counts[bucket] + counts[bucket + 1])
  }
  return { starts, rows, positives, largest }
}

function gather<Column extends Float64Array | Uint32Array>(column: Column, rows: Uint32Array, into: Column): Column {
  for (let position = 0; position < rows.length; position++) into[position] = column[rows[position]]
  return into
}

interface ScoreRange {
  least: number
  most: number
  missing: number
}

function scoreRange(scores: Float64Array): ScoreRange {
  const range = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY, missing: 0 }
  for (let from = 0; from < scores.length; from += blockRows) {
    const to = Math.min(from + blockRows, scores.length)
    prefetch(scores, from, to)
    widenByBlock(range, scores, from, to)
  }
  return range.least > range.most ? { least: 0, most: 0, missing: range.missing } : range
}

function widenByBlock(range: ScoreRange, scores: Float64Array, from: number, to: number): void {
  let { least, most, missing } = range
  for (let row = from; row < to; row++) {
    const score = scores[row]
    if (score < least) least = score
    if (score > most) most = score
    if (Number.isNaN(score)) missing++
  }
  range.least = least
  range.most = most
  range.missing = missing
}

function skippedRows(scores: Float64Array, weights: Float64Array | undefined): Uint8Array {
  const skip = new Uint8Array(scores.length)
  for (let row = 0; row < scores.length; row++) {
    if (Number.isNaN(scores[row]) || weights?.[row] === 0) skip[row] = 1
  }
  return skip
}

function requireLengths(rows: number, columns: Record<string, ArrayLike<number> | undefined>): void {
  if (rows >= rowLimit)
    throw new MetricInputError(
      'length_mismatch',
      `${rows} rows are too many to order: expected fewer than ${rowLimit}.`,
    )
  for (const [name, column] of Object.entries(columns)) {
    if (column !== undefined && column.length !== rows)
      throw new MetricInputError(
        'length_mismatch',
        `${name} has ${column.length} rows, scores have ${rows}: expected one of each for every row.`,
      )
  }
}

function requireBinary(labels: Uint8Array): void {
  let count = 0
  for (let from = 0; from < labels.length; from += blockRows) {
    count += countOthers(labels, from, Math.min(from + blockRows, labels.length))
  }
  if (count === 0) return
  const row = labels.findIndex((label) => label > 1)
  throw new MetricInputError(
    'invalid_label',
    `${count} labels are neither 0 nor 1, first in row ${row} (${labels[row]}): code the positive class as 1, others as 0.`,
    { row, count },
  )
}

/** Labels of a block that are neither 0 nor 1. */
function countOthers(labels: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let row = from; row < to; row++) count += labels[row] >> 1 === 0 ? 0 : 1
  return count
}

function requireWeights(weights: Float64Array): void {
  let count = 0
  for (let row = 0; row < weights.length; row++) if (!(weights[row] >= 0 && weights[row] < Infinity)) count++
  if (count === 0) return
  const row = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity))
  throw new MetricInputError(
    'invalid_weight',
    `${count} weights are negative or not finite, first in row ${row} (${weights[row]}): expected numbers from 0.`,
    { row, count },
  )
}

function nanScore(scores: Float64Array, count: number): MetricInputError {
  const row = scores.findIndex(Number.isNaN)
  return new MetricInputError(
    'nan_score',
    `${count} scores are missing (NaN), first in row ${row}: fill them, or leave these rows out with missing: 'drop'.`,
    { row, count },
  )
}
