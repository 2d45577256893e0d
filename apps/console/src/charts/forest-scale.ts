import type { MeasurementVerdict } from '@sluice/gates'
import { scaleLinear } from '@visx/scale'

type Measured = Pick<MeasurementVerdict, 'value' | 'lower' | 'upper'>

/** Where numbers lie on the axis that all rows of a forest plot share, in percent of its width. */
export interface ForestScale {
  /** Never beyond the ends: 0 to 100. */
  readonly at: (value: number) => number
  /** Whether a number lies beyond an end of the axis, so that it is drawn as an arrow. */
  readonly isBeyond: (value: number) => boolean
  readonly ticks: readonly number[]
}

/**
 * An axis over estimates, intervals and bounds. Estimates and bounds always fit; an interval much wider than all they
 * span is cut, since it would squeeze every other row into a few pixels.
 *
 * @returns `null` where no measurement has a value and there is no bound
 */
export function forestScale(measurements: readonly Measured[], bounds: readonly number[]): ForestScale | null {
  const values = [...measurements.flatMap(({ value }) => (value === null ? [] : [value])), ...bounds]
  if (values.length === 0) return null
  const widths = measurements
    .flatMap(({ lower, upper }) => (lower === null || upper === null ? [] : [upper - lower]))
    .toSorted((a, b) => a - b)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const usualWidth = widths[Math.floor(widths.length / 2)] ?? 0
  const room = Math.max(high - low, usualWidth * 2) * 0.75 || Math.abs(high) * 0.1 || 1
  const ends = measurements.flatMap(({ lower, upper }) => [lower, upper]).filter((end) => end !== null)
  const from = Math.max(low - room, Math.min(low, ...ends))
  const to = Math.min(high + room, Math.max(high, ...ends))
  const margin = (to - from || room) * 0.06
  const scale = scaleLinear<number>({ domain: [from - margin, to + margin], range: [0, 100] })
  return {
    at: (value) => Math.min(100, Math.max(0, scale(value))),
    isBeyond: (value) => scale(value) < 0 || scale(value) > 100,
    ticks: scale.ticks(4).filter((tick) => scale(tick) >= 4 && scale(tick) <= 96),
  }
}
