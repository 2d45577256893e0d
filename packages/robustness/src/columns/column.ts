/** What a column means, which decides how it may go wrong. */
export type ColumnKind = 'number' | 'integer' | 'category' | 'boolean' | 'text' | 'time'

/** Numbers, whole numbers, or times as milliseconds since 1970; NaN is missing. */
export interface NumericColumn {
  readonly name: string
  readonly kind: 'number' | 'integer' | 'time'
  readonly values: Float64Array
}

/** One value of a discrete column; `null` is missing. */
export type Cell = string | number | boolean | null

/** Categories (texts or code numbers), booleans or texts; `null` is missing. */
export interface DiscreteColumn {
  readonly name: string
  readonly kind: 'category' | 'boolean' | 'text'
  readonly values: readonly Cell[]
}

export type Column = NumericColumn | DiscreteColumn

export function isNumeric(column: Column): column is NumericColumn {
  return column.kind === 'number' || column.kind === 'integer' || column.kind === 'time'
}

/** The value of a row, `null` where it is missing. */
export function cellAt(column: Column, row: number): Cell {
  const value = column.values[row]!
  return typeof value === 'number' && Number.isNaN(value) ? null : value
}

/** What a value of a column becomes, so that whole numbers stay whole numbers; there is no −0 among them. */
export function asKind(kind: ColumnKind, value: number): number {
  return kind === 'number' ? value : Math.round(value) + 0
}

/** The different values of a column that are not missing, in ascending order: numbers, then the rest as text. */
export function distinctCells(column: Column): Exclude<Cell, null>[] {
  const cells = new Set<Exclude<Cell, null>>()
  for (let row = 0; row < column.values.length; row++) {
    const cell = cellAt(column, row)
    if (cell !== null) cells.add(cell)
  }
  return [...cells].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0,
  )
}
