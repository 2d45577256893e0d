import styles from './estimate.module.css'

interface EstimateProps {
  readonly of: {
    readonly value: number | null
    readonly lower: number | null
    readonly upper: number | null
    readonly note?: string
  }
  /** How its numbers are written. */
  readonly text: (value: number) => string
  /** Where the interval stands: `beside` keeps a row of a long table low. */
  readonly interval?: 'below' | 'beside'
}

/** A value with its interval; without one, why. */
export function Estimate({ of: { value, lower, upper, note }, text, interval = 'below' }: EstimateProps) {
  if (value === null) return <span className={styles['none']}>{note ?? 'no value'}</span>
  return (
    <span className={styles['estimate']} data-interval={interval}>
      <strong className={styles['value']}>{text(value)}</strong>
      <span className={styles['interval']}>
        {lower === null || upper === null ? (note ?? 'no interval') : `${text(lower)} to ${text(upper)}`}
      </span>
    </span>
  )
}
