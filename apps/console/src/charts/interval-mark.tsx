import type { BandPoint } from './line-mark.tsx'
import type { Plot } from './plot.ts'

interface IntervalMarkProps {
  readonly plot: Plot
  readonly points: readonly BandPoint[]
  readonly colour: string
  readonly quiet?: boolean
}

/** Points, each with its interval where it has one. */
export function IntervalMark({ plot, points, colour, quiet = false }: IntervalMarkProps) {
  return (
    <>
      {points.map(({ x, y, lower, upper }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: points can be equal, and keep their order
        <g key={at} stroke={colour} strokeOpacity={quiet ? 0.55 : 1}>
          {lower === undefined || upper === undefined ? null : (
            <line x1={plot.x(x)} x2={plot.x(x)} y1={plot.y(lower)} y2={plot.y(upper)} strokeWidth={quiet ? 1 : 1.5} />
          )}
          <circle
            cx={plot.x(x)}
            cy={plot.y(y)}
            r={quiet ? 2 : 3}
            fill={quiet ? 'var(--surface)' : colour}
            strokeWidth={quiet ? 1 : 0}
          />
        </g>
      ))}
    </>
  )
}
