import type { OrderedValues } from '../columns/ordered-sink.ts'
import type { CodedPartition } from '../table.ts'
import { allocateCodes, mostSlices, outsideCode, partition, tooManySlices } from './partition.ts'

/** How numbers fall into slices: names ascending, and the slice of a number that is there (-1: none). */
export interface Bins {
  readonly labels: readonly string[]
  readonly binOf: (value: number) => number
  /** The label of missing values; `null` leaves them outside. */
  readonly missing: string | null
}

/** One slice a bin. A bin stays in the list when no row falls into it: a declared slice does not vanish. */
export function binPartition(name: string, ordered: OrderedValues, bins: Bins): CodedPartition {
  const names = bins.labels.map((label) => (label === '' ? name : `${name}=${label}`))
  const withMissing = bins.missing !== null && ordered.missing > 0
  if (withMissing) names.push(`${name}=${bins.missing}`)
  if (names.length > mostSlices) throw tooManySlices(name, names.length)
  const outside = outsideCode(names.length)
  const missing = withMissing ? names.length - 1 : outside
  const codeOf = (value: number): number => {
    const bin = bins.binOf(value)
    return bin < 0 ? outside : bin
  }
  if (ordered.kind === 'dense') {
    const { values } = ordered
    const codes = allocateCodes(values.length, names.length)
    for (let i = 0; i < values.length; i++) codes[i] = !Number.isNaN(values[i]) ? codeOf(values[i]) : missing
    return partition(name, codes, names)
  }
  const table = new Uint16Array(Math.max(ordered.values.length, ordered.missingCode) + 1)
  for (let code = 0; code < ordered.values.length; code++) table[code] = codeOf(ordered.values[code])
  table[ordered.missingCode] = missing
  const codes = allocateCodes(ordered.codes.length, names.length)
  for (let i = 0; i < codes.length; i++) codes[i] = table[ordered.codes[i]]
  return partition(name, codes, names)
}

/** The bin of each number by the ascending starts of the bins; numbers before the first start are in none. */
export function binByStarts(starts: readonly number[]): (value: number) => number {
  const sorted = Float64Array.from(starts)
  return (value) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle] <= value) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
