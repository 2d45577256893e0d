import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import styles from './virtual-rows.module.css'

interface VirtualRowsProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly row: (row: Row) => ReactNode
  /** About how high a row is, in pixels; each is measured once it is drawn. */
  readonly estimatedHeight: number
  readonly hasMore: boolean
  readonly loadingMore: boolean
  /** Called when the end comes near. */
  readonly onMore: () => void
}

/** A list of any length that scrolls with the page: only what is near the window is drawn, more is fetched in time. */
export function VirtualRows<Row>(props: VirtualRowsProps<Row>) {
  const { label, rows, rowKey, row, estimatedHeight, hasMore, loadingMore, onMore } = props
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (list.current !== null) setTop(list.current.getBoundingClientRect().top + window.scrollY)
  }, [])
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => estimatedHeight,
    getItemKey: (at) => rowKey(rows[at]!),
    overscan: 8,
    scrollMargin: top,
  })
  const drawn = virtualizer.getVirtualItems()
  const last = drawn.at(-1)?.index ?? -1
  useEffect(() => {
    if (hasMore && !loadingMore && last >= rows.length - 10) onMore()
  }, [hasMore, loadingMore, last, rows.length, onMore])
  return (
    <>
      <ul ref={list} aria-label={label} className={styles['list']} style={{ height: virtualizer.getTotalSize() }}>
        {drawn.map(({ key, index, start }) => (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles['row']}
            aria-posinset={index + 1}
            aria-setsize={hasMore ? -1 : rows.length}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {row(rows[index]!)}
          </li>
        ))}
      </ul>
      <p className={styles['more']} role="status">
        {loadingMore ? 'Loading more' : ''}
      </p>
    </>
  )
}
