import { Link } from '@tanstack/react-router'
import type { EvaluationSummary } from '../../api/records.ts'
import { Hash, OriginWords, RelativeTime, StatusBadge, StatusCounts, StatusIcon } from '../../components/index.ts'
import styles from './evaluation-row.module.css'

/** One evaluation in the list of a model's. */
export function EvaluationRow({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  const { id, verdict, gates, origin, createdAt, blocking } = evaluation
  return (
    <article className={styles['row']} aria-label={`Evaluation ${id.slice(0, 8)}`}>
      <StatusBadge status={verdict} />
      <div className={styles['what']}>
        <p className={styles['line']}>
          <Link to="/evaluations/$id" params={{ id }} className={styles['link']}>
            <RelativeTime at={createdAt} />
          </Link>
          <Hash of={id} />
          <OriginWords origin={origin} />
        </p>
        {blocking.length === 0 ? null : (
          <ul className={styles['blocking']} aria-label="Keeps the release back">
            {blocking.map(({ name, status }) => (
              <li key={name}>
                <Link to="/evaluations/$id" params={{ id }} search={{ gate: name }} className={styles['gate']}>
                  <StatusIcon status={status} size={13} label />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
      <StatusCounts counts={gates} />
    </article>
  )
}
