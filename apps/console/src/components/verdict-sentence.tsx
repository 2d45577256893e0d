import type { Status } from '@sluice/gates'
import { verdictWords } from '../wording/index.ts'
import styles from './verdict-sentence.module.css'

interface VerdictSentenceProps {
  readonly verdict: Status
  /** How many gates have each status. */
  readonly counts: Partial<Readonly<Record<Status, number>>>
  /** How many problems kept the policy from being judged. */
  readonly problems?: number
}

/** `Not ready: 2 of 7 gates fail, 5 pass.`, its opening in the verdict's colour. */
export function VerdictSentence({ verdict, counts, problems = 0 }: VerdictSentenceProps) {
  const { opening, rest } = verdictWords(verdict, counts, problems)
  return (
    <>
      <span className={styles['opening']} data-status={verdict}>
        {opening}:
      </span>{' '}
      {rest}
    </>
  )
}
