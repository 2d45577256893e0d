import type { CSSProperties } from 'react'
import styles from './difference-view.module.css'
import { type DifferenceLine, hunksOf, lineDifference } from './line-difference.ts'
import { indentOf } from './yaml-tokens.ts'

interface DifferenceViewProps {
  readonly file: string
  readonly before: string
  readonly after: string
}

const words = { same: '', removed: 'removed: ', added: 'added: ' } as const
const signs = { same: ' ', removed: '−', added: '+' } as const

/** The changed lines of a file with some around them. */
export function DifferenceView({ file, before, after }: DifferenceViewProps) {
  const hunks = hunksOf(lineDifference(before, after))
  return (
    <figure className={styles['difference']}>
      <figcaption>{file}</figcaption>
      {hunks.map((hunk) => (
        <pre key={`${hunk[0]?.before} ${hunk[0]?.after}`}>
          {hunk.map((line) => (
            <Line key={`${line.before} ${line.after}`} line={line} />
          ))}
        </pre>
      ))}
    </figure>
  )
}

function Line({ line: { kind, text, before, after } }: { readonly line: DifferenceLine }) {
  return (
    <span className={styles['line']} data-kind={kind}>
      <span className={styles['number']} aria-hidden>
        {after ?? before}
      </span>
      <span aria-hidden>{signs[kind]} </span>
      <span className={styles['text']} style={{ '--indent': indentOf(text) } as CSSProperties}>
        {kind === 'same' ? null : <span className="visually-hidden">{words[kind]}</span>}
        {text}
        {'\n'}
      </span>
    </span>
  )
}
