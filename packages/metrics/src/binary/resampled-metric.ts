import { withoutValue, withValue } from '../build-estimate.ts'
import type { Estimate, UndefinedReason } from '../estimate.ts'
import type { Metric } from '../metric.ts'
import { type ResamplingOptions, resampleSample } from '../resampling.ts'
import type { BinarySample } from '../samples.ts'
import { type Totals, totalsOf } from './totals.ts'

/** A value and what came with it, or why there is none. */
export type Measured = { readonly value: number; readonly detail?: Estimate['detail'] } | UndefinedReason

/** A statistic of sorted scores that has no standard error in closed form. */
export interface Resampled<Options> {
  readonly scale: Metric<BinarySample, Options>['scale']
  /** Why the sample has no value, from its counts alone. */
  missing(totals: Totals): UndefinedReason | null
  /** The value under the weights, by position; rows of weight 0 are not there. */
  measure(sample: BinarySample, weights: Float64Array | undefined, options: Options): Measured
  /** The options to measure replicates by, whose rows are more or fewer and do not know where they come from. */
  replicated?(sample: BinarySample, options: Options): Options
}

/** A metric whose interval is a BCa bootstrap of its rows: see `resampleSample`. */
export function resampledMetric<Options extends ResamplingOptions>(
  of: Resampled<Options>,
): Metric<BinarySample, Options> {
  const weightedValue = (sample: BinarySample, weights: Float64Array, options: Options): number => {
    const measured = of.measure(sample, weights, options)
    return typeof measured === 'string' ? Number.NaN : measured.value
  }
  return {
    scale: of.scale,
    estimate(sample, options) {
      const totals = totalsOf(sample)
      const reason = totals.nothing ?? of.missing(totals)
      if (reason !== null) return withoutValue(totals, reason)
      const measured = of.measure(sample, sample.weights, options)
      if (typeof measured === 'string') return withoutValue(totals, measured)
      const { value, detail } = measured
      const replicated = of.replicated?.(sample, options) ?? options
      const uncertainty = resampleSample(
        sample,
        value,
        (rows, weights) => weightedValue(rows, weights, replicated),
        options,
      )
      return withValue(totals, value, uncertainty ?? 'too few replicates have a value', detail)
    },
    resample: (sample, options, weights) => weightedValue(sample, weights, of.replicated?.(sample, options) ?? options),
  }
}
