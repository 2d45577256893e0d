import type { Status } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { momentText, statusWord } from '../wording/index.ts'
import styles from './trend-strip.module.css'

interface TrendStripProps {
  readonly model: string
  /** Oldest first. */
  readonly trend: readonly {
    readonly id: string
    readonly push: number
    readonly verdict: Status
    readonly createdAt: string
  }[]
}

/** The last verdicts of a model, a mark each: the taller the worse, so that colour is not needed to read it. */
export function TrendStrip({ model, trend }: TrendStripProps) {
  return (
    <ol className={styles['strip']} aria-label={`Last verdicts of ${model}, oldest first`}>
      {trend.map(({ id, push, verdict, createdAt }) => {
        const words = `${statusWord[verdict]}, ${momentText(new Date(createdAt))}`
        return (
          <li key={push}>
            <Link to="/evaluations/$id" params={{ id }} className={styles['mark']} title={words} data-status={verdict}>
              <span className="visually-hidden">{words}</span>
            </Link>
          </li>
        )
      })}
    </ol>
  )
}
