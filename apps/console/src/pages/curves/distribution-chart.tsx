import type { CurveEvidence } from '@sluice/gates'
import { Chart, Crosshair, type Domain, StepMark, seriesColour, ThresholdRule } from '../../charts/index.ts'
import { Panel } from '../../components/index.ts'
import { percentText, shortNumber } from '../../wording/index.ts'

interface DistributionChartProps {
  readonly curve: CurveEvidence
  readonly model: string
  readonly threshold: number
  readonly range: Domain
  readonly onThreshold: (threshold: number) => void
}

const percent = (value: number) => percentText(Number(value.toPrecision(3)))

/** How the scores of either class are spread. */
export function DistributionChart({ curve, model, threshold, range, onThreshold }: DistributionChartProps) {
  const { x: starts, y: positives, negatives = [], end = range[1] } = curve
  const most = Math.max(0.01, ...positives, ...negatives) * 1.05
  const next = (index: number) => starts[index + 1] ?? end
  const bin = (index: number) => `${shortNumber(starts[index] ?? 0)} to ${shortNumber(next(index))}`
  const points = starts.map((start, index) => ({
    x: (start + next(index)) / 2,
    y: Math.max(positives[index] ?? 0, negatives[index] ?? 0),
  }))
  return (
    <Panel>
      <Chart
        title="Scores"
        summary={`Scores of ${model} from ${shortNumber(starts[0] ?? 0)} to ${shortNumber(end)} in ${starts.length} bins, by class.`}
        x={{ label: 'Score', domain: [starts[0] ?? range[0], end] }}
        y={{ label: 'Share of the class', domain: [0, most], format: percent }}
        height={300}
        legend={[
          { label: 'positives', colour: seriesColour.positives },
          { label: 'negatives', colour: seriesColour.negatives },
        ]}
        data={{
          columns: ['Scores', 'Positives', 'Negatives'],
          rows: starts.map((_, index) => [bin(index), percent(positives[index] ?? 0), percent(negatives[index] ?? 0)]),
        }}
        over={(plot) => (
          <Crosshair
            plot={plot}
            points={points}
            label="Bins of the scores; Enter takes over the start of a bin as the threshold"
            read={(index) => [
              `Scores ${bin(index)}`,
              `${percent(positives[index] ?? 0)} of positives`,
              `${percent(negatives[index] ?? 0)} of negatives`,
            ]}
            onChoose={(index) => onThreshold(starts[index] ?? threshold)}
          />
        )}
      >
        {(plot) => (
          <>
            <StepMark plot={plot} starts={starts} end={end} heights={negatives} colour={seriesColour.negatives} />
            <StepMark plot={plot} starts={starts} end={end} heights={positives} colour={seriesColour.positives} />
            <ThresholdRule plot={plot} at={threshold} />
          </>
        )}
      </Chart>
    </Panel>
  )
}
