import { MetricInputError } from '../metric-input-error.ts'
import type { BinarySample } from '../samples.ts'
import { type FilledBuckets, fillBuckets, sortBuckets } from './bucket-sort.ts'
import { memoryLike } from './memory.ts'
import { prefetch } from './prefetch.ts'
import { keySpan } from './score-key.ts'
import { awaitShares } from './shares.ts'

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
  /** Called with what remains to be done once the rows are in buckets: another thread may do a part of it, by `sortBuckets`. */
  readonly onShared?: (filled: FilledBuckets) => void
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
  const { weights, clusters, keepRows = false, missing = 'refuse', onShared } = options
  requireLengths(scores.length, { labels, weights, clusters })
  requireBinary(labels)
  if (weights !== undefined) requireWeights(weights)
  const range = scoreRange(scores)
  if (range.missing > 0 && missing === 'refuse') throw nanScore(scores, range.missing)

  const skip = range.missing > 0 || weights?.includes(0) ? skippedRows(scores, weights) : null
  const needsRows = keepRows || weights !== undefined || clusters !== undefined
  const filled = fillBuckets({ scores, labels, skip }, keySpan(range.least, range.most), needsRows)
  onShared?.(filled)
  sortBuckets(filled)
  awaitShares(filled.shares)
  const { sorted, positives } = filled
  const { rows } = sorted
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
