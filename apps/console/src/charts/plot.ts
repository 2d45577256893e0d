import { scaleLinear, scaleLog } from '@visx/scale'

/** The room around a plot, in pixels. */
export interface Margin {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** The room that axes take. */
export const margin = { top: 10, right: 14, bottom: 40, left: 54 } as const satisfies Margin

export type Domain = readonly [number, number]

export type Spread = 'linear' | 'log'

/** Where values lie on a chart: pixels from the plot's own corner, the y axis upwards. */
export interface Plot {
  /** Where the plot's corner lies in the chart. */
  readonly left: number
  readonly top: number
  /** Of the plot within its axes. */
  readonly width: number
  readonly height: number
  readonly x: ReturnType<typeof linear> | ReturnType<typeof logarithmic>
  readonly y: ReturnType<typeof linear>
}

/**
 * The scales of a chart of this outer size.
 *
 * @param width outer pixels; too narrow a chart keeps a plot of one pixel rather than a negative one
 * @param spread how the x axis is spread; `log` needs a domain above 0
 * @param around the room around the plot: that of axes unless told
 */
export function plotOf(
  width: number,
  height: number,
  x: Domain,
  y: Domain,
  spread: Spread = 'linear',
  around: Margin = margin,
): Plot {
  const inner = Math.max(1, width - around.left - around.right)
  const tall = Math.max(1, height - around.top - around.bottom)
  const across: [number, number] = [0, inner]
  return {
    left: around.left,
    top: around.top,
    width: inner,
    height: tall,
    x: spread === 'log' ? logarithmic(x, across) : linear(x, across),
    y: linear(y, [tall, 0]),
  }
}

function linear([from, to]: Domain, range: [number, number]) {
  // A single value has no extent: it is drawn in the middle.
  const domain: [number, number] = from === to ? [from - 0.5, to + 0.5] : [from, to]
  return scaleLinear<number>({ domain, range })
}

function logarithmic([from, to]: Domain, range: [number, number]) {
  return scaleLog<number>({ domain: from === to ? [from / 2, to * 2] : [from, to], range })
}
