import { Chart, Crosshair, StepMark } from '../../charts/index.ts'
import { percentText, shortNumber } from '../../wording/index.ts'
import type { ReliabilitySeries } from './shown-series.ts'

const percent = (value: number) => percentText(Number(value.toPrecision(3)))

interface ScoreHistogramProps {
  readonly series: readonly ReliabilitySeries[]
  /** Where the axis of scores begins, the same as above. */
  readonly from: number
}

/** Where the scores lie that the curve above is of. */
export function ScoreHistogram({ series, from }: ScoreHistogramProps) {
  const top = series.at(-1)
  if (top === undefined) return null
  const { histogram } = top.reliability
  const first = Math.floor(from * histogram.length + 1e-9)
  const starts = histogram.map((_, at) => at / histogram.length).slice(first)
  const most = Math.max(0.01, ...series.flatMap(({ reliability }) => reliability.histogram)) * 1.05
  const bin = (at: number) => `${shortNumber(at / histogram.length)} to ${shortNumber((at + 1) / histogram.length)}`
  return (
    <Chart
      title="Scores"
      summary={`${top.label}: ${percent(Math.max(...histogram))} of the rows lie in the fullest of ${histogram.length} bins, at ${bin(histogram.indexOf(Math.max(...histogram)))}.`}
      x={{ label: 'Score', domain: [from, 1], format: percent }}
      y={{ label: 'Rows', domain: [0, most], format: percent }}
      height={160}
      data={{ columns: ['Scores', 'Rows'], rows: histogram.map((share, at) => [bin(at), percent(share)]) }}
      over={(plot) => (
        <Crosshair
          plot={plot}
          points={starts.map((start, at) => ({ x: start + 0.5 / histogram.length, y: histogram[first + at] ?? 0 }))}
          label={`Scores of ${top.label}`}
          read={(at) => [`${percent(histogram[first + at] ?? 0)} of rows`, `Scores ${bin(first + at)}`]}
        />
      )}
    >
      {(plot) =>
        series.map(({ label, colour, reliability }) => (
          <StepMark
            key={label}
            plot={plot}
            starts={starts}
            end={1}
            heights={reliability.histogram.slice(first)}
            colour={colour}
          />
        ))
      }
    </Chart>
  )
}
