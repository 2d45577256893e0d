import type { GoldenEvidence } from '@sluice/gates'
import { Panel } from '../../components/index.ts'
import styles from './golden.module.css'
import { nextSteps } from './next-steps.ts'
import type { SliceDemand } from './slice-shortage.ts'

/** What to do next, as a list that can be worked off. */
export function NextSteps({ set, demand }: { readonly set: GoldenEvidence; readonly demand: SliceDemand }) {
  const steps = nextSteps(set, demand)
  return (
    <Panel aria-labelledby="next">
      <h2 id="next">What to do next</h2>
      {steps.length === 0 ? (
        <p>Nothing: it covers what it stands for, and its labels hold.</p>
      ) : (
        <ol className={styles['steps']}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
