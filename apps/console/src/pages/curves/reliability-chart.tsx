import { Chart, Crosshair, GuideMark, IntervalMark, LineMark, ThresholdRule } from '../../charts/index.ts'
import { Panel } from '../../components/index.ts'
import { percentText } from '../../wording/index.ts'
import type { Series } from './threshold-curve.tsx'

interface ReliabilityChartProps {
  readonly series: readonly Series[]
  readonly threshold: number
}

const percent = (value: number) => percentText(Number(value.toPrecision(3)))

/** How often what was predicted came true, in bins of equally many rows with 95% intervals. */
export function ReliabilityChart({ series, threshold }: ReliabilityChartProps) {
  const own = series.at(-1)?.curve
  if (own === undefined) return null
  const points = pointsOf(own)
  const limits = (index: number) => {
    const { lower, upper } = points[index] ?? {}
    return lower === undefined || upper === undefined ? '' : `${percent(lower)} to ${percent(upper)}`
  }
  const outside = points.filter(({ x, lower, upper }) => (lower ?? x) > x || (upper ?? x) < x).length
  return (
    <Panel>
      <Chart
        title="Reliability"
        summary={`In ${outside} of ${points.length} bins the interval does not hold what was predicted.`}
        x={{ label: 'Predicted', domain: [0, 1], format: percent }}
        y={{ label: 'Observed', domain: [0, 1], format: percent }}
        height={300}
        legend={[...series].reverse().map(({ model, colour, quiet }) => ({ label: model, colour, quiet }))}
        data={{
          columns: ['Predicted', 'Observed', '95% interval'],
          rows: points.map(({ x, y }, index) => [percent(x), percent(y), limits(index)]),
        }}
        over={(plot) => (
          <Crosshair
            plot={plot}
            points={points}
            label="Bins of the reliability curve"
            read={(index) => [
              `Observed ${percent(points[index]?.y ?? 0)}`,
              `Predicted ${percent(points[index]?.x ?? 0)}`,
              `95%: ${limits(index)}`,
            ]}
          />
        )}
      >
        {(plot) => (
          <>
            <GuideMark plot={plot} from={{ x: 0, y: 0 }} to={{ x: 1, y: 1 }} />
            <ThresholdRule plot={plot} at={threshold} />
            {series.map(({ model, curve, colour, quiet }) =>
              curve !== own ? (
                <LineMark key={model} plot={plot} colour={colour} quiet={quiet} points={lineOf(curve)} />
              ) : (
                <g key={model}>
                  <LineMark plot={plot} colour={colour} points={lineOf(curve)} />
                  <IntervalMark plot={plot} colour={colour} points={pointsOf(curve)} />
                </g>
              ),
            )}
          </>
        )}
      </Chart>
    </Panel>
  )
}

function lineOf({ x, y }: Series['curve']) {
  return x.map((value, index) => ({ x: value, y: y[index] ?? 0 }))
}

function pointsOf({ x, y, lower, upper }: Series['curve']) {
  return x.map((value, index) => {
    const [low, high] = [lower?.[index], upper?.[index]]
    return { x: value, y: y[index] ?? 0, ...(low !== undefined && high !== undefined && { lower: low, upper: high }) }
  })
}
