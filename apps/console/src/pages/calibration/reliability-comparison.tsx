import { type BandPoint, Chart, Crosshair, GuideMark, IntervalMark, LineMark } from '../../charts/index.ts'
import { counted, percentText } from '../../wording/index.ts'
import type { ReliabilitySeries } from './shown-series.ts'

interface ReliabilityComparisonProps {
  /** The one that is read out comes last. */
  readonly series: readonly ReliabilitySeries[]
  readonly curve: 'bins' | 'corp'
  readonly of: 'positive' | 'top_label'
  /** Where the axis of scores begins. */
  readonly from: number
}

const percent = (value: number) => percentText(Number(value.toPrecision(3)))

/** How often what was predicted came true, before and after a calibrator. */
export function ReliabilityComparison({ series, curve, of, from }: ReliabilityComparisonProps) {
  const top = series.at(-1)
  if (top === undefined) return null
  const points = curve === 'bins' ? binPoints(top) : corpPoints(top)
  const bins = top.reliability.bins
  const words = (index: number) => {
    const { x, y, lower, upper } = points[index] ?? { x: 0, y: 0 }
    const limits = lower === undefined || upper === undefined ? [] : [`95%: ${percent(lower)} to ${percent(upper)}`]
    const rows = curve === 'bins' ? [counted(bins.rows[index] ?? 0, 'row')] : []
    return [`Observed ${percent(y)}`, `Predicted ${percent(x)}`, ...limits, ...rows]
  }
  return (
    <Chart
      title={curve === 'bins' ? 'Reliability' : 'Reliability, isotonic'}
      summary={summaryOf(top, curve)}
      x={{ label: of === 'positive' ? 'Predicted' : 'Confidence', domain: [from, 1], format: percent }}
      y={{ label: of === 'positive' ? 'Observed' : 'Right', domain: [0, 1], format: percent }}
      height={380}
      legend={[...series].reverse().map(({ label, colour }) => ({ label, colour }))}
      data={{
        columns: ['Point', 'Values'],
        rows: points.map((_, index) => [`${top.label} ${index + 1}`, words(index).join(', ')]),
      }}
      note={
        curve === 'bins'
          ? 'Bins of equally many rows; bars are 95% intervals. On the dotted line, predictions come true.'
          : 'The band is where the line of a calibrated model would run, 95 times in 100; outside it, predictions are off.'
      }
      over={(plot) => <Crosshair plot={plot} points={points} label={`Reliability of ${top.label}`} read={words} />}
    >
      {(plot) => (
        <>
          <GuideMark plot={plot} from={{ x: from, y: from }} to={{ x: 1, y: 1 }} />
          {series.map((one) =>
            curve === 'bins' ? (
              <g key={one.label}>
                <LineMark plot={plot} colour={one.colour} points={withoutLimits(binPoints(one))} />
                <IntervalMark plot={plot} colour={one.colour} points={binPoints(one)} />
              </g>
            ) : (
              <g key={one.label}>
                <LineMark plot={plot} colour={one.colour} quiet points={bandPoints(one)} />
                <LineMark plot={plot} colour={one.colour} points={corpPoints(one)} />
              </g>
            ),
          )}
        </>
      )}
    </Chart>
  )
}

function summaryOf({ label, reliability: { bins, rows } }: ReliabilitySeries, curve: 'bins' | 'corp'): string {
  if (curve === 'corp') return `${label}, ${counted(rows, 'row')}, with the band of a calibrated model.`
  const off = bins.predicted.filter((x, at) => x < (bins.lower[at] ?? 0) || x > (bins.upper[at] ?? 1)).length
  return `${label}, ${counted(rows, 'row')}: in ${off} of ${counted(bins.predicted.length, 'bin')} the interval does not hold what was predicted.`
}

function binPoints({ reliability: { bins } }: ReliabilitySeries): BandPoint[] {
  return bins.predicted.map((x, at) => ({
    x,
    y: bins.observed[at] ?? 0,
    lower: bins.lower[at] ?? 0,
    upper: bins.upper[at] ?? 1,
  }))
}

function withoutLimits(points: readonly BandPoint[]): BandPoint[] {
  return points.map(({ x, y }) => ({ x, y }))
}

function corpPoints({ reliability: { corp } }: ReliabilitySeries): BandPoint[] {
  return corp.score.map((x, at) => ({ x, y: corp.observed[at] ?? 0 }))
}

/** The band around its own middle: a calibrated model's line is the diagonal. */
function bandPoints({ reliability: { corp } }: ReliabilitySeries): BandPoint[] {
  const { score, lower, upper } = corp.band
  return score.map((x, at) => ({ x, y: x, lower: lower[at] ?? x, upper: upper[at] ?? x }))
}
