import type { Point } from './nearest-point.ts'
import type { Plot } from './plot.ts'

/** A point with its interval on either axis, where it has one. */
export interface PlotEstimate extends Point {
  readonly name: string
  readonly xEnds: readonly [number, number] | null
  readonly yEnds: readonly [number, number] | null
  /** Drawn whole, or as a ring. */
  readonly filled: boolean
}

interface EstimateMarkProps {
  readonly plot: Plot
  readonly points: readonly PlotEstimate[]
  readonly colour: string
}

const cap = 3.5

/** Named points with error bars on both axes. */
export function EstimateMark({ plot, points, colour }: EstimateMarkProps) {
  return (
    <>
      {points.map((point) => (
        <OneEstimate key={point.name} plot={plot} point={point} colour={colour} />
      ))}
    </>
  )
}

function OneEstimate({ plot, point, colour }: { plot: Plot; point: PlotEstimate; colour: string }) {
  const { name, xEnds, yEnds, filled } = point
  const [x, y] = [plot.x(point.x), plot.y(point.y)]
  const towardsStart = x > plot.width * 0.75
  return (
    <g>
      <g stroke={colour} strokeWidth={1.5} strokeOpacity={filled ? 0.8 : 0.5} fill="none">
        {xEnds === null ? null : (
          <path d={`M${plot.x(xEnds[0])},${y - cap}v${2 * cap}m0,${-cap}H${plot.x(xEnds[1])}m0,${-cap}v${2 * cap}`} />
        )}
        {yEnds === null ? null : (
          <path d={`M${x - cap},${plot.y(yEnds[0])}h${2 * cap}m${-cap},0V${plot.y(yEnds[1])}m${-cap},0h${2 * cap}`} />
        )}
      </g>
      <circle cx={x} cy={y} r={5} fill={filled ? colour : 'var(--surface)'} stroke={colour} strokeWidth={2} />
      <text
        x={towardsStart ? x - 9 : x + 9}
        y={y - 8}
        textAnchor={towardsStart ? 'end' : 'start'}
        fill="var(--text)"
        fontSize={12}
        fontWeight={600}
        fontFamily="var(--font)"
        stroke="var(--surface)"
        strokeWidth={3}
        paintOrder="stroke"
      >
        {name}
      </text>
    </g>
  )
}
