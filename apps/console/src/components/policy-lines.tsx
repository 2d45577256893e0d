import { CopyButton } from './copy-button.tsx'
import styles from './policy-lines.module.css'

/** Lines to be added to a policy, as an empty page offers them. */
export function PolicyLines({ text }: { readonly text: string }) {
  return (
    <div className={styles['lines']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by the keyboard too */}
      <section tabIndex={0} aria-label="Lines for the policy">
        <pre>
          <code>{text.trim()}</code>
        </pre>
      </section>
      <CopyButton text={text} label="Copy these lines" />
    </div>
  )
}
