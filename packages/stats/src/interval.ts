import { bootstrapInterval } from './bootstrap-interval.ts'
import { tQuantile } from './distributions.ts'
import { errorRate } from './level.ts'
import { proportionInterval } from './proportion-interval.ts'
import { clamp, locate } from './transformed-scale.ts'
import type { Interval, NormalUncertainty, OrderedPairsUncertainty, Uncertainty } from './uncertainty.ts'

/**
 * The two-sided interval of an estimate.
 *
 * Intervals are nested in the level and closed. A `normal` one may leave the estimate out only where it is centred
 * elsewhere (`center`), a `resampled` one where the bootstrap distribution does.
 *
 * @param value the estimate, on its natural scale
 * @param level strictly between 0 and 1; the interval of a one-sided test at α has level 1 − 2α
 * @throws {RangeError} for a level outside (0, 1), or an uncertainty that cannot belong to the value
 */
export function interval(value: number, uncertainty: Uncertainty, level: number): Interval {
  const alpha = errorRate(level)
  switch (uncertainty.kind) {
    case 'proportion':
      return proportionInterval(uncertainty.successes, uncertainty.trials, level, uncertainty.method)
    case 'normal':
      return normalInterval(value, uncertainty, alpha)
    case 'resampled':
      return bootstrapInterval(uncertainty, alpha)
    case 'ordered_pairs':
      return orderedPairsInterval(value, uncertainty, alpha)
  }
}

function normalInterval(value: number, uncertainty: NormalUncertainty, alpha: number): Interval {
  const { natural, center, standardError, from, range } = locate(value, uncertainty)
  if (standardError === 0) return { lower: clamp(natural, range), upper: clamp(natural, range) }
  const half = -tQuantile(alpha / 2, uncertainty.degreesOfFreedom) * standardError
  return { lower: clamp(from(center - half), range), upper: clamp(from(center + half), range) }
}

function orderedPairsInterval(value: number, { pairs }: OrderedPairsUncertainty, alpha: number): Interval {
  requireExtreme(value)
  const limit = pairs > 0 ? alpha ** (1 / pairs) : 0
  return value === 1 ? { lower: limit, upper: 1 } : { lower: 0, upper: 1 - limit }
}

/** @throws {RangeError} unless the value is exactly 0 or 1, where alone `ordered_pairs` means something */
export function requireExtreme(value: number): void {
  if (value !== 0 && value !== 1) {
    throw new RangeError(
      `An uncertainty of kind ordered_pairs belongs to a value of exactly 0 or 1, not ${value}; use a standard error there`,
    )
  }
}
