import { Chart, Crosshair, StepMark } from '../../charts/index.ts'
import { percentText, shortNumber } from '../../wording/index.ts'
import type { ReliabilitySeries } from './shown-series.ts'

const percent = (value: number) => percentText(Number(value.toPrecision(3)))

/** Where the scores lie that the curve above is of. */
export function ScoreHistogram({ series }: { readonly series: readonly ReliabilitySeries[] }) {
  const top = series.at(-1)
  if (top === undefined) return null
  const { histogram } = top.reliability
  const starts = histogram.map((_, at) => at / histogram.length)
  const most = Math.max(0.01, ...series.flatMap(({ reliability }) => reliability.histogram)) * 1.05
  const bin = (at: number) => `${shortNumber(at / histogram.length)} to ${shortNumber((at + 1) / histogram.length)}`
  return (
    <Chart
      title="Scores"
      summary={`${top.label}: ${percent(Math.max(...histogram))} of the rows lie in the fullest of ${histogram.length} bins, at ${bin(histogram.indexOf(Math.max(...histogram)))}.`}
      x={{ label: 'Score', domain: [0, 1], format: percent }}
      y={{ label: 'Rows', domain: [0, most], format: percent }}
      height={160}
      data={{ columns: ['Scores', 'Rows'], rows: histogram.map((share, at) => [bin(at), percent(share)]) }}
      over={(plot) => (
        <Crosshair
          plot={plot}
          points={histogram.map((share, at) => ({ x: (at + 0.5) / histogram.length, y: share }))}
          label={`Scores of ${top.label}`}
          read={(at) => [`${percent(histogram[at] ?? 0)} of rows`, `Scores ${bin(at)}`]}
        />
      )}
    >
      {(plot) =>
        series.map(({ label, colour, reliability }) => (
          <StepMark key={label} plot={plot} starts={starts} end={1} heights={reliability.histogram} colour={colour} />
        ))
      }
    </Chart>
  )
}
