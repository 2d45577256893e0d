import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { Link } from '@tanstack/react-router'
import type { ForestScale } from '../../charts/index.ts'
import { type RowPlace, StatusIcon } from '../../components/index.ts'
import type { EvaluationSearch } from '../../route-search.ts'
import {
  boundsOf,
  countText,
  isDifference,
  type NumberScale,
  numberText,
  scaleOf,
  sliceName,
} from '../../wording/index.ts'
import { ForestRow } from './forest-plot.tsx'
import { MeasurementDetail } from './measurement-detail.tsx'
import styles from './measurement-row.module.css'
import { unprovenWords } from './unproven.ts'
import { anchorOf } from './use-deep-link.ts'

interface MeasurementRowProps {
  readonly gate: GateVerdict
  /** The evaluation's. */
  readonly id: string
  readonly measurement: MeasurementVerdict
  readonly scale: ForestScale | null
  readonly numbers: NumberScale
  readonly hasBoth: boolean
  readonly search: EvaluationSearch
  readonly place: RowPlace
}

/** One slice of a gate. Its name is a link to itself, which opens and closes what else is known of it. */
export function MeasurementRow(props: MeasurementRowProps) {
  const { gate, id, measurement, scale, numbers, hasBoth, search, place } = props
  const { slice, status, value, lower, upper, n, of } = measurement
  const isOpen = search.gate === gate.name && search.slice === slice
  const signed = isDifference(gate)
  const unproven = unprovenWords(gate, measurement)
  return (
    <>
      <tr
        {...place}
        id={anchorOf(gate.name, slice)}
        tabIndex={-1}
        className={styles['row']}
        data-open={isOpen || undefined}
      >
        <th scope="row" className={styles['slice']}>
          <StatusIcon status={status} size={14} label />
          <Link
            to="/evaluations/$id"
            params={{ id }}
            search={{ ...search, gate: gate.name, slice: isOpen ? undefined : slice }}
            replace
            resetScroll={false}
            aria-expanded={isOpen}
          >
            {sliceName(slice)}
          </Link>
          {unproven === null ? null : <span className={styles['unproven']}>{unproven}</span>}
        </th>
        <td className={styles['plot']}>
          {value === null ? (
            <span className={styles['shortage']}>{shortageWords(measurement)}</span>
          ) : scale === null ? null : (
            <ForestRow measurement={measurement} scale={scale} bounds={boundsOf(gate)} unproven={unproven !== null} />
          )}
        </td>
        <td className={styles['number']}>
          {value === null ? (
            <span className={styles['none']}>no value</span>
          ) : (
            <strong>
              {measurement.atLeast ? '≥ ' : ''}
              {numberText(value, numbers, signed)}
            </strong>
          )}
          {lower === null || upper === null ? null : (
            <span className={styles['interval']}>
              {numberText(lower, numbers, signed)} to {numberText(upper, numbers, signed)}
            </span>
          )}
        </td>
        {hasBoth ? (
          <td className={`${styles['number']} ${styles['both']}`}>{of === undefined ? null : <Both of={of} />}</td>
        ) : null}
        <td className={`${styles['number']} ${styles['rows']}`}>{countText(n)}</td>
      </tr>
      {isOpen ? (
        <tr className={styles['detail']}>
          <td colSpan={hasBoth ? 5 : 4}>
            <MeasurementDetail gate={gate} id={id} measurement={measurement} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

function Both({ of: { candidate, baseline } }: { readonly of: NonNullable<MeasurementVerdict['of']> }) {
  const scale = scaleOf([candidate, baseline])
  const text = (value: number | null) => (value === null ? 'none' : numberText(value, scale))
  return (
    <>
      {text(candidate)}
      <span className={styles['interval']}>{text(baseline)}</span>
    </>
  )
}

/** Why there is nothing to draw, as short as it goes; the row opens on the whole reason. */
function shortageWords({ rowsNeeded, note }: MeasurementVerdict): string {
  return rowsNeeded === null ? (note ?? 'not measured') : `about ${countText(rowsNeeded)} more rows needed`
}
