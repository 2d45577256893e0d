import { sharedBytes } from '../columns/shared-bytes.ts'
import { DatasetError } from '../dataset-error.ts'
import type { CodedPartition } from '../table.ts'

export const mostSlices = 65_535

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/** An array for codes of `slices` slices; one byte a row up to 255 of them. */
export function allocateCodes(rows: number, slices: number): Uint8Array | Uint16Array {
  return slices <= 255 ? new Uint8Array(sharedBytes(rows)) : new Uint16Array(sharedBytes(2 * rows))
}

/** The code for rows in no slice. */
export function outsideCode(slices: number): number {
  return slices <= 255 ? 255 : 65_535
}

/** Counts the rows of each slice. */
export function partition(
  name: string,
  codes: Uint8Array | Uint16Array,
  sliceNames: readonly string[],
): CodedPartition {
  const counts = countCodes(codes)
  const slices = sliceNames.map((slice, code) => ({ name: slice, rows: counts[code] }))
  return { name, codes, outside: codes instanceof Uint8Array ? 255 : 65_535, slices }
}

/** How often each code from 0 to 65 535 occurs. */
function countCodes(codes: Uint8Array | Uint16Array): Uint32Array {
  const size = codes instanceof Uint8Array ? 256 : 65_536
  const lanes = new Uint32Array(4 * size)
  for (let from = 0; from < codes.length; from += blockRows) {
    countBlock(codes, lanes, size, from, Math.min(from + blockRows, codes.length))
  }
  const counts = lanes.slice(0, size)
  for (let i = size; i < lanes.length; i++) counts[i % size] += lanes[i]
  return counts
}

/** Four tables in turn: runs of one code would otherwise wait for the increment before. */
function countBlock(codes: Uint8Array | Uint16Array, lanes: Uint32Array, size: number, from: number, to: number): void {
  const whole = to - ((to - from) % 4)
  for (let i = from; i < whole; i += 4) {
    lanes[codes[i]]++
    lanes[size + codes[i + 1]]++
    lanes[2 * size + codes[i + 2]]++
    lanes[3 * size + codes[i + 3]]++
  }
  for (let i = whole; i < to; i++) lanes[codes[i]]++
}

export function tooManySlices(name: string, count: number): DatasetError {
  return new DatasetError({
    code: 'too-many-categories',
    slice: name,
    message: `The slices "${name}" would be ${count}, and at most ${mostSlices} are possible.`,
    hint: 'Cut coarser: `top: 20`, `quantiles: 10`, or a longer period.',
  })
}
