import { Area, LinePath } from '@visx/shape'
import type { Point } from './nearest-point.ts'
import type { Plot } from './plot.ts'

export interface BandPoint extends Point {
  readonly lower?: number
  readonly upper?: number
}

interface LineMarkProps {
  readonly plot: Plot
  readonly points: readonly BandPoint[]
  readonly colour: string
  /** What is only there to compare with: thinner and dashed. */
  readonly quiet?: boolean
  /** Thinner, as in a chart of a few lines of text. */
  readonly thin?: boolean
}

/** A line; with a band where every point has limits. */
export function LineMark({ plot, points, colour, quiet = false, thin = false }: LineMarkProps) {
  const x = ({ x: value }: Point) => plot.x(value)
  const banded = points.length > 1 && points.every(({ lower, upper }) => lower !== undefined && upper !== undefined)
  return (
    <>
      {banded ? (
        <Area
          data={[...points]}
          x={x}
          y0={(point) => plot.y(point.lower ?? point.y)}
          y1={(point) => plot.y(point.upper ?? point.y)}
          fill={colour}
          fillOpacity={quiet ? 0.08 : 0.14}
        />
      ) : null}
      <LinePath
        data={[...points]}
        x={x}
        y={(point) => plot.y(point.y)}
        stroke={colour}
        strokeWidth={quiet ? 1.25 : thin ? 1.5 : 2}
        strokeLinejoin="round"
        {...(quiet && { strokeDasharray: '4 3' })}
      />
    </>
  )
}
