import type { GateVerdict } from '@sluice/gates'
import type { Gate } from '@sluice/policy/parse'
import { useEffect, useRef } from 'react'
import { Hint, Select, StatusBadge } from '../../components/index.ts'
import { changesGate, type GateEdit, type Proof } from '../../judging/edit-policy.ts'
import { conditionKind, expectation, percentText, subject, withMinus } from '../../wording/index.ts'
import { BoundControl } from './bound-control.tsx'
import { boundRange } from './bound-range.ts'
import { IntervalStrip } from './interval-strip.tsx'
import styles from './what-if.module.css'

interface GateEditorProps {
  readonly gate: Gate
  readonly before: GateVerdict
  /** `null` while the edited policy does not load. */
  readonly after: GateVerdict | null
  readonly edit: GateEdit
  readonly onEdit: (edit: GateEdit) => void
  readonly isLinked: boolean
}

const proofs: readonly { readonly value: Proof; readonly label: string }[] = [
  { value: 'proven', label: 'proven: the whole interval clears it' },
  { value: 'point', label: 'point: the estimate decides' },
  { value: 'unrefuted', label: 'unrefuted: fails only beyond it' },
]

const confidences = [0.8, 0.9, 0.95, 0.99, 0.999]

/** One gate: its bound, confidence and proof to move, its intervals, and its status before and after. */
export function GateEditor({ gate, before, after, edit, onEdit, isLinked }: GateEditorProps) {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isLinked) item.current?.scrollIntoView({ block: 'center' })
  }, [isLinked])
  const shown = after ?? before
  const range = boundRange(before)
  const confidence = edit.confidence ?? gate.confidence
  const levels = [...new Set([...confidences, gate.confidence])].sort((a, b) => a - b)
  return (
    <li ref={item} className={styles['gate']} data-changed={changesGate(gate, edit)} data-linked={isLinked}>
      <div className={styles['head']}>
        <h2 className={styles['name']}>{gate.name}</h2>
        <p className={styles['statuses']}>
          <StatusBadge status={before.status} />
          {after === null || after.status === before.status ? null : (
            <>
              <span className={styles['arrow']}>→</span>
              <StatusBadge status={after.status} />
            </>
          )}
        </p>
      </div>
      <Hint>
        {subject(before)}, {expectation(shown)}
      </Hint>
      <div className={styles['controls']}>
        <BoundControl
          gate={gate}
          kind={conditionKind(before) ?? gate.condition.kind}
          range={range}
          edit={edit}
          onEdit={onEdit}
          strip={(limits) => <IntervalStrip gate={shown} range={limits} />}
        />
        <Select
          label={`Confidence of ${gate.name}`}
          value={String(confidence)}
          options={levels.map((level) => ({ value: String(level), label: `${percentText(level)} confidence` }))}
          onChange={(level) => onEdit({ confidence: Number(level) })}
        />
        <Select
          label={`Proof of ${gate.name}`}
          value={edit.proof ?? gate.proof}
          options={proofs}
          onChange={(proof) => onEdit({ proof })}
        />
      </div>
      <p className={styles['reason']}>{withMinus(shown.reason)}</p>
    </li>
  )
}
