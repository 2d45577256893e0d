import { lazy, type ReactNode, Suspense } from 'react'
import { drawnWhole } from './drawn-whole.ts'
import styles from './rows.module.css'
import type { VirtualRows as VirtualRowsType } from './virtual-rows.tsx'

export interface RowsProps<Row> {
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

const VirtualRows = lazy(async () => ({
  default: (await import('./virtual-rows.tsx')).VirtualRows,
})) as unknown as typeof VirtualRowsType

/** A list of any length that scrolls with the page. A long one draws only what is near the window. */
export function Rows<Row>(props: RowsProps<Row>) {
  if (props.rows.length <= drawnWhole && !props.hasMore) return <WholeRows {...props} />
  return (
    <Suspense fallback={<WholeRows {...props} rows={props.rows.slice(0, drawnWhole)} />}>
      <VirtualRows {...props} />
    </Suspense>
  )
}

function WholeRows<Row>({ label, rows, rowKey, row }: RowsProps<Row>) {
  return (
    <ul aria-label={label} className={styles['list']}>
      {rows.map((one) => (
        <li key={rowKey(one)} className={styles['row']}>
          {row(one)}
        </li>
      ))}
    </ul>
  )
}
