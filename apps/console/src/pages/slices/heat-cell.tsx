import { getRouteApi, Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { StatusIcon } from '../../components/index.ts'
import { countText, type NumberScale, numberText } from '../../wording/index.ts'
import { colourStrength } from './cell-colour.ts'
import { curvesOf, type HeatCell, type HeatColumn, type HeatRow } from './heat-map.ts'
import type { Place } from './key-target.ts'
import styles from './slices.module.css'

const route = getRouteApi('/evaluations/$id/slices')

interface HeatRowHeadProps {
  readonly row: HeatRow
  readonly columns: readonly HeatColumn[]
}

/** A slice's name, which leads to its curves where it has any. */
export function HeatRowHead({ row, columns }: HeatRowHeadProps) {
  const { id } = route.useParams()
  const { slice, rows, positives } = row
  const curves = curvesOf(row, columns)
  return (
    <th scope="row">
      {curves !== null ? (
        <Link to="/evaluations/$id/curves" params={{ id }} search={{ slice, ...curves }}>
          {slice}
        </Link>
      ) : (
        <span title={row.curves === null ? undefined : 'Slices of fewer than 50 rows have no curves'}>{slice}</span>
      )}
      <span className={styles['detail']}>
        {countText(rows)} rows{positives === null ? '' : `, ${countText(positives)} positive`}
      </span>
    </th>
  )
}

interface HeatCellProps {
  readonly cell: HeatCell | null
  readonly column: HeatColumn
  readonly scale: NumberScale
  readonly harms: readonly (number | null)[]
  readonly intervals: boolean
  readonly place: Place
  readonly isCurrent: boolean
  readonly onPlace: (place: Place) => void
}

/** One value, coloured by its harm, hatched where its gate has too few rows. */
export function HeatCellView({ cell, column, scale, harms, intervals, place, isCurrent, onPlace }: HeatCellProps) {
  const strength = colourStrength(cell?.harm ?? null, harms)
  const text = (value: number | null) => (value === null ? '–' : numberText(value, scale, column.isDifference))
  return (
    <td
      tabIndex={isCurrent ? 0 : -1}
      data-place={`${place.row} ${place.column}`}
      data-side={strength > 0 ? 'harm' : 'room'}
      data-few={cell?.tooFew === true || cell?.value === null}
      data-empty={cell === null}
      style={{ '--strength': Math.abs(strength) } as CSSProperties}
      onFocus={() => onPlace(place)}
      onPointerEnter={() => onPlace(place)}
    >
      {cell === null ? (
        <span className="visually-hidden">not measured</span>
      ) : (
        <>
          <span className={styles['value']}>
            {cell.status === null || cell.status === 'pass' ? null : (
              <StatusIcon status={cell.status} size={12} label />
            )}
            {text(cell.value)}
          </span>
          {cell.tooFew ? <span className="visually-hidden">, too few rows</span> : null}
          {intervals && cell.lower !== null && cell.upper !== null ? (
            <span className={styles['interval']}>
              {text(cell.lower)} to {text(cell.upper)}
            </span>
          ) : null}
        </>
      )}
    </td>
  )
}
