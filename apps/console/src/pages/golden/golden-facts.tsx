import type { GoldenAgreement, GoldenEvidence, GoldenMatches } from '@sluice/gates'
import type { ReactNode } from 'react'
import { countText, dayText, percentText, shortNumber } from '../../wording/index.ts'
import type { DoubtedLabels } from './doubted-labels.ts'
import styles from './golden.module.css'

/** Age, agreement, review, leakage and repeats, each with what it is held against; what is not declared says how it would be. */
export function GoldenFacts({
  set,
  doubted,
}: {
  readonly set: GoldenEvidence
  readonly doubted: readonly DoubtedLabels[]
}) {
  const { rows, age, drift, agreement, reviewed, leaks, repeats, texts, apartFrom } = set
  return (
    <dl className={styles['facts']}>
      <Fact label="Age of labels" value={age === null ? null : `${countText(age.median)} days`} declare="labelled_at">
        {age === null
          ? null
          : `from ${countText(age.newest)} to ${countText(age.oldest)} days; ${refreshText(age.refresh)}`}
      </Fact>
      {drift === undefined ? null : (
        <Fact
          label={`Moved since, ${set.represents}`}
          value={drift.feature === null ? 'not beyond chance' : percentText(Number(drift.moved.toPrecision(3)))}
          declare=""
        >
          {drift.feature === null ? 'in any feature' : `${drift.feature}, beyond noise${drift.due ? '; due now' : ''}`}
        </Fact>
      )}
      {agreement.length === 0 ? (
        <Fact label="Agreement" value={null} declare="annotators" />
      ) : (
        agreement.map((one) => <Agreement key={one.statistic} agreement={one} />)
      )}
      <Fact
        label="Reviewed by an expert"
        value={reviewed === null ? null : share(reviewed.rows, rows)}
        declare="reviewed"
      >
        {reviewed === null ? null : `${countText(reviewed.rows)} of ${countText(rows)} rows`}
      </Fact>
      {doubted.map(({ model, rate }) => (
        <Fact
          key={model}
          label={`Labels that ${model} doubts`}
          value={percentText(Number(rate.toPrecision(3)))}
          declare=""
        >
          which rows, sluice golden judge says beside the table
        </Fact>
      ))}
      <Fact label="Known to training" value={leaks === null ? null : share(leaks.exact, rows)} declare="apart_from">
        {leaks === null ? null : `${matchesText(leaks, 'rows')} in ${apartFrom.join(', ')}`}
      </Fact>
      <Fact label="Repeated rows" value={share(repeats.exact, rows)} declare="">
        {matchesText(repeats)}
      </Fact>
      {texts === undefined || texts.leaks === null ? null : (
        <Fact label="Texts known to training" value={share(texts.leaks.near, rows)} declare="">
          {`${matchesText(texts.leaks, 'texts')} in ${apartFrom.join(', ')}, by ${texts.columns.join(', ')}`}
        </Fact>
      )}
      {texts === undefined ? null : (
        <Fact label="Repeated texts" value={share(texts.repeats.near, rows)} declare="">
          {`${matchesText(texts.repeats)}, from a similarity of ${texts.similarity} on`}
        </Fact>
      )}
    </dl>
  )
}

function matchesText({ exact, near }: GoldenMatches, what?: string): string {
  const named = what === undefined ? '' : ` ${what}`
  return `${countText(exact)}${named} exactly, ${countText(near - exact)} nearly`
}

interface FactProps {
  readonly label: string
  /** `null` where the policy does not say. */
  readonly value: string | null
  /** The field that would say it. */
  readonly declare: string
  readonly children?: ReactNode
}

function Fact({ label, value, declare, children }: FactProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={styles['value']} data-known={value !== null}>
        {value ?? 'not known'}
      </dd>
      <dd>
        {value === null ? (
          <>
            Declare <code>{declare}</code> on the golden set.
          </>
        ) : (
          children
        )}
      </dd>
    </div>
  )
}

function Agreement({
  agreement: { statistic, value, lower, upper, annotators, note },
}: {
  readonly agreement: GoldenAgreement
}) {
  const known = lower !== null && upper !== null
  return (
    <div>
      <dt>{statisticName(statistic)}</dt>
      <dd className={styles['value']} data-known={value !== null}>
        {value === null ? 'no value' : shortNumber(value)}
      </dd>
      <dd>
        {value !== null && known ? <Interval value={value} lower={lower} upper={upper} /> : null}
        {known ? `95%: ${shortNumber(lower)} to ${shortNumber(upper)}, ` : ''}
        {countText(annotators)} annotators{note === undefined ? '' : `; ${note}`}
      </dd>
    </div>
  )
}

/** From 0, no better than chance, to 1. */
function Interval({ value, lower, upper }: { readonly value: number; readonly lower: number; readonly upper: number }) {
  const at = (number: number) => `${Math.min(1, Math.max(0, number)) * 100}%`
  return (
    <svg className={styles['interval']} aria-hidden="true">
      <line className={styles['track']} x1="0" x2="100%" y1="50%" y2="50%" />
      <line x1={at(lower)} x2={at(upper)} y1="50%" y2="50%" />
      <circle cx={at(value)} cy="50%" r="4" />
    </svg>
  )
}

function refreshText(refresh: NonNullable<GoldenEvidence['age']>['refresh']): string {
  if (refresh === null) return 'no rule says when it is due again'
  return `${refresh.overdue ? 'overdue since' : 'due again on'} ${dayText(refresh.due)} (${refresh.rule})`
}

const statisticNames: Readonly<Record<string, string>> = {
  cohen_kappa: 'Cohen’s kappa',
  fleiss_kappa: 'Fleiss’ kappa',
  krippendorff_alpha: 'Krippendorff’s alpha',
}

function statisticName(statistic: string): string {
  return statisticNames[statistic] ?? statistic.replaceAll('_', ' ')
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : percentText(Number((part / whole).toPrecision(3)))
}
