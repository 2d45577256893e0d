import { createRandom } from '@sluice/stats'
import type { Columns } from '../columns/columns.ts'
import { columnAt, type DeclaredRange } from './declared-range.ts'

export interface SyntheticOptions {
  readonly seed: number | string
}

/**
 * Rows spread evenly over declared ranges by a Latin hypercube (McKay, Beckman & Conover 1979): cut into `rows` equal parts,
 * each column has one value in every part.
 *
 * @throws {RangeError} for a range without values, or a number of rows that is not a whole number from 1
 */
export function latinHypercube(ranges: readonly DeclaredRange[], rows: number, options: SyntheticOptions): Columns {
  requireRows(rows)
  return ranges.map((range) => {
    const random = createRandom(`${options.seed} latin hypercube ${range.name}`)
    const parts = random.shuffle(Uint32Array.from({ length: rows }, (_, part) => part))
    return columnAt(
      range,
      Float64Array.from(parts, (part) => (part + random.uniform()) / rows),
    )
  })
}

/**
 * Rows in the corners of declared ranges: every column at its lower or upper end (first or last category). All 2^d corners where
 * they are no more than `limit`; else all-lower, all-upper, each column alone at the other end, and random ones, each once.
 *
 * @throws {RangeError} as {@link latinHypercube}
 */
export function corners(ranges: readonly DeclaredRange[], limit: number, options: SyntheticOptions): Columns {
  requireRows(limit)
  const all = 2 ** ranges.length
  const chosen = all <= limit ? everyCorner(ranges.length) : someCorners(ranges.length, limit, options)
  return ranges.map((range, column) =>
    columnAt(
      range,
      Float64Array.from(chosen, (corner) => Number(corner[column])),
    ),
  )
}

/** A corner as text, one `0` or `1` a column, so that a set tells which ones are there. */
function everyCorner(columns: number): string[] {
  return Array.from({ length: 2 ** columns }, (_, corner) => corner.toString(2).padStart(columns, '0'))
}

function someCorners(columns: number, limit: number, { seed }: SyntheticOptions): string[] {
  const found = new Set(['0'.repeat(columns), '1'.repeat(columns)])
  for (const [usual, other] of ['01', '10'].map((ends) => [...ends] as [string, string])) {
    for (let column = 0; column < columns; column++) {
      found.add(usual.repeat(column) + other + usual.repeat(columns - column - 1))
    }
  }
  const random = createRandom(`${seed} corners`)
  while (found.size < limit) {
    found.add(Array.from({ length: columns }, () => random.integer(0, 1)).join(''))
  }
  return [...found].slice(0, limit)
}

function requireRows(rows: number): void {
  if (Number.isSafeInteger(rows) && rows >= 1) return
  throw new RangeError(`The number of rows is ${rows}; give a whole number from 1`)
}
