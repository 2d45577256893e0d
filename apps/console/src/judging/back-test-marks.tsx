import { Link } from '@tanstack/react-router'
import { StatusIcon } from '../components/index.ts'
import { counted, dayText, statusWord } from '../wording/index.ts'
import styles from './back-test-marks.module.css'
import { type BackTestRow, flipsOf } from './judge-again.ts'

interface BackTestMarksProps {
  readonly rows: readonly BackTestRow[]
  /** What the two rows of marks are: `said then`, `with your edit`. */
  readonly labels: readonly [was: string, is: string]
}

/** Earlier evaluations, oldest first, as two rows of verdicts; the flips are named below. */
export function BackTestMarks({ rows, labels: [was, is] }: BackTestMarksProps) {
  const flips = flipsOf(rows)
  return (
    <div className={styles['test']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section className={styles['scroll']} aria-label="Verdicts" tabIndex={0}>
        <table className={styles['marks']}>
          <caption className="visually-hidden">
            The last {counted(rows.length, 'evaluation')}, oldest first: {was}, and {is}
          </caption>
          <tbody>
            <Marks label={was} rows={rows} pick={(row) => row.was} />
            <Marks label={is} rows={rows} pick={(row) => row.is} />
          </tbody>
        </table>
      </section>
      <p className={styles['summary']} aria-live="polite">
        {flips.length === 0
          ? `No verdict of the last ${counted(rows.length, 'evaluation')} would be another.`
          : `${counted(flips.length, 'verdict')} of ${rows.length} would be another.`}
      </p>
      <ul className={styles['flips']}>
        {[...flips].reverse().map((row) => (
          <li key={row.id}>
            <Link to="/evaluations/$id" params={{ id: row.id }}>
              {dayText(row.createdAt.slice(0, 10))}
            </Link>{' '}
            <StatusIcon status={row.was} size={13} label /> {statusWord[row.was].toLowerCase()} →{' '}
            <StatusIcon status={row.is} size={13} label /> {statusWord[row.is].toLowerCase()}
            {reasonOf(row)}
          </li>
        ))}
      </ul>
    </div>
  )
}

interface MarksProps {
  readonly label: string
  readonly rows: readonly BackTestRow[]
  readonly pick: (row: BackTestRow) => BackTestRow['was']
}

function Marks({ label, rows, pick }: MarksProps) {
  return (
    <tr>
      <th scope="row">{label}</th>
      {rows.map((row) => (
        <td key={row.id} data-flip={row.was !== row.is} title={dayText(row.createdAt.slice(0, 10))}>
          <StatusIcon status={pick(row)} size={14} label />
        </td>
      ))}
    </tr>
  )
}

function reasonOf({ is, freed, caught }: BackTestRow): string {
  if (is === 'error') return ': this policy asks for what was not measured then, or was under other definitions'
  const parts = [
    ...(freed.length === 0 ? [] : [`${freed.join(', ')} would let it through`]),
    ...(caught.length === 0 ? [] : [`${caught.join(', ')} would hold it back`]),
  ]
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`
}
