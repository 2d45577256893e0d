import type { Plot } from './plot.ts'

interface StepMarkProps {
  readonly plot: Plot
  /** Left ends of the bins, ascending, and where the last one ends. */
  readonly starts: readonly number[]
  readonly end: number
  readonly heights: readonly number[]
  readonly colour: string
}

/** A histogram drawn as one outline, so that two of them can lie over one another. */
export function StepMark({ plot, starts, end, heights, colour }: StepMarkProps) {
  const steps = starts.map((start, index) => {
    const y = plot.y(heights[index] ?? 0)
    return `L${plot.x(start)},${y}H${plot.x(starts[index + 1] ?? end)}`
  })
  const outline = `M${plot.x(starts[0] ?? end)},${plot.y(0)}${steps.join('')}V${plot.y(0)}`
  return <path d={outline} fill={colour} fillOpacity={0.16} stroke={colour} strokeWidth={1.5} strokeLinejoin="round" />
}
