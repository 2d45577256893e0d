import type { WaiverVerdict } from '@sluice/gates'
import { dayText, sliceName } from '../../wording/index.ts'
import styles from './waiver-notes.module.css'

/** The waivers of the policy as they stood on the day of judging. */
export function WaiverNotes({ waivers }: { readonly waivers: readonly WaiverVerdict[] }) {
  if (waivers.length === 0) return null
  return (
    <section aria-labelledby="waivers">
      <h2 id="waivers" className={styles['heading']}>
        Waivers on the day of judging
      </h2>
      <ul className={styles['list']}>
        {waivers.map((waiver) => (
          <li key={`${waiver.gate} ${waiver.slice} ${waiver.until}`}>
            <strong>{waiver.gate}</strong>
            {waiver.slice === null ? '' : ` · ${sliceName(waiver.slice)}`}: {stateWords(waiver)}. {waiver.reason}{' '}
            <span className={styles['by']}>Approved by {waiver.approvedBy}.</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function stateWords({ state, until }: WaiverVerdict): string {
  switch (state) {
    case 'active':
      return `active until ${dayText(until)}`
    case 'unused':
      return `covers nothing (until ${dayText(until)}); delete it`
    case 'expired':
      return `expired on ${dayText(until)}, counts no longer`
  }
}
