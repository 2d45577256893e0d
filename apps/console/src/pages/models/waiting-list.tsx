import { Link } from '@tanstack/react-router'
import { CalendarClock } from 'lucide-react'
import type { Waiting } from '../../api/records.ts'
import { StatusIcon } from '../../components/index.ts'
import { counted } from '../../wording/index.ts'
import styles from './waiting-list.module.css'

const shown = 3
const statuses = { failing: 'fail', inconclusive: 'inconclusive', error: 'error' } as const

/** What a person has to look at, the first few, each leading to its gate. */
export function WaitingList({ evaluation, waiting }: { evaluation: string; waiting: readonly Waiting[] }) {
  if (waiting.length === 0) return <p className={styles['none']}>Nothing waits for a person.</p>
  return (
    <div>
      <h3 className={styles['heading']}>Waits for a person</h3>
      <ul className={styles['list']}>
        {waiting.slice(0, shown).map(({ kind, gate, slice, text }) => (
          <li key={`${kind} ${gate} ${slice}`} className={styles['item']}>
            {kind === 'waiver-ends' || kind === 'waiver-expired' ? (
              <CalendarClock size={14} className={styles['icon']} aria-hidden />
            ) : (
              <StatusIcon status={statuses[kind]} size={14} label />
            )}
            <p className={styles['words']}>
              <Link
                to="/evaluations/$id"
                params={{ id: evaluation }}
                search={isWhole(slice) ? { gate } : { gate, slice }}
              >
                {gate}
                {isWhole(slice) ? '' : ` · ${slice}`}
              </Link>{' '}
              <span className={styles['text']}>{text}</span>
            </p>
          </li>
        ))}
      </ul>
      {waiting.length > shown ? (
        <Link to="/evaluations/$id" params={{ id: evaluation }} className={styles['more']}>
          and {counted(waiting.length - shown, 'more', 'more')}
        </Link>
      ) : null}
    </div>
  )
}

/** Whether something concerns all rows, whose name adds nothing to the gate's. */
const isWhole = (slice: string | null): slice is null | 'all' => slice === null || slice === 'all'
