import { asKind, type Cell, type Column } from '../columns/column.ts'

/** What a column may hold, as a data sheet declares it. */
export type DeclaredRange =
  | {
      readonly name: string
      readonly kind: 'number' | 'integer' | 'time'
      /** Both ends are possible values. */
      readonly lower: number
      readonly upper: number
    }
  | { readonly name: string; readonly kind: 'category'; readonly categories: readonly Exclude<Cell, null>[] }
  | { readonly name: string; readonly kind: 'boolean' }

/**
 * The column that positions in [0, 1] stand for: 0 the lower end or first category, 1 the upper or last.
 *
 * @throws {RangeError} for a range without values
 */
export function columnAt(range: DeclaredRange, positions: Float64Array): Column {
  const { name, kind } = range
  if (kind === 'category' || kind === 'boolean') {
    const cells: readonly Cell[] = kind === 'boolean' ? [false, true] : range.categories
    if (cells.length === 0) throw new RangeError(`${name} declares no categories; give at least one`)
    const values = Array.from(positions, (u) => cells[Math.min(cells.length - 1, Math.floor(u * cells.length))]!)
    return { name, kind, values }
  }
  const [lower, upper] = kind === 'number' ? [range.lower, range.upper] : wholeEnds(range)
  if (!(Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper)) {
    throw new RangeError(
      `${name} is declared from ${range.lower} to ${range.upper}; a range needs finite ends in order`,
    )
  }
  if (kind === 'number') return { name, kind, values: positions.map((u) => lower + u * (upper - lower)) }
  // Every whole number gets an equal part of [0, 1].
  const values = positions.map((u) => asKind(kind, Math.min(upper, lower + Math.floor(u * (upper - lower + 1)))))
  return { name, kind, values }
}

function wholeEnds({ lower, upper }: { readonly lower: number; readonly upper: number }): [number, number] {
  return [Math.ceil(lower), Math.floor(upper)]
}
