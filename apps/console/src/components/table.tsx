import type { ReactNode } from 'react'
import { drawnWhole } from './drawn-whole.ts'
import styles from './table.module.css'
import { TableRows } from './table-rows.tsx'

export interface Column<Row> {
  readonly id: string
  readonly header: ReactNode
  readonly cell: (row: Row) => ReactNode
  /** `end` for numbers, which then line up. */
  readonly align?: 'start' | 'end'
  readonly width?: string
  /** The cell that names its row. */
  readonly names?: boolean
}

interface TableProps<Row> {
  /** Read out before the table; shown with `showCaption`. */
  readonly caption: string
  readonly showCaption?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** On a phone: a card for each row, or the table scrolled in its own frame. */
  readonly narrow?: 'cards' | 'scroll'
  /** Rows that are marked as what a link pointed at. */
  readonly isMarked?: (row: Row) => boolean
  /** What a row opens on, across all columns; `null` while it is closed. */
  readonly detail?: (row: Row) => ReactNode
}

/** A table of any length, which scrolls with the page. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, showCaption = false, columns, rows, rowKey, narrow = 'cards', isMarked, detail } = props
  const isLong = rows.length > drawnWhole
  return (
    <section
      className={styles['frame']}
      data-narrow={narrow}
      aria-label={caption}
      tabIndex={narrow === 'scroll' ? 0 : -1}
    >
      <table
        className={styles['table']}
        data-long={isLong || undefined}
        aria-rowcount={isLong ? rows.length + 1 : undefined}
      >
        <caption className={showCaption ? styles['caption'] : 'visually-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ id, header, align, width }) => (
              <th key={id} scope="col" data-align={align} style={width === undefined ? undefined : { width }}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <TableRows
          rows={rows}
          rowKey={rowKey}
          columns={columns.length}
          estimatedHeight={41}
          row={(row, place) => (
            <>
              <tr {...place} data-marked={isMarked?.(row) || undefined}>
                {columns.map((column) => (
                  <Cell key={column.id} column={column} row={row} />
                ))}
              </tr>
              <Detail columns={columns.length}>{detail?.(row)}</Detail>
            </>
          )}
        />
      </table>
    </section>
  )
}

function Detail({ columns, children }: { readonly columns: number; readonly children: ReactNode }) {
  if (children == null) return null
  return (
    <tr className={styles['detail']}>
      <td colSpan={columns}>{children}</td>
    </tr>
  )
}

function Cell<Row>({ column: { header, cell, align, names = false }, row }: { column: Column<Row>; row: Row }) {
  const label = typeof header === 'string' ? header : undefined
  return names ? (
    <th scope="row" data-align={align} data-label={label}>
      {cell(row)}
    </th>
  ) : (
    <td data-align={align} data-label={label}>
      {cell(row)}
    </td>
  )
}
