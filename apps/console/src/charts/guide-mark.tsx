import type { Point } from './nearest-point.ts'
import type { Plot } from './plot.ts'

interface GuideMarkProps {
  readonly plot: Plot
  readonly from: Point
  readonly to: Point
}

/** A straight line to read others against: chance, or perfect calibration. */
export function GuideMark({ plot, from, to }: GuideMarkProps) {
  return (
    <line
      x1={plot.x(from.x)}
      y1={plot.y(from.y)}
      x2={plot.x(to.x)}
      y2={plot.y(to.y)}
      stroke="var(--line-strong)"
      strokeDasharray="2 3"
    />
  )
}

/** A value of the x axis, marked from top to bottom. */
export function ThresholdRule({ plot, at }: { readonly plot: Plot; readonly at: number }) {
  const x = plot.x(at)
  if (x < 0 || x > plot.width) return null
  return <line x1={x} x2={x} y2={plot.height} stroke="var(--text)" strokeWidth={1.25} />
}

/** The point of a curve that a threshold stands for. */
export function ThresholdPoint({ plot, point }: { readonly plot: Plot; readonly point: Point }) {
  return (
    <circle
      cx={plot.x(point.x)}
      cy={plot.y(point.y)}
      r={5.5}
      fill="var(--surface)"
      stroke="var(--text)"
      strokeWidth={2}
    />
  )
}
