import type { StressEvidence } from '@sluice/gates'
import { type BandPoint, Chart, Crosshair, IntervalMark, Legend, LineMark } from '../../charts/index.ts'
import { Hint, Panel, Stack } from '../../components/index.ts'
import { countText, percentText, rateText, shortNumber } from '../../wording/index.ts'
import { type Outcome, outcomesOf, valueWords } from './outcomes.ts'
import {
  columnWords,
  type PerturbationRun,
  perturbationName,
  perturbationRuns,
  placeOf,
  strengthWords,
} from './strengths.ts'
import styles from './stress.module.css'

/** What each perturbation does as it grows, a small chart each, all on the same axis. */
export function Degradation({ suite }: { readonly suite: StressEvidence }) {
  const runs = perturbationRuns(suite)
  if (runs.length === 0) return null
  const outcomes = outcomesOf(suite)
  return (
    <section aria-labelledby="degradation">
      <Stack>
        <div className={styles['head']}>
          <h2 id="degradation">Degradation by severity</h2>
          <Legend entries={outcomes.map(({ label, colour }) => ({ label, colour }))} />
        </div>
        <div className={styles['grid']}>
          {runs.map((run) => (
            <RunChart
              key={`${run.perturbation} ${run.columns} ${run.by}`}
              run={run}
              suite={suite}
              outcomes={outcomes}
            />
          ))}
        </div>
        <Hint>
          Shares of the rows that a perturbation changed, accuracy of all rows; bands are {percentText(suite.level)}{' '}
          intervals. Accuracy can rise while decisions flip: where one class is rare, to decide for the other is often
          right.
        </Hint>
      </Stack>
    </section>
  )
}

interface RunChartProps {
  readonly run: PerturbationRun
  readonly suite: StressEvidence
  readonly outcomes: readonly Outcome[]
}

interface Reading {
  readonly x: number
  readonly y: number
  readonly words: readonly string[]
}

function RunChart({ run, suite, outcomes }: RunChartProps) {
  const { perturbation, columns, strengths, by } = run
  const name = perturbationName(perturbation)
  const lines = outcomes.map((outcome) => ({ ...outcome, points: pointsOf(run, suite, outcome) }))
  const last = strengths.at(-1)!
  const readings = readingsOf(run, outcomes)
  return (
    <Panel>
      <Chart
        title={name}
        summary={`At ${strengthWords(last).toLowerCase()}: ${outcomes
          .map(({ label, of }) => `${label.toLowerCase()} ${valueWords(of(last) ?? nothing, rateText)}`)
          .join(', ')}.`}
        x={{
          label: by === 'severity' ? 'Severity' : 'Amount',
          domain: [run.below === 0 ? 0 : -0.25, strengths.length + 0.25],
          ticks: Array.from({ length: strengths.length + 1 }, (_, place) => place),
          format: (place) => strengthTick(run, place),
        }}
        y={{ label: 'Share of rows', domain: [0, 1], format: percentText }}
        height={230}
        data={{
          columns: ['Strength', 'Rows changed', ...outcomes.map(({ label }) => label)],
          rows: strengths.map((variant) => [
            strengthWords(variant),
            countText(variant.changedRows),
            ...outcomes.map(({ of }) => valueWords(of(variant) ?? nothing, rateText)),
          ]),
        }}
        over={(plot) => (
          <Crosshair
            plot={plot}
            points={readings}
            label={`Strengths of ${name}`}
            read={(index) => readings[index]!.words}
          />
        )}
        note={columnWords(columns)}
      >
        {(plot) =>
          lines.map(({ label, colour, points }) => (
            <g key={label}>
              <LineMark plot={plot} points={points} colour={colour} />
              <IntervalMark plot={plot} points={points} colour={colour} />
            </g>
          ))
        }
      </Chart>
    </Panel>
  )
}

const nothing = { value: null, lower: null, upper: null }

function strengthTick({ by, strengths, below }: PerturbationRun, place: number): string {
  if (place === below) return 'as is'
  const variant = strengths[place < below ? place : place - 1]
  return variant === undefined ? '' : by === 'severity' ? String(variant.severity) : shortNumber(variant.amount)
}

/** One line of a run: every strength, and rows as they are in their place among them. */
function pointsOf({ strengths, below }: PerturbationRun, suite: StressEvidence, outcome: Outcome): BandPoint[] {
  const values = strengths.map(outcome.of)
  return [...values.slice(0, below), outcome.asTheyAre(suite), ...values.slice(below)].flatMap((value, x) =>
    value === null || value.value === null
      ? []
      : [{ x, y: value.value, ...(value.lower !== null && value.upper !== null && limits(value.lower, value.upper)) }],
  )
}

function limits(lower: number, upper: number) {
  return { lower, upper }
}

/** Each point of each line, so that the pointer finds the nearest; its words say all of its strength. */
function readingsOf(run: PerturbationRun, outcomes: readonly Outcome[]): Reading[] {
  return run.strengths.flatMap((variant, at) => {
    const words = [
      strengthWords(variant),
      ...outcomes.map(({ label, of }) => `${label} ${valueWords(of(variant) ?? nothing, rateText)}`),
      `${countText(variant.changedRows)} rows changed`,
      ...(variant.unscored === 0 ? [] : [`${countText(variant.unscored)} without a score`]),
    ]
    const highest = outcomes[0]?.of(variant)?.value ?? null
    return highest === null ? [] : [{ x: placeOf(run, at), y: highest, words }]
  })
}
