import type { ForestScale } from './forest-scale.ts'
import styles from './interval-track.module.css'

interface IntervalTrackProps {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Shared by all tracks that are compared. */
  readonly scale: ForestScale
  /** What the value is read against: no difference, or all rows. */
  readonly against?: number | null
  readonly colour?: string
}

/** A value with its interval on a line, for the cell of a table; an arrow where the value lies beyond the scale. */
export function IntervalTrack(props: IntervalTrackProps) {
  const { value, lower, upper, scale, against = null, colour = 'var(--series-1)' } = props
  const at = (number: number) => `${scale.at(number)}%`
  return (
    <svg className={styles['track']} aria-hidden="true">
      <line className={styles['base']} y1="50%" y2="50%" x2="100%" />
      {against === null ? null : <line className={styles['against']} x1={at(against)} x2={at(against)} y2="100%" />}
      {lower === null || upper === null ? null : (
        <line x1={at(lower)} x2={at(upper)} y1="50%" y2="50%" stroke={colour} strokeWidth={2} />
      )}
      {value === null ? null : scale.isBeyond(value) ? (
        <svg x={at(value)} y="50%" overflow="visible" aria-hidden="true">
          <path d={scale.at(value) > 50 ? 'M-1-4L5 0L-1 4Z' : 'M1-4L-5 0L1 4Z'} fill={colour} />
        </svg>
      ) : (
        <circle cx={at(value)} cy="50%" r={3.5} fill={colour} />
      )}
    </svg>
  )
}
