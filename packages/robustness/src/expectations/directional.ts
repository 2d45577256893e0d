import { type Cell, cellAt } from '../columns/column.ts'
import { type Columns, changedNames, columnPosition } from '../columns/columns.ts'

/** How the score must move when a column grows: the directional test of CheckList. */
export type Direction = 'increasing' | 'decreasing'

export type Directions = Readonly<Record<string, Direction>>

/**
 * The way in which a row's score must not move: −1 down, 1 up.
 *
 * @returns `null` where nothing is expected: nothing changed, something changed that has no direction, or the changes
 *   call for different directions
 */
export function forbiddenDirection(
  before: Columns,
  after: Columns,
  row: number,
  directions: Directions,
): -1 | 1 | null {
  const wanted = new Set<number>()
  for (const name of changedNames(before, after, row)) {
    const direction = directions[name]
    if (direction === undefined) return null
    const position = columnPosition(before, name)
    const step = stepOf(cellAt(before[position]!, row), cellAt(after[position]!, row))
    if (step === null) return null
    wanted.add(direction === 'increasing' ? step : -step)
  }
  if (wanted.size !== 1) return null
  return wanted.has(1) ? -1 : 1
}

/**
 * Whether a score moved in a direction that it must not take, by more than a tolerance.
 *
 * @param change of the score, NaN where there is none: a score that is gone kept no direction
 */
export function isViolation(change: number, forbidden: -1 | 1, tolerance: number): boolean {
  return !(change * forbidden <= tolerance)
}

function stepOf(before: Cell, after: Cell): -1 | 1 | null {
  return typeof before === 'number' && typeof after === 'number' ? (after > before ? 1 : -1) : null
}

/** @throws {RangeError} for a column that does not exist or holds no numbers */
export function requireDirections(columns: Columns, directions: Directions): void {
  for (const name of Object.keys(directions)) {
    const { kind } = columns[columnPosition(columns, name)]!
    if (kind === 'text' || kind === 'boolean') {
      throw new RangeError(`A direction needs a column of numbers; ${name} is of kind ${kind}`)
    }
  }
}
