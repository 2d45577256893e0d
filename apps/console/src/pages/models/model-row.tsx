import { Link } from '@tanstack/react-router'
import { UserRound } from 'lucide-react'
import type { ModelSummary } from '../../api/records.ts'
import { RelativeTime, StatusBadge, StatusCounts, TrendStrip } from '../../components/index.ts'
import { counted } from '../../wording/index.ts'
import styles from './model-row.module.css'
import { WaitingList } from './waiting-list.tsx'

/** One model in the list of models. */
export function ModelRow({ model: summary }: { readonly model: ModelSummary }) {
  const { model, description, owners, evaluations, last, trend, waiting } = summary
  return (
    <article className={styles['row']} aria-label={model}>
      <div className={styles['who']}>
        <h2 className={styles['name']}>
          <Link to="/models/$model" params={{ model }}>
            {model}
          </Link>
        </h2>
        {description === null ? null : <p className={styles['description']}>{description}</p>}
        <p className={styles['owners']}>
          <UserRound size={13} aria-hidden />
          {owners.length === 0 ? 'no owner named' : owners.join(', ')}
        </p>
      </div>
      <div className={styles['verdict']}>
        <div className={styles['line']}>
          <Link to="/evaluations/$id" params={{ id: last.id }} aria-label={`Last evaluation: ${last.verdict}`}>
            <StatusBadge status={last.verdict} />
          </Link>
          <StatusCounts counts={last.gates} />
        </div>
        <p className={styles['when']}>
          <RelativeTime at={last.createdAt} />
          <span aria-hidden> · </span>
          {counted(evaluations, 'evaluation')}
        </p>
        <TrendStrip model={model} trend={trend} />
      </div>
      <WaitingList evaluation={last.id} waiting={waiting} />
    </article>
  )
}
