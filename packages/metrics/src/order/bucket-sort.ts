import { memoryLike } from './memory.ts'
import { sortRecords } from './radix-sort.ts'
import {
  bucketBits,
  countBuckets,
  type KeySpan,
  type PackedColumns,
  packRecords,
  recordWords,
  type UnpackedColumns,
  unpackRecords,
} from './score-key.ts'
import { type Shares, sharesOf, takeShares } from './shares.ts'

/**
 * Rows in buckets that follow each other, still to be sorted within each: a share a bucket. Plain columns, in shared memory
 * where the scores are, so that several threads can each take some.
 */
export interface FilledBuckets {
  readonly span: KeySpan
  readonly records: Int32Array
  /** Where each bucket begins, and the last one ends. */
  readonly starts: Uint32Array
  /** Rows of the largest bucket. */
  readonly largest: number
  readonly shares: Shares
  /** The result, once all shares are done. */
  readonly sorted: UnpackedColumns
  readonly positives: number
}

/**
 * Buckets first, then each bucket by itself while the caches hold it: records are written once across the memory, where a
 * sort of all together would write them once a digit.
 */
export function fillBuckets(columns: PackedColumns, span: KeySpan, needsRows: boolean): FilledBuckets {
  const { scores: like } = columns
  const bits = bucketBits(like.length)
  const counts = countBuckets(columns, span, bits)
  const { cursors, starts, positives, largest } = layBuckets(counts)
  const rows = starts[starts.length - 1]
  const records = new Int32Array(memoryLike(like, 4 * recordWords * rows))
  packRecords(columns, span, bits, cursors, records)
  const sorted: UnpackedColumns = {
    scores: new Float64Array(memoryLike(like, 8 * rows)),
    labels: new Uint8Array(memoryLike(like, rows)),
    rows: needsRows ? new Uint32Array(memoryLike(like, 4 * rows)) : null,
  }
  return { span, records, starts, largest, shares: sharesOf(starts.length - 1, like), sorted, positives }
}

/** Sorts buckets until all are taken. */
export function sortBuckets({ span, records, starts, largest, shares, sorted }: FilledBuckets): void {
  const scratch = new Int32Array(largest * recordWords)
  takeShares(shares, (bucket) => {
    const from = starts[bucket]
    const bucketRecords = records.subarray(from * recordWords, starts[bucket + 1] * recordWords)
    unpackRecords(sortRecords(bucketRecords, scratch.subarray(0, bucketRecords.length)), span, sorted, from)
  })
}

/** Where each bucket's negatives and positives begin, one bucket after the other. */
function layBuckets(counts: Uint32Array) {
  const cursors = new Uint32Array(counts.length)
  const starts = new Uint32Array(counts.length / 2 + 1)
  let rows = 0
  let positives = 0
  let largest = 0
  for (let at = 0; at < counts.length; at += 2) {
    starts[at / 2] = rows
    cursors[at] = rows
    cursors[at + 1] = rows + counts[at]
    rows += counts[at] + counts[at + 1]
    positives += counts[at + 1]
    largest = Math.max(largest, counts[at] + counts[at + 1])
  }
  starts[counts.length / 2] = rows
  return { cursors, starts, positives, largest }
}
