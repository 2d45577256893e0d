import type { Status } from '@sluice/gates'
import { statusOrder, statusWord } from '../wording/index.ts'
import { StatusIcon } from './status-badge.tsx'
import styles from './status-counts.module.css'

/** How many gates have each status, the worst first; those of which there are none are left out. */
export function StatusCounts({ counts }: { readonly counts: Readonly<Record<Status, number>> }) {
  return (
    <ul className={styles['counts']} aria-label="Gates by status">
      {statusOrder
        .filter((status) => counts[status] > 0)
        .map((status) => (
          <li key={status} className={styles['count']} title={statusWord[status]}>
            <StatusIcon status={status} size={14} label />
            {counts[status]}
          </li>
        ))}
    </ul>
  )
}
