import { scaleLinear } from '@visx/scale'
import { shortNumber } from '../wording/index.ts'
import { ticksThatFit } from './label-ticks.ts'
import { type Measured, valueDomain } from './value-domain.ts'

/** Where numbers lie on the axis that all rows of a forest plot share, in percent of its width. */
export interface ForestScale {
  /** Never beyond the ends: 0 to 100. */
  readonly at: (value: number) => number
  /** Whether a number lies beyond an end of the axis, so that it is drawn as an arrow. */
  readonly isBeyond: (value: number) => boolean
  readonly ticks: readonly number[]
}

/**
 * An axis over estimates, intervals and bounds: see `valueDomain`.
 *
 * @param width of the axis in pixels, so that the numbers below it do not run into one another
 * @returns `null` where no measurement has a value and there is no bound
 */
export function forestScale(
  measurements: readonly Measured[],
  bounds: readonly number[],
  width = 240,
): ForestScale | null {
  const domain = valueDomain(measurements, bounds)
  if (domain === null) return null
  const scale = scaleLinear<number>({ domain: [...domain], range: [0, 100] })
  const choices = [4, 3, 2, 1].map((count) => scale.ticks(count))
  return {
    at: (value) => Math.min(100, Math.max(0, scale(value))),
    isBeyond: (value) => scale(value) < 0 || scale(value) > 100,
    ticks: ticksThatFit(choices, (tick) => (scale(tick) / 100) * width, shortNumber, width),
  }
}
