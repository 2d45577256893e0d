import { scaleLinear } from '@visx/scale'

/** The room around a plot for its axes, in pixels. */
export const margin = { top: 10, right: 14, bottom: 40, left: 54 } as const

export type Domain = readonly [number, number]

/** Where values lie on a chart: pixels from the plot's own corner, the y axis upwards. */
export interface Plot {
  /** Of the plot within its axes. */
  readonly width: number
  readonly height: number
  readonly x: ReturnType<typeof linear>
  readonly y: ReturnType<typeof linear>
}

/**
 * The scales of a chart of this outer size.
 *
 * @param width outer pixels; too narrow a chart keeps a plot of one pixel rather than a negative one
 */
export function plotOf(width: number, height: number, x: Domain, y: Domain): Plot {
  const inner = Math.max(1, width - margin.left - margin.right)
  const tall = Math.max(1, height - margin.top - margin.bottom)
  return { width: inner, height: tall, x: linear(x, [0, inner]), y: linear(y, [tall, 0]) }
}

function linear([from, to]: Domain, range: [number, number]) {
  // A single value has no extent: it is drawn in the middle.
  const domain: [number, number] = from === to ? [from - 0.5, to + 0.5] : [from, to]
  return scaleLinear<number>({ domain, range })
}
