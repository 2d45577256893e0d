import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import styles from './rows.module.css'
import type { RowsProps } from './rows.tsx'
import { useDistanceFromTop } from './use-distance-from-top.ts'
import { useRowHeights } from './use-row-heights.ts'

/** The rows near the window, each in its place; more are fetched in time. */
export function VirtualRows<Row>(props: RowsProps<Row>) {
  const { label, rows, rowKey, row, estimatedHeight, hasMore, loadingMore, onMore } = props
  const list = useRef<HTMLUListElement>(null)
  const top = useDistanceFromTop(list)
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    ...useRowHeights(list, estimatedHeight),
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
            className={`${styles['row']} ${styles['placed']}`}
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
