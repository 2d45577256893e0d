import type { PolicyVerdict } from '@sluice/gates'
import { Button, Hint, StatusBadge } from '../../components/index.ts'
import { counted } from '../../wording/index.ts'
import type { WhatIf } from './use-what-if.ts'
import styles from './what-if.module.css'

interface VerdictChangeProps {
  readonly stored: PolicyVerdict
  /** The same policy on the same evidence today: waivers may have ended since. */
  readonly unedited: PolicyVerdict
  readonly whatIf: WhatIf
}

/** The stored verdict beside the one that the edits make, and which gates turned. */
export function VerdictChange({ stored, unedited, whatIf }: VerdictChangeProps) {
  const { verdict, problems, reset, edits } = whatIf
  const turned = verdict?.gates.filter(
    (gate) => unedited.gates.find(({ name }) => name === gate.name)?.status !== gate.status,
  )
  const edited = Object.keys(edits).length > 0
  return (
    <section className={styles['verdict']} aria-label="Verdict">
      <div className={styles['change']} aria-live="polite">
        <StatusBadge status={stored.verdict} size="large" />
        <span className={styles['arrow']}>
          {!edited ? 'as stored' : verdict === null ? 'until the edits are mended' : 'would be'}
        </span>
        {edited && verdict !== null ? <StatusBadge status={verdict.verdict} size="large" /> : null}
        <span className={styles['turned']}>
          {edited && turned !== undefined
            ? turned.length === 0
              ? 'No gate turns.'
              : `${counted(turned.length, 'gate')} ${turned.length === 1 ? 'turns' : 'turn'}: ${turned.map(({ name }) => name).join(', ')}.`
            : ''}
        </span>
      </div>
      {edited ? (
        <Button kind="quiet" onClick={reset}>
          Start over
        </Button>
      ) : null}
      {stored.verdict === unedited.verdict ? null : (
        <Hint>
          Judged today the unedited policy says {unedited.verdict}: a waiver began or ended since this was stored.
        </Hint>
      )}
      {problems.length === 0 ? null : (
        <div role="alert" className={styles['problems']}>
          <p>With these edits the policy would not load:</p>
          <ul>
            {problems.map(({ message, hint, line, path }) => (
              <li key={`${line} ${path} ${message}`}>
                {message}. {hint}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
