import type { Gate } from '@sluice/policy/parse'
import { type ReactNode, useEffect, useState } from 'react'
import type { GateEdit } from '../../judging/edit-policy.ts'
import { type BoundRange, reaching } from './bound-range.ts'
import styles from './what-if.module.css'

interface BoundControlProps {
  readonly gate: Gate
  /** The condition's word in the policy. */
  readonly kind: string
  readonly range: BoundRange
  readonly edit: GateEdit
  readonly onEdit: (edit: GateEdit) => void
  /** What is drawn above the slider, on its scale. */
  readonly strip: (range: BoundRange) => ReactNode
}

/** The bound as a slider and a number; both ends of `between`. */
export function BoundControl({ gate, kind, range: usual, edit, onEdit, strip }: BoundControlProps) {
  const { condition } = gate
  const range = useReach(usual, edit.bound)
  if (condition.kind === 'between') {
    const [lower, upper] = typeof edit.bound === 'object' ? edit.bound : [condition.lower, condition.upper]
    return (
      <div className={styles['bounds']}>
        <Bound
          label="between"
          name={gate.name}
          value={lower}
          range={range}
          onChange={(value) => onEdit({ bound: [Math.min(value, upper), upper] })}
          strip={strip}
        />
        <Bound
          label="and"
          name={gate.name}
          value={upper}
          range={range}
          onChange={(value) => onEdit({ bound: [lower, Math.max(value, lower)] })}
        />
      </div>
    )
  }
  const value = typeof edit.bound === 'number' ? edit.bound : condition.bound
  return (
    <div className={styles['bounds']}>
      <Bound
        label={kind}
        name={gate.name}
        value={value}
        range={limited(range, condition.kind)}
        onChange={(bound) => onEdit({ bound })}
        strip={strip}
      />
    </div>
  )
}

/** The widest range that was needed since nothing was tried: one that shrank while its end is dragged would run away. */
function useReach(usual: BoundRange, bound: GateEdit['bound']): BoundRange {
  const [reached, setReached] = useState(usual)
  const tried = bound === undefined ? [] : [bound].flat()
  const reach = tried.reduce(reaching, tried.length === 0 ? usual : reached)
  if (reach.from !== reached.from || reach.to !== reached.to) setReached(reach)
  return reach
}

/** Gaps are not negative, a ratio of slices lies above 0 and up to 1, one of latencies above 0. */
function limited({ from, to, step }: BoundRange, kind: Gate['condition']['kind']): BoundRange {
  if (kind === 'min_ratio') return { from: Math.max(step, from), to: Math.min(1, to), step }
  if (kind === 'max_latency_ratio') return { from: Math.max(step, from), to, step }
  if (kind === 'max_gap' || kind === 'max_disparity') return { from: Math.max(0, from), to, step }
  return { from, to, step }
}

interface BoundProps {
  readonly label: string
  readonly name: string
  readonly value: number
  readonly range: BoundRange
  readonly onChange: (value: number) => void
  readonly strip?: BoundControlProps['strip']
}

function Bound({ label, name, value, range, onChange, strip }: BoundProps) {
  // What is being typed is not always a number yet.
  const [typed, setTyped] = useState(String(value))
  useEffect(() => setTyped((old) => (Number(old) === value && old !== '' ? old : String(value))), [value])
  const tidy = (number: number) => Number(number.toPrecision(10))
  return (
    <>
      <span className={styles['word']}>{label}</span>
      <div className={styles['slider']}>
        {strip?.(range)}
        <input
          type="range"
          aria-label={`${label} of ${name}, as a slider`}
          min={range.from}
          max={range.to}
          step={range.step}
          value={value}
          onChange={({ target }) => onChange(tidy(target.valueAsNumber))}
        />
      </div>
      <input
        type="number"
        aria-label={`${label} of ${name}`}
        step={range.step}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value)
          if (Number.isFinite(target.valueAsNumber)) onChange(target.valueAsNumber)
        }}
      />
    </>
  )
}
