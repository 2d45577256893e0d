import { scaleLinear, scaleLog } from '@visx/scale'

/** The room around a plot for its axes, in pixels. */
export const margin = { top: 10, right: 14, bottom: 40, left: 54 } as const

export type Domain = readonly [number, number]

export type Spread = 'linear' | 'log'

/** Where values lie on a chart: pixels from the plot's own corner, the y axis upwards. */
export interface Plot {
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
 */
export function plotOf(width: number, height: number, x: Domain, y: Domain, spread: Spread = 'linear'): Plot {
  const inner = Math.max(1, width - margin.left - margin.right)
  const tall = Math.max(1, height - margin.top - margin.bottom)
  const across: [number, number] = [0, inner]
  return {
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
