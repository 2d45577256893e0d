import type { GateVerdict } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { type CSSProperties, useEffect, useMemo, useRef } from 'react'
import { StatusBadge } from '../../components/index.ts'
import { indentOf, type YamlToken, yamlTokens } from '../../judging/yaml-tokens.ts'
import { withMinus } from '../../wording/index.ts'
import styles from './policy.module.css'

interface YamlViewProps {
  readonly text: string
  /** Those that this file declares; their locations say where. */
  readonly gates: readonly GateVerdict[]
  readonly evaluation: string | null
  readonly marked: string | null
}

/** A file by lines, each gate's status beside the line that begins it. */
export function YamlView({ text, gates, evaluation, marked }: YamlViewProps) {
  const lines = useMemo(() => yamlTokens(text), [text])
  const trimmed = lines.at(-1)?.length === 0 ? lines.slice(0, -1) : lines
  return (
    <ol className={styles['code']}>
      {trimmed.map((tokens, at) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          key={at}
          tokens={tokens}
          number={at + 1}
          gates={gates.filter(({ location }) => location.line === at + 1)}
          evaluation={evaluation}
          marked={marked}
        />
      ))}
    </ol>
  )
}

interface LineProps extends Omit<YamlViewProps, 'text'> {
  readonly tokens: readonly YamlToken[]
  readonly number: number
}

function Line({ tokens, number, gates, evaluation, marked }: LineProps) {
  const line = useRef<HTMLLIElement>(null)
  const isMarked = gates.some(({ name }) => name === marked)
  useEffect(() => {
    if (isMarked) line.current?.scrollIntoView({ block: 'center' })
  }, [isMarked])
  return (
    <li ref={line} className={styles['line']} data-marked={isMarked}>
      <span className={styles['number']} aria-hidden>
        {number}
      </span>
      <code className={styles['text']} style={{ '--indent': indentOf(textOf(tokens)) } as CSSProperties}>
        {tokens.map(({ kind, text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
          <span key={at} data-kind={kind}>
            {text}
          </span>
        ))}
      </code>
      <span className={styles['status']}>
        {gates.map((gate) =>
          evaluation === null ? null : (
            <Link
              key={gate.name}
              to="/evaluations/$id"
              params={{ id: evaluation }}
              search={{ gate: gate.name }}
              aria-label={`${gate.name}: ${gate.status}`}
              title={withMinus(gate.reason)}
            >
              <StatusBadge status={gate.status} />
            </Link>
          ),
        )}
      </span>
    </li>
  )
}

const textOf = (tokens: readonly YamlToken[]) => tokens.map(({ text }) => text).join('')
