import { Link } from '@tanstack/react-router'
import type { AuditEntry } from '../../api/records.ts'
import { Hash, RelativeTime } from '../../components/index.ts'
import styles from './audit-row.module.css'

/** One entry of the audit log. */
export function AuditRow({ entry }: { readonly entry: AuditEntry }) {
  const { sequence, at, actor, action, subject, detail, hash } = entry
  return (
    <article className={styles['row']} aria-label={`Entry ${sequence}`}>
      <span className={styles['sequence']}>{sequence}</span>
      <div className={styles['what']}>
        <p>
          <strong>{action.replaceAll('.', ' ')}</strong> by {actor}
        </p>
        <p className={styles['muted']}>
          <Subject action={action} subject={subject} />
          {Object.entries(detail).map(([name, value]) => (
            <span key={name}>
              {name} {textOf(value)}
            </span>
          ))}
        </p>
      </div>
      <p className={styles['when']}>
        <RelativeTime at={at} />
        <Hash of={hash} />
      </p>
    </article>
  )
}

/** Hashes are cut, and an evaluation's leads to it. */
function Subject({ action, subject }: { readonly action: string; readonly subject: string }) {
  if (!/^[0-9a-f]{64}$/.test(subject)) return <span>{subject}</span>
  return action === 'evaluation.pushed' ? (
    <Link to="/evaluations/$id" params={{ id: subject }}>
      <Hash of={subject} />
    </Link>
  ) : (
    <Hash of={subject} />
  )
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(textOf).join(', ') : JSON.stringify(value)
}
