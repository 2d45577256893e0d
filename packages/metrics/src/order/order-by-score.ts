import { MetricInputError } from '../metric-input-error.ts'
import type { BinarySample } from '../samples.ts'
import { memoryLike } from './memory.ts'
import { sortRecords } from './radix-sort.ts'
import { keySpan, packRecords, recordWords, unpackRecords } from './score-key.ts'

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
  const kept = countKept(labels, skip)
  const span = keySpan(range.least, range.most)
  const packed = new Uint32Array(memoryLike(scores, 4 * kept.rows * recordWords))
  packRecords(scores, labels, span, kept.rows - kept.positives, packed, skip)
  const { records, spare } = sortRecords(packed)
  const needsRows = keepRows || weights !== undefined || clusters !== undefined
  const columns = outputColumns(kept.rows, scores, needsRows ? spare : null)
  const { scores: sorted, labels: sortedLabels, rows } = columns
  unpackRecords(records, span, sorted, sortedLabels, rows)
  return {
    scores: sorted,
    labels: sortedLabels,
    positives: kept.positives,
    ...(rows !== null && keepRows && { rows }),
    ...(rows !== null &&
      weights !== undefined && {
        weights: gather(weights, rows, new Float64Array(memoryLike(scores, 8 * rows.length))),
      }),
    ...(rows !== null &&
      clusters !== undefined && {
        clusters: gather(clusters, rows, new Uint32Array(memoryLike(scores, 4 * rows.length))),
      }),
    ...(skip !== null && { leftOut: scores.length - kept.rows }),
  }
}

/** Scores and rows take exactly the bytes of a spare buffer of records, which then need not be allocated again. */
function outputColumns(count: number, like: Float64Array, spare: Uint32Array | null) {
  const labels = new Uint8Array(memoryLike(like, count))
  if (spare === null) return { scores: new Float64Array(memoryLike(like, 8 * count)), labels, rows: null }
  const { buffer } = spare
  return { scores: new Float64Array(buffer, 0, count), labels, rows: new Uint32Array(buffer, 8 * count, count) }
}

function gather<Column extends Float64Array | Uint32Array>(column: Column, rows: Uint32Array, into: Column): Column {
  for (let position = 0; position < rows.length; position++) into[position] = column[rows[position]]
  return into
}

function scoreRange(scores: Float64Array): { least: number; most: number; missing: number } {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  let missing = 0
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]
    if (score < least) least = score
    if (score > most) most = score
    if (Number.isNaN(score)) missing++
  }
  return least > most ? { least: 0, most: 0, missing } : { least, most, missing }
}

function skippedRows(scores: Float64Array, weights: Float64Array | undefined): Uint8Array {
  const skip = new Uint8Array(scores.length)
  for (let row = 0; row < scores.length; row++) {
    if (Number.isNaN(scores[row]) || weights?.[row] === 0) skip[row] = 1
  }
  return skip
}

function countKept(labels: Uint8Array, skip: Uint8Array | null): { rows: number; positives: number } {
  let rows = 0
  let positives = 0
  for (let row = 0; row < labels.length; row++) {
    if (skip !== null && skip[row] === 1) continue
    rows++
    positives += labels[row]
  }
  return { rows, positives }
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
  for (let row = 0; row < labels.length; row++) count += labels[row] >> 1 === 0 ? 0 : 1
  if (count === 0) return
  const row = labels.findIndex((label) => label > 1)
  throw new MetricInputError(
    'invalid_label',
    `${count} labels are neither 0 nor 1, first in row ${row} (${labels[row]}): code the positive class as 1, others as 0.`,
    { row, count },
  )
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
