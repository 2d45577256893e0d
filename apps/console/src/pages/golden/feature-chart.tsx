import type { GoldenEvidence, GoldenFeature } from '@sluice/gates'
import { Chart, Crosshair, StepMark } from '../../charts/index.ts'
import { counted, percentText } from '../../wording/index.ts'

interface FeatureChartProps {
  readonly feature: GoldenFeature
  readonly set: GoldenEvidence
}

const percent = (value: number) => percentText(Number(value.toPrecision(3)))
const mostLetters = 9

/** The shares of a feature's bins in the golden set, over those of what it stands for. */
export function FeatureChart({ feature: { feature, kind, bins, coverage }, set }: FeatureChartProps) {
  // A number's tick stands where its bin begins, a category's in the middle of its bin.
  const shift = kind === 'number' ? 0 : -0.5
  const starts = bins.map((_, at) => at + shift)
  const end = bins.length + shift
  const most = Math.max(0.01, ...bins.flatMap(({ represented, golden }) => [represented, golden])) * 1.05
  return (
    <Chart
      title={feature}
      summary={`${set.dataset} covers ${percent(coverage)} of ${set.represents} in ${counted(bins.length, 'bin')}.`}
      x={{
        label: kind === 'number' ? 'From' : '',
        domain: [shift, end],
        format: (at) => tickText(bins[at]?.label, kind),
      }}
      y={{ label: 'Share of rows', domain: [0, most], format: percent }}
      height={320}
      legend={[
        { label: set.dataset, colour: 'var(--series-1)' },
        { label: set.represents, colour: 'var(--series-2)' },
      ]}
      data={{
        columns: [feature, set.dataset, set.represents, 'Golden rows'],
        rows: bins.map(({ label, golden, represented, rows }) => [
          label,
          percent(golden),
          percent(represented),
          String(rows),
        ]),
      }}
      over={(plot) => (
        <Crosshair
          plot={plot}
          points={bins.map(({ golden, represented }, at) => ({
            x: at + shift + 0.5,
            y: Math.max(golden, represented),
          }))}
          label={`Bins of ${feature}`}
          read={(at) => readingOf(bins[at], set)}
        />
      )}
    >
      {(plot) => (
        <>
          <StepMark
            plot={plot}
            starts={starts}
            end={end}
            heights={bins.map(({ represented }) => represented)}
            colour="var(--series-2)"
          />
          <StepMark
            plot={plot}
            starts={starts}
            end={end}
            heights={bins.map(({ golden }) => golden)}
            colour="var(--series-1)"
          />
        </>
      )}
    </Chart>
  )
}

function readingOf(bin: GoldenFeature['bins'][number] | undefined, { dataset, represents }: GoldenEvidence): string[] {
  if (bin === undefined) return []
  return [
    bin.label,
    `${percent(bin.golden)} of ${dataset} (${counted(bin.rows, 'row')})`,
    `${percent(bin.represented)} of ${represents}`,
  ]
}

/** `[20000, 50000)` begins at `20000`. */
function tickText(label: string | undefined, kind: GoldenFeature['kind']): string {
  if (label === undefined) return ''
  const text = kind === 'number' ? (/^[[(]?([^,)\]]+)/.exec(label)?.[1] ?? label) : label
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text
}
