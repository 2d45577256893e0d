import type { MeasurementVerdict } from '@sluice/gates'
import type { Domain } from './plot.ts'

export type Measured = Pick<MeasurementVerdict, 'value' | 'lower' | 'upper'>

/**
 * From where to where an axis over estimates, intervals and bounds goes. Estimates and bounds always fit; an interval
 * much wider than all they span is cut, since it would squeeze everything else into a few pixels.
 *
 * @returns `null` where no measurement has a value and there is no bound
 */
export function valueDomain(measurements: readonly Measured[], bounds: readonly number[]): Domain | null {
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
  return [from - margin, to + margin]
}
