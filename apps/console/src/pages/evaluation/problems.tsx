import type { EvaluationRecord } from '../../api/records.ts'
import { StatusIcon } from '../../components/index.ts'
import styles from './problems.module.css'

type Problem = NonNullable<EvaluationRecord['report']['problems']>[number]

/** Why nothing could be judged: each problem with its place and its way out. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null
  return (
    <section aria-labelledby="problems">
      <h2 id="problems" className={styles['heading']}>
        Problems
      </h2>
      <ul className={styles['problems']}>
        {problems.map(({ code, severity, message, hint, why, file, line, column, path }) => (
          <li key={`${file}:${line}:${column} ${code} ${path}`} className={styles['problem']}>
            <StatusIcon status={severity === 'error' ? 'error' : 'warn'} label />
            <div>
              <p className={styles['message']}>{message}</p>
              {hint === undefined ? null : <p>{hint}</p>}
              {why === undefined ? null : <p className={styles['muted']}>{why}</p>}
              <p className={styles['muted']}>
                <code>
                  {file}:{line}:{column}
                </code>{' '}
                {path}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
