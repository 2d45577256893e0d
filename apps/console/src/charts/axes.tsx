import { AxisBottom, AxisLeft } from '@visx/axis'
import { Group } from '@visx/group'
import { shortNumber } from '../wording/index.ts'
import type { Plot } from './plot.ts'

export interface AxisWords {
  readonly label: string
  readonly format?: (value: number) => string
  /** Where values are written; without, at round numbers. */
  readonly ticks?: readonly number[]
}

interface AxesProps {
  readonly plot: Plot
  readonly x: AxisWords
  readonly y: AxisWords
}

const tick = { fill: 'var(--text-muted)', fontSize: 11, fontFamily: 'var(--font)' } as const
const name = { fill: 'var(--text-muted)', fontSize: 11, fontWeight: 500, fontFamily: 'var(--font)' } as const

/** Both axes with a hairline grid; fewer ticks where there is little room. */
export function Axes({ plot, x, y }: AxesProps) {
  const columns = plot.width < 260 ? 4 : 6
  const rows = plot.height < 160 ? 4 : 5
  const [atX, atY] = [x.ticks ?? plot.x.ticks(columns), y.ticks ?? plot.y.ticks(rows)]
  const formatX = x.format ?? shortNumber
  const formatY = y.format ?? shortNumber
  return (
    <>
      <Group>
        {atY.map((value) => (
          <line key={value} x2={plot.width} y1={plot.y(value)} y2={plot.y(value)} stroke="var(--grid)" />
        ))}
        {atX.map((value) => (
          <line key={value} y2={plot.height} x1={plot.x(value)} x2={plot.x(value)} stroke="var(--grid)" />
        ))}
      </Group>
      <AxisBottom
        scale={plot.x}
        top={plot.height}
        tickValues={[...atX]}
        hideTicks
        stroke="var(--line-strong)"
        tickFormat={(value) => formatX(Number(value))}
        tickLabelProps={() => ({ ...tick, textAnchor: 'middle', dy: 2 })}
        label={x.label}
        labelOffset={10}
        labelProps={{ ...name, textAnchor: 'middle' }}
      />
      <AxisLeft
        scale={plot.y}
        tickValues={[...atY]}
        hideTicks
        hideAxisLine
        tickFormat={(value) => formatY(Number(value))}
        tickLabelProps={() => ({ ...tick, textAnchor: 'end', dx: 2, dy: 4 })}
        label={y.label}
        labelOffset={36}
        labelProps={{ ...name, textAnchor: 'middle' }}
      />
    </>
  )
}
