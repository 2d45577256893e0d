import type { ParetoAxisEvidence, VariantsEvidence } from '@sluice/gates'
import { Chart, type ChartRows, Crosshair, EstimateMark, LineMark } from '../../charts/index.ts'
import { Panel } from '../../components/index.ts'
import { percentText, shortNumber } from '../../wording/index.ts'
import { axisText, axisWords } from './axis-values.ts'
import { costScale, missingWords, paretoPoints, pointWords, qualityDomain } from './pareto-points.ts'
import { notSeparatedWords, planeFront, standingOf } from './plane.ts'
import styles from './variants.module.css'

interface ParetoChartProps {
  readonly variants: VariantsEvidence
  readonly against: ParetoAxisEvidence
}

const colour = 'var(--series-1)'

/** Quality against what it costs: every build with its intervals, and a line through those that no other dominates. */
export function ParetoChart({ variants, against }: ParetoChartProps) {
  const { builds, pareto, quality } = variants
  const front = planeFront(variants, against.name)
  const points = paretoPoints(variants, against, front)
  const line = points.filter(({ filled }) => filled).toSorted((a, b) => a.x - b.x)
  const x = costScale(points)
  const { direction } = quality
  const axes = pareto.axes.filter(({ name }) => name === 'quality' || name === against.name)
  return (
    <Panel>
      <Chart
        title={`${quality.label} against ${against.label}`}
        summary={`Not dominated by these two: ${front.front.join(', ')}.`}
        x={{
          label: `${axisWords(against)}${x.spread === 'log' ? ', logarithmic' : ''}`,
          format: axisText[against.name],
          ...x,
        }}
        y={{
          label: direction === 'target' ? quality.label : axisWords({ label: quality.label, direction }),
          domain: qualityDomain(points),
          format: shortNumber,
        }}
        height={380}
        data={rowsOf(variants, against)}
        over={(plot) => (
          <Crosshair
            plot={plot}
            points={points}
            label="Builds"
            read={(index) => pointWords(points[index]!, variants, against, front)}
          />
        )}
        note={<ChartKey sentences={[...notSeparatedWords(front, axes), ...missingWords(builds, against)]} />}
      >
        {(plot) => (
          <>
            <LineMark plot={plot} points={line.map((point) => ({ x: point.x, y: point.y }))} colour={colour} quiet />
            <EstimateMark plot={plot} points={points} colour={colour} />
          </>
        )}
      </Chart>
    </Panel>
  )
}

function rowsOf(variants: VariantsEvidence, against: ParetoAxisEvidence): ChartRows {
  const front = planeFront(variants, against.name)
  const text = axisText[against.name]
  const within = (ends: readonly [number, number] | null, write: (value: number) => string) =>
    ends === null ? 'none' : `${write(ends[0])} to ${write(ends[1])}`
  const level = percentText(variants.level)
  return {
    columns: ['Build', variants.quality.label, `${level} interval`, against.label, `Its ${level} interval`, 'Front'],
    rows: paretoPoints(variants, against, front).map(({ name, x, y, xEnds, yEnds, filled }) => [
      name,
      shortNumber(y),
      within(yEnds, shortNumber),
      text(x),
      within(xEnds, text),
      filled ? 'on it' : `dominated by ${standingOf(name, front).dominatedBy.join(', ')}`,
    ]),
  }
}

/** What the marks mean, and what the intervals do not tell. */
function ChartKey({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <span className={styles['key']}>
      <span>
        <i data-filled="true" aria-hidden /> not dominated on these two axes
      </span>
      <span>
        <i data-filled="false" aria-hidden /> dominated
      </span>
      {sentences.map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
    </span>
  )
}
