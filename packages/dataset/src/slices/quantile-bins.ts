import type { OrderedValues } from '../columns/ordered-sink.ts'
import { DatasetError } from '../dataset-error.ts'
import type { Bins } from './bin-partition.ts'
import { binByStarts } from './bin-partition.ts'
import { binLabel } from './labels.ts'

/**
 * Bins of as equal size as ties allow. Edge j of q is the sorted value at place ⌊j·n/q⌋, and starts a bin `[a, b)`: equal values
 * are never parted, and edges that coincide are one. The last bin ends at the greatest value, `[y, z]`.
 *
 * @throws DatasetError `invalid-slice` unless `quantiles` is an integer from 2 to 1 000.
 */
export function quantileBins(
  name: string,
  ordered: OrderedValues,
  quantiles: number,
  label: (value: number) => string,
): Bins {
  if (!Number.isInteger(quantiles) || quantiles < 2 || quantiles > 1000) {
    throw new DatasetError({
      code: 'invalid-slice',
      slice: name,
      message: `"${name}" asks for ${quantiles} quantiles, where an integer from 2 to 1000 was expected.`,
      hint: 'Write quantiles: 4 for quarters.',
    })
  }
  const rows = ordered.kind === 'dense' ? ordered.values.length : ordered.codes.length
  const present = rows - ordered.missing
  if (present === 0) return { labels: [], binOf: () => -1, missing: 'missing' }
  const places = Array.from({ length: quantiles }, (_, j) => Math.floor((j * present) / quantiles))
  const edges = valuesAt(ordered, [...places, present - 1])
  const starts = [...new Set(edges.slice(0, -1))]
  const greatest = edges[edges.length - 1]
  const labels = starts.map((from, i) =>
    i === starts.length - 1 ? binLabel(from, greatest, true, label) : binLabel(from, starts[i + 1], false, label),
  )
  return { labels, binOf: binByStarts(starts), missing: 'missing' }
}

/** The values at ascending places of the sorted order, missing values left out. */
export function valuesAt(ordered: OrderedValues, places: readonly number[]): number[] {
  return ordered.kind === 'dense' ? selected(ordered.values, places) : selectedByCount(ordered, places)
}

function selectedByCount(ordered: Extract<OrderedValues, { kind: 'coded' }>, places: readonly number[]): number[] {
  const counts = new Float64Array(ordered.missingCode + 1)
  for (let i = 0; i < ordered.codes.length; i++) counts[ordered.codes[i]]++
  const found: number[] = []
  let before = 0
  for (let code = 0; code < ordered.values.length; code++) {
    before += counts[code]
    while (found.length < places.length && places[found.length] < before) found.push(ordered.values[code])
  }
  return found
}

const buckets = 1 << 16

/**
 * Exact order statistics without sorting the column: doubles are counted by their upper 16 bits, which order them, and only
 * the buckets that hold a wanted place are collected and sorted.
 */
function selected(values: Float64Array, places: readonly number[]): number[] {
  const upper = new Uint16Array(values.buffer, values.byteOffset, values.length * 4)
  const counts = new Float64Array(buckets)
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) counts[bucketOf(upper[4 * i + 3])]++
  const before = new Float64Array(buckets + 1)
  for (let bucket = 0; bucket < buckets; bucket++) before[bucket + 1] = before[bucket] + counts[bucket]
  const collected = new Map<number, { values: Float64Array; filled: number }>()
  const bucketAt = places.map((place) => {
    const bucket = bucketWith(before, place)
    if (!collected.has(bucket)) collected.set(bucket, { values: new Float64Array(counts[bucket]), filled: 0 })
    return bucket
  })
  const wanted = new Uint8Array(buckets)
  for (const bucket of collected.keys()) wanted[bucket] = 1
  for (let i = 0; i < values.length; i++) {
    const bucket = bucketOf(upper[4 * i + 3])
    if (wanted[bucket] === 0 || Number.isNaN(values[i])) continue
    const into = collected.get(bucket)!
    into.values[into.filled++] = values[i]
  }
  for (const { values: bucket } of collected.values()) bucket.sort()
  return places.map((place, i) => collected.get(bucketAt[i])!.values[place - before[bucketAt[i]]] + 0)
}

/** Orders doubles by their sign, exponent and first four digits of the fraction. */
function bucketOf(upper: number): number {
  return upper >= 0x8000 ? 0xffff - upper : upper + 0x8000
}

function bucketWith(before: Float64Array, place: number): number {
  let low = 0
  let high = buckets
  while (low < high) {
    const middle = (low + high) >> 1
    if (before[middle + 1] <= place) low = middle + 1
    else high = middle
  }
  return low
}
