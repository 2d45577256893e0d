import type { CategoryColumn, CodedPartition } from '../table.ts'
import { freeLabel, numberLabel } from './labels.ts'
import { allocateCodes, mostSlices, outsideCode, partition, tooManySlices } from './partition.ts'

/**
 * One slice a value, ascending. With `top`, only the most frequent values (ties: the smaller value first) keep their own
 * slice and the rest is `other`. Missing values, where there are any, are the slice `missing`.
 * Shares the column's codes where they already are the slices' numbers.
 */
export function valuePartition(name: string, column: CategoryColumn, top: number | null): CodedPartition {
  const kept = top === null || top >= column.categories.length ? null : mostFrequent(column, top)
  const names = valueSliceNames(name, column, kept)
  if (names.length > mostSlices) throw tooManySlices(name, names.length)
  const codes = column.codes as Uint8Array | Uint16Array
  const fits = codes instanceof Uint16Array || names.length <= 255
  if (kept === null && fits) return partition(name, codes, names)
  return partition(name, recoded(codes, column, kept, names.length), names)
}

/** The name of each slice of a column's values: all of them, or those `kept` and the rest. */
export function valueSliceNames(
  name: string,
  { categories, missing }: Pick<CategoryColumn, 'categories' | 'missing'>,
  kept: readonly number[] | null,
): string[] {
  const labels = categories.map((value) => (typeof value === 'number' ? numberLabel(value) : String(value)))
  const shown = kept === null ? labels : kept.map((category) => labels[category])
  const slices = [...shown]
  if (kept !== null) slices.push(freeLabel('other', shown))
  if (missing > 0) slices.push(freeLabel('missing', shown))
  return slices.map((slice) => `${name}=${slice}`)
}

function mostFrequent(column: CategoryColumn, top: number): number[] {
  const counts = new Float64Array(column.missingCode + 1)
  for (let i = 0; i < column.codes.length; i++) counts[column.codes[i]]++
  const order = Array.from(column.categories.keys()).sort((a, b) => counts[b] - counts[a] || a - b)
  return order.slice(0, top).sort((a, b) => a - b)
}

function recoded(
  codes: Uint8Array | Uint16Array,
  column: CategoryColumn,
  kept: readonly number[] | null,
  slices: number,
): Uint8Array | Uint16Array {
  const table = new Uint16Array(column.categories.length + 1)
  for (let category = 0; category < column.categories.length; category++) {
    table[category] = kept === null ? category : kept.length
  }
  for (const [code, category] of (kept ?? []).entries()) table[category] = code
  table[column.missingCode] = column.missing > 0 ? slices - 1 : outsideCode(slices)
  const out = allocateCodes(codes.length, slices)
  for (let i = 0; i < codes.length; i++) out[i] = table[codes[i]]
  return out
}
