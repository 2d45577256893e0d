import type { SliceCodes } from '../order/order-codes.ts'

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/** Counts of a slice that take turns, since a count has to wait for the one before it in the same place. */
const turns = 4

/** Rows of each slice and, of these, positives. */
export interface RowsBySlice {
  readonly rows: readonly number[]
  readonly positives: readonly number[]
}

/**
 * Counts the rows of each slice from position `from` up to `to`.
 *
 * @param codes the slice of each position; codes from `slices` on belong to no slice
 * @param labels by position
 */
export function countBySlice(
  codes: SliceCodes,
  labels: Uint8Array,
  slices: number,
  from = 0,
  to = labels.length,
): RowsBySlice {
  const length = 2 * Math.max(slices, codes instanceof Uint8Array ? 2 ** 8 : 2 ** 16)
  const counts = new Int32Array(turns * length)
  const whole = to - ((to - from) % turns)
  for (let first = from; first < whole; first += blockRows) {
    countBlock(codes, labels, counts, length, first, Math.min(first + blockRows, whole))
  }
  for (let position = whole; position < to; position++) counts[(codes[position] << 1) | labels[position]]++
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

/** The position of each slice's first row of a class, or −1. */
export function firstBySlice(
  codes: SliceCodes,
  labels: Uint8Array,
  label: 0 | 1,
  slices: number,
  expected: number,
): Int32Array {
  const first = new Int32Array(slices).fill(-1)
  for (let position = 0, missing = expected; missing > 0 && position < labels.length; position++) {
    const slice = codes[position]
    if (labels[position] !== label || slice >= slices || first[slice] >= 0) continue
    first[slice] = position
    missing--
  }
  return first
}

/** The position of each slice's last row of a class, or −1. */
export function lastBySlice(
  codes: SliceCodes,
  labels: Uint8Array,
  label: 0 | 1,
  slices: number,
  expected: number,
): Int32Array {
  const last = new Int32Array(slices).fill(-1)
  for (let position = labels.length - 1, missing = expected; missing > 0 && position >= 0; position--) {
    const slice = codes[position]
    if (labels[position] !== label || slice >= slices || last[slice] >= 0) continue
    last[slice] = position
    missing--
  }
  return last
}
