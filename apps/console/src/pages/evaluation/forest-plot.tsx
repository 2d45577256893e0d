import type { MeasurementVerdict } from '@sluice/gates'
import { type ForestScale, statusMark } from '../../charts/index.ts'
import { type Bounds, shortNumber } from '../../wording/index.ts'
import styles from './forest-plot.module.css'

interface ForestRowProps {
  readonly measurement: Pick<MeasurementVerdict, 'value' | 'lower' | 'upper' | 'status'>
  readonly scale: ForestScale
  readonly bounds: Bounds
  /** Beyond its bound, and passing all the same: drawn as a ring, for what is not proven. */
  readonly unproven: boolean
}

/** One row: the interval as a line, the estimate as a mark on it, and the bound through all rows. */
export function ForestRow({ measurement: { value, lower, upper, status }, scale, bounds, unproven }: ForestRowProps) {
  return (
    <svg className={styles['row']} data-status={status} data-unproven={unproven || undefined} aria-hidden="true">
      <Forbidden scale={scale} bounds={bounds} />
      {scale.ticks.map((tick) => (
        <line
          key={tick}
          className={styles['grid']}
          x1={percent(scale.at(tick))}
          x2={percent(scale.at(tick))}
          y2="100%"
        />
      ))}
      {limits(bounds).map((bound) => (
        <line
          key={bound}
          className={styles['bound']}
          x1={percent(scale.at(bound))}
          x2={percent(scale.at(bound))}
          y2="100%"
        />
      ))}
      {lower === null || upper === null ? null : (
        <>
          <line
            className={styles['interval']}
            x1={percent(scale.at(lower))}
            x2={percent(scale.at(upper))}
            y1="50%"
            y2="50%"
          />
          <End at={scale.at(lower)} direction={scale.isBeyond(lower) ? -1 : 0} />
          <End at={scale.at(upper)} direction={scale.isBeyond(upper) ? 1 : 0} />
        </>
      )}
      {value === null ? null : (
        <svg x={percent(scale.at(value))} y="50%" overflow="visible" aria-hidden="true">
          <path className={styles['estimate']} d={statusMark[status]} />
        </svg>
      )}
    </svg>
  )
}

/** The numbers below the rows. */
export function ForestAxis({ scale }: { readonly scale: ForestScale }) {
  return (
    <div className={styles['axis']} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <span key={tick} className={styles['tick']} style={{ left: percent(scale.at(tick)) }}>
          {shortNumber(tick)}
        </span>
      ))}
    </div>
  )
}

/** The bound's own number, above the rows. */
export function ForestBounds({ scale, bounds }: { readonly scale: ForestScale; readonly bounds: Bounds }) {
  return (
    <div className={styles['axis']} aria-hidden="true">
      {limits(bounds).map((bound) => (
        <span
          key={bound}
          className={styles['limit']}
          style={{ left: percent(scale.at(bound)) }}
          data-side={scale.at(bound) < 12 ? 'start' : scale.at(bound) > 88 ? 'end' : 'middle'}
        >
          {bounds.lower === bounds.upper ? '=' : bound === bounds.lower ? '≥' : '≤'} {shortNumber(bound)}
        </span>
      ))}
    </div>
  )
}

/** The side on which the value must not be. */
function Forbidden({ scale, bounds: { lower, upper } }: { readonly scale: ForestScale; readonly bounds: Bounds }) {
  if (lower !== null && lower === upper) return null
  return (
    <>
      {lower === null ? null : <rect className={styles['forbidden']} width={percent(scale.at(lower))} height="100%" />}
      {upper === null ? null : (
        <rect
          className={styles['forbidden']}
          x={percent(scale.at(upper))}
          width={percent(100 - scale.at(upper))}
          height="100%"
        />
      )}
    </>
  )
}

/** An interval's end: a stroke across, or an arrow where it goes on beyond the axis. */
function End({ at, direction }: { readonly at: number; readonly direction: -1 | 0 | 1 }) {
  const path = direction === 0 ? 'M0-4V4' : `M${-5 * direction}-4L0 0L${-5 * direction} 4`
  return (
    <svg x={percent(at)} y="50%" overflow="visible" aria-hidden="true">
      <path className={styles['end']} d={path} />
    </svg>
  )
}

const percent = (share: number) => `${share}%`
const limits = ({ lower, upper }: Bounds) => [...new Set([lower, upper])].filter((bound) => bound !== null)
