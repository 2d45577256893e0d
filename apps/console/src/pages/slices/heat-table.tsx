import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { numberText, scaleOf } from '../../wording/index.ts'
import { HeatCellView, HeatRowHead } from './heat-cell.tsx'
import type { HeatColumn, HeatRow } from './heat-map.ts'
import { keyTarget, type Place } from './key-target.ts'
import styles from './slices.module.css'
import { useOpenCurves } from './use-open-curves.ts'

export type { Place }

interface HeatTableProps {
  readonly columns: readonly HeatColumn[]
  readonly rows: readonly HeatRow[]
  readonly intervals: boolean
  /** The slice that a link pointed at. */
  readonly marked: string | null
  readonly place: Place | null
  readonly onPlace: (place: Place | null) => void
}

/** Longer tables draw only the rows that are near. */
const mostDrawn = 200

/** A grid that the arrow keys walk; Enter opens the curves of a slice. */
export function HeatTable({ columns, rows, intervals, marked, place, onPlace }: HeatTableProps) {
  const frame = useRef<HTMLDivElement>(null)
  const byKey = useRef(false)
  const open = useOpenCurves()
  const virtual = rows.length > mostDrawn
  const virtualizer = useVirtualizer({
    count: virtual ? rows.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => (intervals ? 50 : 38),
    overscan: 12,
  })
  useEffect(() => {
    if (place === null || !byKey.current) return
    byKey.current = false
    if (virtual) virtualizer.scrollToIndex(place.row)
    requestAnimationFrame(() =>
      frame.current?.querySelector<HTMLElement>(`[data-place="${place.row} ${place.column}"]`)?.focus(),
    )
  }, [place, virtual, virtualizer])
  const walk = (event: KeyboardEvent) => {
    const from = place ?? { row: 0, column: 0 }
    const row = rows[from.row]
    if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) open(row, columns, from.column)
    else {
      const next = keyTarget(event.key, from, { rows: rows.length, columns: columns.length })
      if (next === null) return
      byKey.current = true
      onPlace(next)
    }
    event.preventDefault()
  }
  const drawn = virtualizer.getVirtualItems()
  const shown = virtual
    ? drawn.map(({ index }) => ({ row: rows[index]!, index }))
    : rows.map((row, index) => ({ row, index }))
  const above = virtual ? (drawn[0]?.start ?? 0) : 0
  const below = virtual ? virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0) : 0
  const scales = columns.map(({ all }, at) => scaleOf([all, ...rows.map(({ cells }) => cells[at]?.value ?? null)]))
  const harms = rows.flatMap(({ cells }) => cells.map((cell) => cell?.harm ?? null))
  const current = place ?? { row: 0, column: 0 }
  return (
    <div ref={frame} className={styles['frame']} data-virtual={virtual}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a data grid, as the ARIA practices build it */}
      <table className={styles['map']} role="grid" aria-label="Slices by metric" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Slice</th>
            {columns.map(({ id, label, detail, expectations, all, isDifference }, at) => (
              <th key={id} scope="col" title={expectations.join('\n')}>
                <span className={styles['metric']}>{label}</span>
                <span className={styles['detail']}>{detail}</span>
                <span className={styles['detail']}>
                  all rows {all === null ? '–' : numberText(all, scales[at]!, isDifference)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walk}>
          {above > 0 ? <Spacer height={above} columns={columns.length} /> : null}
          {shown.map(({ row, index }) => (
            <tr key={`${row.partition} ${row.slice}`} aria-rowindex={index + 2} data-marked={row.slice === marked}>
              <HeatRowHead row={row} columns={columns} />
              {columns.map((column, at) => (
                <HeatCellView
                  key={column.id}
                  cell={row.cells[at] ?? null}
                  column={column}
                  scale={scales[at]!}
                  harms={harms}
                  intervals={intervals}
                  place={{ row: index, column: at }}
                  isCurrent={index === current.row && at === current.column}
                  onPlace={onPlace}
                />
              ))}
            </tr>
          ))}
          {below > 0 ? <Spacer height={below} columns={columns.length} /> : null}
        </tbody>
      </table>
    </div>
  )
}

function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns + 1} style={{ height, padding: 0 }} />
    </tr>
  )
}
