import type { CurveEvidence } from '@sluice/gates'
import type { ReactNode } from 'react'
import {
  type AxisWords,
  Chart,
  Crosshair,
  type Domain,
  LineMark,
  type Plot,
  type Point,
  ThresholdPoint,
} from '../../charts/index.ts'
import { Panel } from '../../components/index.ts'
import { shortNumber } from '../../wording/index.ts'

export interface Series {
  readonly model: string
  readonly curve: CurveEvidence
  readonly colour: string
  readonly quiet: boolean
}

interface ThresholdCurveProps {
  readonly title: string
  /** The model looked at comes last, so that it lies on top. */
  readonly series: readonly Series[]
  readonly x: AxisWords & { readonly domain: Domain }
  readonly y: AxisWords & { readonly domain: Domain }
  readonly threshold: number
  readonly onThreshold: (threshold: number) => void
  /** Where the threshold lies on the curve. */
  readonly at: Point | null
  readonly guide: (plot: Plot) => ReactNode
}

/** A curve each of whose points is a threshold; the crosshair reads it, a click moves the page's threshold there. */
export function ThresholdCurve(props: ThresholdCurveProps) {
  const { title, series, x, y, threshold, onThreshold, at, guide } = props
  const own = series.at(-1)?.curve
  if (own === undefined) return null
  const points = own.x.map((value, index) => ({ x: value, y: own.y[index] ?? 0 }))
  const [formatX, formatY] = [x.format ?? String, y.format ?? String]
  const read = (index: number) => [
    thresholdWords(own.threshold?.[index] ?? null),
    `${y.label} ${formatY(points[index]?.y ?? 0)}`,
    `${x.label} ${formatX(points[index]?.x ?? 0)}`,
  ]
  return (
    <Panel>
      <Chart
        title={title}
        summary={
          at === null
            ? `${points.length} points.`
            : `At the threshold ${shortNumber(threshold)}: ${y.label.toLowerCase()} ${formatY(at.y)}, ${x.label.toLowerCase()} ${formatX(at.x)}.`
        }
        x={x}
        y={y}
        height={300}
        legend={[...series].reverse().map(({ model, colour, quiet }) => ({ label: model, colour, quiet }))}
        data={{
          columns: ['Threshold', x.label, y.label],
          rows: points.map((point, index) => [
            thresholdWords(own.threshold?.[index] ?? null),
            formatX(point.x),
            formatY(point.y),
          ]),
        }}
        over={(plot) => (
          <Crosshair
            plot={plot}
            points={points}
            label={`Points of ${title}; Enter takes over the threshold`}
            read={read}
            onChoose={(index) => {
              const chosen = own.threshold?.[index]
              if (chosen != null) onThreshold(chosen)
            }}
          />
        )}
      >
        {(plot) => (
          <>
            {guide(plot)}
            {series.map(({ model, curve, colour, quiet }) => (
              <LineMark
                key={model}
                plot={plot}
                colour={colour}
                quiet={quiet}
                points={curve.x.map((value, index) => ({ x: value, y: curve.y[index] ?? 0 }))}
              />
            ))}
            {at === null ? null : <ThresholdPoint plot={plot} point={at} />}
          </>
        )}
      </Chart>
    </Panel>
  )
}

function thresholdWords(threshold: number | null): string {
  return threshold === null ? 'Nothing selected' : `Threshold ${shortNumber(threshold)}`
}
