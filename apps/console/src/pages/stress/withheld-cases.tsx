import { Lock } from 'lucide-react'
import { CopyButton, Hint, Panel } from '../../components/index.ts'
import { counted } from '../../wording/index.ts'
import styles from './stress.module.css'

interface WithheldCasesProps {
  readonly withheld: number
  readonly suite: string
  readonly file: string
}

/** Cases are rows of a table: they are not here unless the policy says so. */
export function WithheldCases({ withheld, suite, file }: WithheldCasesProps) {
  const command = `sluice stress ${file} --suite ${quoted(suite)}`
  return (
    <Panel>
      <p className={styles['withheld']}>
        <Lock size={16} aria-hidden />
        <span>
          {counted(withheld, 'row')} stayed on the machine that measured: a case is a row of the table. This shows them
          there:
        </span>
      </p>
      <div className={styles['command']}>
        <code>{command}</code>
        <CopyButton text={command} label="Copy the command" />
      </div>
      <Hint>
        To share them with everybody who reads this page, add <code>share_cases: true</code> to the suite.
      </Hint>
    </Panel>
  )
}

/** A name as a shell takes it. */
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`
}
