import { type Cell, type Columns, cellAt, rowAt } from '@sluice/robustness'

/**
 * Rows as JSON has them: one object a row, one list a column, or names and lists. A missing value is `null`, a time is
 * milliseconds since 1970.
 */
export type RowFormat = 'records' | 'columns' | 'split'

export function jsonRows(columns: Columns, format: RowFormat): unknown {
  const rows = columns[0]?.values.length ?? 0
  const each = <T>(make: (row: number) => T) => Array.from({ length: rows }, (_, row) => make(row))
  switch (format) {
    case 'records':
      return each((row) => rowAt(columns, row))
    case 'columns':
      return Object.fromEntries(columns.map((column) => [column.name, each((row) => cellAt(column, row))]))
    case 'split':
      return {
        columns: columns.map(({ name }) => name),
        data: each((row): Cell[] => columns.map((column) => cellAt(column, row))),
      }
  }
}
