import { useId } from 'react'
import { Button } from '../../components/index.ts'
import { shortNumber } from '../../wording/index.ts'
import styles from './curves.module.css'

interface ThresholdControlProps {
  readonly threshold: number
  readonly onChange: (threshold: number) => void
  readonly range: readonly [number, number]
  /** The threshold that the policy decides by, where it decides. */
  readonly policy: number | null
}

const steps = 1000

/** Moves the threshold; rows that score at least as high are selected. */
export function ThresholdControl({ threshold, onChange, range: [from, to], policy }: ThresholdControlProps) {
  const id = useId()
  const step = (to - from) / steps
  const tidy = (value: number) => Number(value.toPrecision(4))
  return (
    <div className={styles['threshold']}>
      <label htmlFor={id}>Threshold</label>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={step}
        value={threshold}
        onChange={(event) => onChange(tidy(event.target.valueAsNumber))}
      />
      <input
        type="number"
        aria-label="Threshold as a number"
        min={from}
        max={to}
        step={tidy(step * 10)}
        value={tidy(threshold)}
        onChange={({ target: { valueAsNumber: value } }) => Number.isFinite(value) && onChange(value)}
      />
      {policy === null || tidy(policy) === tidy(threshold) ? null : (
        <Button kind="quiet" onClick={() => onChange(policy)}>
          Policy’s {shortNumber(policy)}
        </Button>
      )}
    </div>
  )
}
