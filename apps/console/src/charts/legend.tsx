import styles from './chart.module.css'

export interface LegendEntry {
  readonly label: string
  readonly colour: string
  readonly quiet?: boolean
}

/** What the colours stand for; dashes stay dashes. */
export function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className={styles['legend']}>
      {entries.map(({ label, colour, quiet = false }) => (
        <li key={label}>
          <LineKey colour={colour} quiet={quiet} />
          {label}
        </li>
      ))}
    </ul>
  )
}

/** A short piece of a line as it is drawn. */
export function LineKey({ colour, quiet }: { readonly colour: string; readonly quiet: boolean }) {
  return (
    <svg width="18" height="8" aria-hidden="true">
      <line
        x2="18"
        y1="4"
        y2="4"
        stroke={colour}
        strokeWidth={quiet ? 1.5 : 2.5}
        {...(quiet && { strokeDasharray: '4 3' })}
      />
    </svg>
  )
}
