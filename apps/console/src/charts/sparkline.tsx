import type { Status } from '@sluice/gates'
import type { Bounds } from '../wording/index.ts'
import { Crosshair } from './crosshair.tsx'
import { type ChartRows, DataTable } from './data-table.tsx'
import { IntervalMark } from './interval-mark.tsx'
import { LineMark } from './line-mark.tsx'
import { type Margin, type Plot, plotOf } from './plot.ts'
import styles from './sparkline.module.css'
import { statusMark } from './status-mark.ts'
import { useWidth } from './use-width.ts'
import { type Measured, valueDomain } from './value-domain.ts'

export interface SparkPoint extends Measured {
  readonly status: Status
}

interface SparklineProps {
  /** What it is of, and what it shows, in a sentence for those who do not see it. */
  readonly label: string
  /** Oldest first, at equal distances; a point without a value is a speck at the bottom. */
  readonly points: readonly SparkPoint[]
  readonly bounds: Bounds
  /** The point that the page is about. */
  readonly current: number
  readonly height: number
  /** A point in words, shown beside it and read out. */
  readonly read: (index: number) => readonly string[]
  readonly onChoose: (index: number) => void
  readonly data: ChartRows
}

const around: Margin = { top: 7, right: 9, bottom: 7, left: 9 }

/** A value over its last evaluations, without axes: its interval as a band, its bound, and its status at each point. */
export function Sparkline(props: SparklineProps) {
  const { label, points, bounds, current, height, read, onChoose, data } = props
  const [ref, width] = useWidth<HTMLDivElement>()
  const limits = [bounds.lower, bounds.upper].filter((bound) => bound !== null)
  const domain = valueDomain(points, limits) ?? ([0, 1] as const)
  const plot = plotOf(width, height, [0, Math.max(1, points.length - 1)], domain, 'linear', around)
  const drawn = points.flatMap(({ value, lower, upper, status }, index) =>
    value === null ? [] : [{ index, status, x: index, y: value, ...bandOf(lower, upper, domain) }],
  )
  const banded = drawn.every(({ lower }) => lower !== undefined)
  return (
    <div>
      <div ref={ref} className={styles['place']} style={{ height }}>
        {width === 0 ? null : (
          <>
            <svg width={width} height={height} role="img" aria-label={label}>
              <g transform={`translate(${plot.left} ${plot.top})`}>
                <BoundMarks plot={plot} bounds={bounds} />
                {banded ? null : <IntervalMark plot={plot} points={drawn} colour="var(--series-1)" quiet />}
                <LineMark plot={plot} points={drawn} colour="var(--series-1)" thin />
                {points.map(({ value }, index) =>
                  value === null ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place
                    <circle key={index} className={styles['absent']} cx={plot.x(index)} cy={plot.height} r={2} />
                  ) : null,
                )}
                {drawn.map(({ index, status, x, y }) => (
                  <g key={index} data-status={status} transform={`translate(${plot.x(x)} ${plot.y(y)})`}>
                    {index === current ? <circle className={styles['ring']} r={8} /> : null}
                    <path className={styles['mark']} d={statusMark[status]} />
                  </g>
                ))}
              </g>
            </svg>
            <Crosshair
              plot={plot}
              points={drawn}
              label={`Evaluations of ${label}; Enter opens one`}
              read={(at) => read(drawn[at]?.index ?? 0)}
              onChoose={(at) => onChoose(drawn[at]?.index ?? 0)}
            />
          </>
        )}
      </div>
      <DataTable caption={label} data={data} />
    </div>
  )
}

/** The bounds as dashed lines, and the side on which the value must not be. */
function BoundMarks({ plot, bounds: { lower, upper } }: { readonly plot: Plot; readonly bounds: Bounds }) {
  const [left, right] = [-around.left, plot.width + around.right]
  const line = (bound: number) => (
    <line key={bound} className={styles['bound']} x1={left} x2={right} y1={plot.y(bound)} y2={plot.y(bound)} />
  )
  const zone = (from: number, to: number) => (
    <rect className={styles['forbidden']} x={left} width={right - left} y={from} height={Math.max(0, to - from)} />
  )
  if (lower !== null && lower === upper) return line(lower)
  return (
    <>
      {upper === null ? null : zone(-around.top, plot.y(upper))}
      {lower === null ? null : zone(plot.y(lower), plot.height + around.bottom)}
      {[lower, upper].filter((bound) => bound !== null).map(line)}
    </>
  )
}

/** An interval, cut where it goes on beyond what is drawn. */
function bandOf(lower: number | null, upper: number | null, [from, to]: readonly [number, number]) {
  return lower === null || upper === null ? {} : { lower: Math.max(from, lower), upper: Math.min(to, upper) }
}
