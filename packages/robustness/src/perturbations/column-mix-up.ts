import type { Random } from '@sluice/stats'
import { asKind, type Column, isNumeric } from '../columns/column.ts'
import type { Columns } from '../columns/columns.ts'

/**
 * The columns that a mix-up takes from: `size` of the targets that hold the same sort of values (numbers, or not), in a
 * random order. Fewer where there are not so many.
 */
export function mixedUp(columns: Columns, targets: readonly number[], size: number, random: Random): number[] {
  const numbers = targets.filter((position) => isNumeric(columns[position]!))
  const others = targets.filter((position) => !isNumeric(columns[position]!))
  const pool = numbers.length >= others.length ? numbers : others
  return random.shuffle([...pool]).slice(0, size)
}

/** A column with the values of another, as its own kind can hold them. */
export function withValuesOf(column: Column, other: Column): Column {
  if (isNumeric(column) && isNumeric(other)) {
    return { ...column, values: other.values.map((value) => asKind(column.kind, value)) }
  }
  return isNumeric(column) || isNumeric(other) ? column : { ...column, values: other.values }
}
