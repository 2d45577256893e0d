import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Fragment, type ReactNode, type Ref, useRef } from 'react'
import { drawnWhole } from './drawn-whole.ts'
import styles from './table.module.css'
import { useDistanceFromTop } from './use-distance-from-top.ts'
import { useRowHeights } from './use-row-heights.ts'

/** Goes onto the row's `tr`: where it stands in a table of which only a part is drawn. */
export interface RowPlace {
  readonly ref?: Ref<HTMLTableRowElement>
  readonly 'data-index'?: number
  readonly 'aria-rowindex'?: number
}

interface TableRowsProps<Row> {
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** One `tr`, and whatever opens below it. */
  readonly row: (row: Row, place: RowPlace) => ReactNode
  readonly columns: number
  /** About how high a row is, in pixels; each is measured once it is drawn. */
  readonly estimatedHeight: number
  /** A row that is drawn wherever the window is, for a link to find. */
  readonly isKept?: (row: Row) => boolean
}

/** A table's body of any length, which scrolls with the page. A long one draws only what is near the window. */
export function TableRows<Row>(props: TableRowsProps<Row>) {
  if (props.rows.length > drawnWhole) return <VirtualTableRows {...props} />
  return (
    <tbody>
      {props.rows.map((one) => (
        <Fragment key={props.rowKey(one)}>{props.row(one, {})}</Fragment>
      ))}
    </tbody>
  )
}

function VirtualTableRows<Row>({ rows, rowKey, row, columns, estimatedHeight, isKept }: TableRowsProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)
  const top = useDistanceFromTop(body)
  const kept = isKept === undefined ? -1 : rows.findIndex(isKept)
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    ...useRowHeights(body, estimatedHeight),
    getItemKey: (at) => rowKey(rows[at]!),
    overscan: 12,
    scrollMargin: top,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const [from, to] = [Math.max(0, startIndex - overscan), Math.min(count - 1, endIndex + overscan)]
      const near = Array.from({ length: to - from + 1 }, (_, at) => from + at)
      return kept === -1 || (kept >= from && kept <= to) ? near : [...near, kept].sort((a, b) => a - b)
    },
  })
  const drawn = virtualizer.getVirtualItems()
  const room = (at: number) => {
    const [from, to] = [drawn[at - 1]?.end ?? top, drawn[at]?.start ?? top + virtualizer.getTotalSize()]
    return to - from < 1 ? null : <Room height={to - from} columns={columns} />
  }
  return (
    <tbody ref={body}>
      {drawn.map(({ key, index }, at) => (
        <Fragment key={key}>
          {room(at)}
          {/* The first row of the table is its head. */}
          {row(rows[index]!, { ref: virtualizer.measureElement, 'data-index': index, 'aria-rowindex': index + 2 })}
        </Fragment>
      ))}
      {room(drawn.length)}
    </tbody>
  )
}

/** In place of rows that are not drawn. */
function Room({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr aria-hidden className={styles['room']}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
