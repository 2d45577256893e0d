import type { GateVerdict } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, FileCode2 } from 'lucide-react'
import type { EvaluationRecord } from '../../api/records.ts'
import { StatusBadge, StatusIcon, Tooltip } from '../../components/index.ts'
import type { EvaluationSearch } from '../../route-search.ts'
import { GateTrend, trendSlice } from '../../trends/index.ts'
import { expectation, rule, subject, withMinus } from '../../wording/index.ts'
import styles from './gate-card.module.css'
import { GateLine } from './gate-line.tsx'
import { GateMeasurements } from './gate-measurements.tsx'
import { foldOf, toggled } from './open-gates.ts'
import { anchorOf } from './use-deep-link.ts'

interface GateCardProps {
  readonly gate: GateVerdict
  readonly record: EvaluationRecord
  readonly search: EvaluationSearch
}

/** One gate: what it asked for, what was seen, why that is (not) enough, what to do. One that passes is a line until it is opened. */
export function GateCard({ gate, record, search }: GateCardProps) {
  const { name, status, severity } = gate
  const fold = foldOf(gate, search)
  const isClosed = fold === 'closed'
  const link = fold === null ? { ...search, gate: name, slice: undefined } : toggled(name, search, isClosed)
  return (
    <article
      id={anchorOf(name)}
      tabIndex={-1}
      className={styles['card']}
      data-status={status}
      data-closed={isClosed || undefined}
      data-marked={search.gate === name || undefined}
      aria-label={`Gate ${name}`}
    >
      <header className={styles['header']}>
        {isClosed ? <StatusIcon status={status} label /> : null}
        <h2 className={styles['name']}>
          <Link
            to="/evaluations/$id"
            params={{ id: record.id }}
            search={link}
            replace
            resetScroll={false}
            aria-expanded={fold === null ? undefined : !isClosed}
          >
            {name}
          </Link>
        </h2>
        {isClosed ? null : <StatusBadge status={status} />}
        {severity === 'warn' ? <OnlyWarns /> : null}
        {isClosed ? <GateLine gate={gate} /> : <PolicyLink gate={gate} record={record} />}
        {fold === null ? null : isClosed ? (
          <ChevronDown className={styles['fold']} size={16} aria-hidden />
        ) : (
          <ChevronUp className={styles['fold']} size={16} aria-hidden />
        )}
      </header>
      {isClosed ? null : <GateBody gate={gate} record={record} search={search} />}
    </article>
  )
}

function OnlyWarns() {
  return (
    <Tooltip text="This gate warns; it never keeps a release back.">
      <button type="button" className={styles['severity']}>
        only warns
      </button>
    </Tooltip>
  )
}

/** Where the policy says so. */
function PolicyLink({ gate: { name, location }, record }: Omit<GateCardProps, 'search'>) {
  return (
    <Link
      to="/models/$model/policy"
      params={{ model: record.model }}
      search={{ version: record.policySha256, gate: name }}
      className={styles['line']}
    >
      <FileCode2 size={13} aria-hidden />
      {location.file.split('/').slice(-2).join('/')}:{location.line}
    </Link>
  )
}

function GateBody({ gate, record, search }: GateCardProps) {
  const { name, reason, remedy, why } = gate
  const slice = trendSlice(gate, search.gate === name ? search.slice : undefined)
  return (
    <>
      <p className={styles['subject']}>
        {subject(gate)} <strong>{expectation(gate)}</strong>
      </p>
      <div className={styles['body']}>
        <div className={styles['words']}>
          <p>{withMinus(reason)}</p>
          {remedy === null ? null : (
            <p>
              <span className={styles['term']}>Next step</span>
              {withMinus(remedy)}
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
        {slice === null ? null : (
          <div className={styles['numbers']}>
            <GateMeasurements gate={gate} id={record.id} search={search} />
            <GateTrend model={record.model} gate={gate} slice={slice} evaluation={record.id} />
          </div>
        )}
      </div>
    </>
  )
}

const firstUpper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
