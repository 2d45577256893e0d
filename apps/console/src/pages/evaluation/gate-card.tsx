import type { GateVerdict } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { FileCode2 } from 'lucide-react'
import type { EvaluationRecord } from '../../api/records.ts'
import { StatusBadge, Tooltip } from '../../components/index.ts'
import type { EvaluationSearch } from '../../route-search.ts'
import { expectation, rule, subject } from '../../wording/index.ts'
import styles from './gate-card.module.css'
import { GateMeasurements } from './gate-measurements.tsx'
import { anchorOf } from './use-deep-link.ts'

interface GateCardProps {
  readonly gate: GateVerdict
  readonly record: EvaluationRecord
  readonly search: EvaluationSearch
}

/** One gate: what it asked for, what was seen, why that is (not) enough, what to do, and where the policy says so. */
export function GateCard({ gate, record, search }: GateCardProps) {
  const { name, status, severity, reason, remedy, why, location } = gate
  return (
    <article
      id={anchorOf(name)}
      tabIndex={-1}
      className={styles['card']}
      data-status={status}
      data-marked={search.gate === name || undefined}
      aria-label={`Gate ${name}`}
    >
      <header className={styles['header']}>
        <h2 className={styles['name']}>
          <Link
            to="/evaluations/$id"
            params={{ id: record.id }}
            search={{ ...search, gate: name, slice: undefined }}
            replace
            resetScroll={false}
          >
            {name}
          </Link>
        </h2>
        <StatusBadge status={status} />
        {severity === 'warn' ? (
          <Tooltip text="This gate warns; it never keeps a release back.">
            <button type="button" className={styles['severity']}>
              only warns
            </button>
          </Tooltip>
        ) : null}
        <Link
          to="/models/$model/policy"
          params={{ model: record.model }}
          search={{ version: record.policySha256, gate: name }}
          className={styles['line']}
        >
          <FileCode2 size={13} aria-hidden />
          {location.file.split('/').slice(-2).join('/')}:{location.line}
        </Link>
      </header>
      <p className={styles['subject']}>
        {subject(gate)} <strong>{expectation(gate)}</strong>
      </p>
      <div className={styles['body']}>
        <div className={styles['words']}>
          <p>{reason}</p>
          {remedy === null ? null : (
            <p>
              <span className={styles['term']}>Next step</span>
              {remedy}
            </p>
          )}
          {why === null ? null : (
            <p>
              <span className={styles['term']}>Why this gate</span>
              {why}
            </p>
          )}
          <p className={styles['rule']}>{firstUpper(rule(gate))}.</p>
        </div>
        {gate.measurements.length === 0 ? null : <GateMeasurements gate={gate} id={record.id} search={search} />}
      </div>
    </article>
  )
}

const firstUpper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
