import { Hint, StatusBadge } from '../../components/index.ts'
import { countText, numberText, percentText, scaleOf, withMinus } from '../../wording/index.ts'
import type { HeatColumn, HeatRow } from './heat-map.ts'
import styles from './slices.module.css'

interface CellDetailProps {
  readonly row: HeatRow | null
  readonly columns: readonly HeatColumn[]
  readonly column: number
}

/** The cell that pointer or focus is on, in full. */
export function CellDetail({ row, columns, column: at }: CellDetailProps) {
  const column = columns[at]
  const cell = row?.cells[at] ?? null
  return (
    <aside className={styles['reading']} data-empty={row === null} aria-live="polite" aria-label="The cell in full">
      {row === null || column === undefined ? (
        <Hint>Point at a cell, or walk with the arrow keys; Enter opens the slice’s curves.</Hint>
      ) : cell === null ? (
        <p>
          <strong>{row.slice}</strong> {column.label} was not measured here.
        </p>
      ) : (
        <>
          <p>
            <strong>{row.slice}</strong> {column.label}, {column.detail}:{' '}
            <Value value={cell.value} lower={cell.lower} upper={cell.upper} level={cell.level} column={column} />{' '}
            {countText(cell.rows)} rows{cell.positives === null ? '' : `, ${countText(cell.positives)} positive`}.
          </p>
          {cell.reasons.map(({ gate, text }) => (
            <p key={gate}>
              {cell.status === null ? null : <StatusBadge status={cell.status} />} <b>{gate}</b> {withMinus(text)}
            </p>
          ))}
          {cell.reasons.length === 0 ? <Hint>No gate bounds this slice by itself.</Hint> : null}
          {cell.note === null ? null : <Hint>{withMinus(cell.note)}</Hint>}
        </>
      )}
    </aside>
  )
}

interface ValueProps {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly level: number
  readonly column: HeatColumn
}

function Value({ value, lower, upper, level, column }: ValueProps) {
  if (value === null) return <>no value.</>
  const scale = scaleOf([value, lower, upper])
  const text = (number: number) => numberText(number, scale, column.isDifference)
  return (
    <>
      <b>{text(value)}</b>
      {lower === null || upper === null ? '.' : ` (${text(lower)} to ${text(upper)} at ${percentText(level)}).`}
    </>
  )
}
