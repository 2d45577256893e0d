import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { countText, percentText, shortNumber, sliceName, withMinus } from '../../wording/index.ts'
import styles from './measurement-detail.module.css'

interface MeasurementDetailProps {
  readonly gate: GateVerdict
  /** The evaluation's. */
  readonly id: string
  readonly measurement: MeasurementVerdict
}

/** All that is known of one measurement, and the way to its curves. */
export function MeasurementDetail({ gate, id, measurement }: MeasurementDetailProps) {
  const { slice, reason, note, waivedBy } = measurement
  return (
    <div className={styles['detail']}>
      <p>{withMinus(reason)}</p>
      {note === undefined ? null : <p>{withMinus(note)}</p>}
      {waivedBy === undefined ? null : <p>Waived by {waivedBy}.</p>}
      <dl className={styles['facts']}>
        {factsOf(measurement).map(([term, text]) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
      <p>
        <Link
          to="/evaluations/$id/curves"
          params={{ id }}
          search={{ dataset: gate.dataset, model: gate.model, ...(slice === 'all' ? {} : { slice }) }}
        >
          Curves of {sliceName(slice)}
        </Link>
      </p>
    </div>
  )
}

function factsOf(measurement: MeasurementVerdict): (readonly [term: string, text: string])[] {
  const { interval, level, positives, pValue, adjustedPValue, rowsNeeded, compared } = measurement
  const facts: (readonly [string, string | null])[] = [
    ['Interval', interval === null ? null : `${interval.replaceAll('_', ' ')}, ${percentText(level)}`],
    ['Positives', positives === null ? null : countText(positives)],
    ['p-value', pValue === null ? null : shortNumber(pValue)],
    ['p-value, corrected', adjustedPValue === null ? null : shortNumber(adjustedPValue)],
    ['Rows still missing', rowsNeeded === null ? null : `about ${countText(rowsNeeded)}`],
    ['Compared', compared?.join(' and ') ?? null],
  ]
  return facts.flatMap(([term, text]) => (text === null ? [] : [[term, text] as const]))
}
