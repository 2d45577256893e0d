import type { Status } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { Button, Hash, Hint, RelativeTime, StatusBadge } from '../../components/index.ts'
import { counted } from '../../wording/index.ts'
import styles from './policy.module.css'

export interface Version {
  readonly sha256: string
  readonly lastAt: string
  readonly evaluations: number
  readonly last: { readonly id: string; readonly verdict: Status } | null
}

interface VersionHistoryProps {
  readonly model: string
  /** The one of the last evaluation first. */
  readonly versions: readonly Version[]
  readonly shown: string
  readonly hasMore: boolean
  readonly onMore: () => void
}

/** Every version that was ever judged under; each opens, and compares with the one shown. */
export function VersionHistory({ model, versions, shown, hasMore, onMore }: VersionHistoryProps) {
  return (
    <section className={styles['history']} aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol>
        {versions.map(({ sha256, lastAt, evaluations, last }, at) => (
          <li key={sha256} data-shown={sha256 === shown}>
            <p className={styles['version']}>
              <Link
                to="/models/$model/policy"
                params={{ model }}
                search={{ version: sha256 }}
                aria-current={sha256 === shown ? 'true' : undefined}
              >
                <RelativeTime at={lastAt} />
              </Link>
              <Hash of={sha256} />
            </p>
            <Hint>
              {counted(evaluations, 'evaluation')}
              {last === null ? '' : ', last '}
              {last === null ? null : <StatusBadge status={last.verdict} />}
            </Hint>
            <p className={styles['compare']}>
              {versions[at + 1] === undefined ? null : (
                <Link
                  to="/models/$model/policy"
                  params={{ model }}
                  search={{ version: sha256, against: versions[at + 1]?.sha256 }}
                >
                  What it changed
                </Link>
              )}
              {sha256 === shown ? null : (
                <Link to="/models/$model/policy" params={{ model }} search={{ version: shown, against: sha256 }}>
                  Compare with shown
                </Link>
              )}
            </p>
          </li>
        ))}
      </ol>
      {hasMore ? (
        <Button kind="quiet" onClick={onMore}>
          Older versions
        </Button>
      ) : null}
    </section>
  )
}
