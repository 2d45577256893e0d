import type { Status } from '@sluice/gates'
import {
  CircleCheck,
  CircleHelp,
  CircleMinus,
  CircleX,
  type LucideIcon,
  OctagonAlert,
  Stamp,
  TriangleAlert,
} from 'lucide-react'
import { statusWord } from '../wording/index.ts'
import styles from './status-badge.module.css'

const icons: Readonly<Record<Status, LucideIcon>> = {
  pass: CircleCheck,
  fail: CircleX,
  warn: TriangleAlert,
  inconclusive: CircleHelp,
  waived: Stamp,
  skipped: CircleMinus,
  error: OctagonAlert,
}

/** The sign of a status, of its own shape; give the word beside it or a label. */
export function StatusIcon({ status, size = 16, label }: { status: Status; size?: number; label?: boolean }) {
  const Icon = icons[status]
  const name = label === true ? { role: 'img', 'aria-label': statusWord[status] } : { 'aria-hidden': true }
  return <Icon className={styles['icon']} data-status={status} size={size} strokeWidth={2.25} {...name} />
}

/** A status as sign and word, never as colour alone. */
export function StatusBadge({ status, size = 'usual' }: { status: Status; size?: 'usual' | 'large' }) {
  return (
    <span className={styles['badge']} data-status={status} data-size={size}>
      <StatusIcon status={status} size={size === 'large' ? 18 : 13} />
      {statusWord[status]}
    </span>
  )
}
