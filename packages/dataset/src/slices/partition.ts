import { DatasetError } from '../dataset-error.ts'
import type { Partition } from '../table.ts'

export const mostSlices = 65_535

/** An array for codes of `slices` slices; one byte a row up to 255 of them. */
export function allocateCodes(rows: number, slices: number): Uint8Array | Uint16Array {
  return slices <= 255 ? new Uint8Array(rows) : new Uint16Array(rows)
}

/** The code for rows in no slice. */
export function outsideCode(slices: number): number {
  return slices <= 255 ? 255 : 65_535
}

/** Counts the rows of each slice. */
export function partition(name: string, codes: Uint8Array | Uint16Array, sliceNames: readonly string[]): Partition {
  const counts = countCodes(codes)
  const slices = sliceNames.map((slice, code) => ({ name: slice, rows: counts[code] }))
  return { name, codes, outside: codes instanceof Uint8Array ? 255 : 65_535, slices }
}

/** How often each code from 0 to 65 535 occurs. */
function countCodes(codes: Uint8Array | Uint16Array): Uint32Array {
  // Four tables in turn: runs of one code would otherwise wait for the increment before.
  const lanes = Array.from({ length: 4 }, () => new Uint32Array(codes instanceof Uint8Array ? 256 : 65_536))
  const [first, second, third, fourth] = lanes
  const whole = codes.length - (codes.length % 4)
  for (let i = 0; i < whole; i += 4) {
    first[codes[i]]++
    second[codes[i + 1]]++
    third[codes[i + 2]]++
    fourth[codes[i + 3]]++
  }
  for (let i = whole; i < codes.length; i++) first[codes[i]]++
  for (const lane of [second, third, fourth]) for (let code = 0; code < lane.length; code++) first[code] += lane[code]
  return first
}

export function tooManySlices(name: string, count: number): DatasetError {
  return new DatasetError({
    code: 'too-many-categories',
    slice: name,
    message: `The slices "${name}" would be ${count}, and at most ${mostSlices} are possible.`,
    hint: 'Cut coarser: `top: 20`, `quantiles: 10`, or a longer period.',
  })
}
