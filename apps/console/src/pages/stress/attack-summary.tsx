import type { StressAttack, StressEvidence } from '@sluice/gates'
import { Chart, Crosshair, LineMark, ThresholdRule } from '../../charts/index.ts'
import { Estimate, Hint, Panel } from '../../components/index.ts'
import { countText, percentText, rateText, shortNumber } from '../../wording/index.ts'
import { valueWords } from './outcomes.ts'
import styles from './stress.module.css'

const methods: Readonly<Record<string, string>> = { hop_skip_jump: 'HopSkipJump', square: 'a square-type search' }
const units = { range: 'ranges of a column', iqr: 'interquartile ranges of a column' } as const

/** What a search for the smallest flipping change found. */
export function AttackSummary({ suite, attack }: { readonly suite: StressEvidence; readonly attack: StressAttack }) {
  const { method, attacked, queriesPerRow, queries, successRate, robustAccuracy, medianChange } = attack
  return (
    <section aria-labelledby="attack">
      <div className={styles['attack']}>
        <Panel>
          <h2 id="attack">Attack</h2>
          <p>
            {methods[method] ?? method} looked for the smallest change that flips each of {countText(attacked)} rows,
            with at most {countText(queriesPerRow)} queries a row.
          </p>
          <dl className={styles['facts']}>
            <div>
              <dt>Success rate</dt>
              <dd>
                <Estimate of={successRate} text={rateText} />
              </dd>
            </div>
            <div>
              <dt>Median smallest change</dt>
              <dd>
                <Estimate of={medianChange} text={shortNumber} />
              </dd>
            </div>
            {robustAccuracy === null ? null : (
              <div>
                <dt>Robust accuracy</dt>
                <dd>
                  <Estimate of={robustAccuracy} text={rateText} />
                </dd>
              </div>
            )}
            <div>
              <dt>Queries</dt>
              <dd>
                <strong>{countText(queries.search)}</strong>
                <span className={styles['aside']}>at most {countText(queries.mostOfOneRow)} of one row</span>
              </dd>
            </div>
          </dl>
          <Hint>
            What was found is the least that an attacker can do: a longer search may flip more rows, by smaller changes.
          </Hint>
        </Panel>
        <FlipCurve attack={attack} level={suite.level} />
      </div>
    </section>
  )
}

/** Which share of rows flips within each distance. */
function FlipCurve({ attack, level }: { readonly attack: StressAttack; readonly level: number }) {
  const { curve, unit, medianChange, attacked } = attack
  const flips = curve.x.map((x, at) => ({ x, y: curve.y[at] ?? 0 }))
  const farthest = Math.max(curve.x.at(-1) ?? 0, medianChange.upper ?? 0) || 1
  return (
    <Panel>
      <Chart
        title="Rows flipped by the size of the change"
        summary={
          flips.length === 0
            ? 'No row flipped.'
            : `${rateText(flips.at(-1)!.y)} of ${countText(attacked)} rows flip, half of all within ${valueWords(medianChange, shortNumber)}.`
        }
        x={{ label: `Distance, in ${units[unit]}`, domain: [0, farthest * 1.04], format: shortNumber }}
        y={{ label: 'Share of rows flipped', domain: [0, 1], format: percentText }}
        height={300}
        data={{
          columns: ['Distance', 'Share flipped'],
          rows: flips.map(({ x, y }) => [shortNumber(x), rateText(y)]),
        }}
        over={(plot) => (
          <Crosshair
            plot={plot}
            points={flips}
            label="Points of the curve of flips"
            read={(index) => [
              `${rateText(flips[index]!.y)} of rows flip`,
              `within a distance of ${shortNumber(flips[index]!.x)}`,
            ]}
          />
        )}
        note={
          medianChange.value === null
            ? medianChange.note
            : `The upright line is the median, ${valueWords(medianChange, shortNumber)} at ${percentText(level)}.`
        }
      >
        {(plot) => (
          <>
            {medianChange.value === null ? null : <ThresholdRule plot={plot} at={medianChange.value} />}
            <LineMark plot={plot} points={steps(flips)} colour="var(--series-4)" />
          </>
        )}
      </Chart>
    </Panel>
  )
}

/** A share that stays until the next row flips. */
function steps(flips: readonly { readonly x: number; readonly y: number }[]) {
  return [
    { x: 0, y: 0 },
    ...flips.flatMap(({ x, y }, at) => [
      { x, y: flips[at - 1]?.y ?? 0 },
      { x, y },
    ]),
  ]
}
