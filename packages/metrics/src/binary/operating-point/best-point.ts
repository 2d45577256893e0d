import type { Estimate } from '../../estimate.ts'
import { MetricInputError } from '../../metric-input-error.ts'
import type { BinarySample } from '../../samples.ts'
import { forEachPoint, type OperatingPoint } from '../operating-points.ts'
import type { Measured } from '../resampled-metric.ts'

/** What a metric asks of the operating points of a sample. */
export interface PointChoice {
  /** Which points will do. */
  admits(point: OperatingPoint): boolean
  /** What the metric is at a point. */
  value(point: OperatingPoint): number
  /** Whether a point's value is better than the best so far; points come from the highest threshold down. */
  prefers(value: number, best: number): boolean
}

/** The best achievable point, without interpolation, and its threshold. */
export function bestPoint(sample: BinarySample, weights: Float64Array | undefined, choice: PointChoice): Measured {
  let best: number | null = null
  let detail: Estimate['detail']
  forEachPoint(sample, weights, (point, position) => {
    if (!choice.admits(point)) return
    const value = choice.value(point)
    if (!Number.isFinite(value) || (best !== null && !choice.prefers(value, best))) return
    best = value
    detail = { threshold: sample.scores[position] }
  })
  return best === null || detail === undefined ? 'not_attainable' : { value: best, detail }
}

/** @throws MetricInputError unless the option is a share */
export function requireShare(name: string, value: number): void {
  if (value >= 0 && value <= 1) return
  throw new MetricInputError('invalid_option', `${name} is ${value}: expected a share from 0 to 1.`)
}
