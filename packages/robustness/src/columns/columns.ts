import { type Cell, type Column, cellAt, isNumeric } from './column.ts'

/** Columns of equal length with different names: a table, column by column. Never changed in place. */
export type Columns = readonly Column[]

/**
 * The number of rows.
 *
 * @throws {RangeError} for no columns, columns of different lengths, or two of one name
 */
export function rowCount(columns: Columns): number {
  const first = columns[0]
  if (first === undefined) throw new RangeError('There are no columns; give at least one')
  const names = new Set<string>()
  for (const { name, values } of columns) {
    if (values.length !== first.values.length) {
      throw new RangeError(
        `Column ${name} has ${values.length} rows and ${first.name} has ${first.values.length}; columns have equal lengths`,
      )
    }
    if (names.has(name)) throw new RangeError(`Two columns are called ${name}; names are unique`)
    names.add(name)
  }
  return first.values.length
}

/**
 * The position of a column.
 *
 * @throws {RangeError} that names the columns there are
 */
export function columnPosition(columns: Columns, name: string): number {
  const position = columns.findIndex((column) => column.name === name)
  if (position === -1) {
    throw new RangeError(
      `There is no column ${name}; the columns are ${columns.map((column) => column.name).join(', ')}`,
    )
  }
  return position
}

/** The named rows, in that order; a row may come more than once. */
export function takeRows(columns: Columns, rows: ArrayLike<number>): Columns {
  return columns.map((column) =>
    isNumeric(column)
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
      : { ...column, values: Array.from(rows, (row) => column.values[row]!) },
  )
}

/** One row as an object, missing values as `null`. */
export function rowAt(columns: Columns, row: number): Record<string, Cell> {
  return Object.fromEntries(columns.map((column) => [column.name, cellAt(column, row)]))
}

/** The names of the columns whose value differs in a row; missing equals missing. */
export function changedNames(before: Columns, after: Columns, row: number): string[] {
  const names: string[] = []
  for (let position = 0; position < before.length; position++) {
    if (isChanged(before[position]!, after[position]!, row)) names.push(before[position]!.name)
  }
  return names
}

/** Whether any column's value differs in a row; missing equals missing. */
export function isRowChanged(before: Columns, after: Columns, row: number): boolean {
  for (let position = 0; position < before.length; position++) {
    if (isChanged(before[position]!, after[position]!, row)) return true
  }
  return false
}

function isChanged(before: Column, after: Column, row: number): boolean {
  return before !== after && cellAt(before, row) !== cellAt(after, row)
}
