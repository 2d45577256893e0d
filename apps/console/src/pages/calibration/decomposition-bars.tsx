import type { CalibratedEvidence, DecompositionEvidence } from '@sluice/gates'
import { Hint, Panel } from '../../components/index.ts'
import { numberText, scaleOf } from '../../wording/index.ts'
import styles from './calibration.module.css'
import { calibratorName } from './calibrator-name.ts'
import type { ChosenSample } from './chosen-sample.ts'

interface Part {
  readonly id: 'miscalibration' | 'discrimination' | 'uncertainty'
  readonly label: string
  readonly words: string
}

const parts: readonly Part[] = [
  { id: 'miscalibration', label: 'Miscalibration', words: 'what recalibrating would save; less is better' },
  { id: 'discrimination', label: 'Discrimination', words: 'what telling rows apart saves; more is better' },
  { id: 'uncertainty', label: 'Uncertainty', words: 'what lies in the rows themselves' },
]

/** The Brier score in its three parts, before and after the calibrator. */
export function DecompositionBars({ sample: { section, before, after } }: { readonly sample: ChosenSample }) {
  const shown = [
    { of: before, colour: 'var(--series-2)' },
    ...(after === null ? [] : [{ of: after, colour: 'var(--series-1)' }]),
  ].flatMap(({ of, colour }) => (of.decomposition === null ? [] : [{ of, colour, decomposition: of.decomposition }]))
  if (shown.length === 0) return null
  const values = shown.flatMap(({ decomposition }) => Object.values(decomposition) as number[])
  const scale = scaleOf(values)
  return (
    <Panel aria-labelledby="decomposition">
      <h3 id="decomposition">
        What the Brier score{section.of === 'positive' ? '' : ' of the likeliest class'} is made of
      </h3>
      <Hint>Of all rows: score = miscalibration − discrimination + uncertainty.</Hint>
      <dl className={styles['parts']}>
        {parts.map(({ id, label, words }) => (
          <div key={id}>
            <dt>
              {label} <small>{words}</small>
            </dt>
            {shown.map(({ of, colour, decomposition }) => (
              <PartBar
                key={of.method}
                method={of}
                colour={colour}
                share={decomposition[id] / Math.max(...values)}
                text={numberText(decomposition[id], scale)}
              />
            ))}
          </div>
        ))}
        <div className={styles['sum']}>
          <dt>Brier score</dt>
          {shown.map(({ of, decomposition }) => (
            <dd key={of.method}>
              {calibratorName(of.method)} <b>{sumText(decomposition, scale)}</b>
            </dd>
          ))}
        </div>
      </dl>
    </Panel>
  )
}

function PartBar({
  method,
  colour,
  share,
  text,
}: {
  method: CalibratedEvidence
  colour: string
  share: number
  text: string
}) {
  return (
    <dd className={styles['part']}>
      <span className={styles['partName']}>{calibratorName(method.method)}</span>
      <span className={styles['bar']} aria-hidden>
        <i style={{ width: `${share * 100}%`, background: colour }} />
      </span>
      <b>{text}</b>
    </dd>
  )
}

function sumText({ score }: DecompositionEvidence, scale: ReturnType<typeof scaleOf>): string {
  return numberText(score, scale)
}
