import { ChevronDown } from 'lucide-react'
import styles from './select.module.css'

export interface SelectOption<Value extends string> {
  readonly value: Value
  readonly label: string
}

interface SelectProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly SelectOption<Value>[]
  readonly onChange: (value: Value) => void
  /** Whether the label stands beside it or is only read out. */
  readonly showLabel?: boolean
}

/** A choice of one. The browser's own list opens: it is at home on a phone and under every screen reader. */
export function Select<Value extends string>({ label, value, options, onChange, showLabel }: SelectProps<Value>) {
  const choose = (chosen: string) => {
    const option = options.find((each) => each.value === chosen)
    if (option !== undefined) onChange(option.value)
  }
  return (
    <label className={styles['field']}>
      <span className={showLabel === true ? styles['label'] : 'visually-hidden'}>{label}</span>
      <span className={styles['box']}>
        <select className={styles['select']} value={value} onChange={(event) => choose(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown className={styles['chevron']} size={14} aria-hidden />
      </span>
    </label>
  )
}
