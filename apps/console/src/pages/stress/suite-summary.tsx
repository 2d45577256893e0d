import type { StressEvidence, StressValue } from '@sluice/gates'
import { Estimate, Hint, Panel } from '../../components/index.ts'
import { countText, estimateText, percentText, rateText } from '../../wording/index.ts'
import styles from './stress.module.css'
import { suiteWords } from './suite-words.ts'

interface Fact {
  readonly name: string
  readonly value: StressValue | null
  readonly text: (value: number) => string
}

/** What a suite did and what came of it, in a sentence and its shares. */
export function SuiteSummary({ suite }: { readonly suite: StressEvidence }) {
  const corruption = estimateText(suite.relativeCorruptionError === null ? [] : [suite.relativeCorruptionError])
  const facts: Fact[] = [
    { name: 'Failure rate', value: suite.failureRate, text: rateText },
    { name: 'Flip rate', value: suite.flipRate, text: rateText },
    { name: 'Accuracy as they are', value: suite.accuracy, text: rateText },
    { name: 'Robust accuracy', value: suite.robustAccuracy, text: rateText },
    { name: 'Directional violations', value: suite.directionalViolations, text: rateText },
    { name: 'Relative corruption error', value: suite.relativeCorruptionError, text: corruption },
  ]
  return (
    <Panel aria-labelledby="suite">
      <h2 id="suite">{suite.suite}</h2>
      <p>{suiteWords(suite)}</p>
      <dl className={styles['facts']}>
        {facts.map(({ name, value, text }) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Estimate of={value} text={text} />
              </dd>
            </div>
          ),
        )}
      </dl>
      <Hint>
        {percentText(suite.level)} intervals over {countText(suite.rows)} rows. Robust accuracy counts a row only where
        it is right as it is and whatever was done to it.
      </Hint>
      {suite.notes.map((note) => (
        <Hint key={note}>{note}</Hint>
      ))}
    </Panel>
  )
}
