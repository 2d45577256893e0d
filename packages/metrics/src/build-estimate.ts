import { type Uncertainty, withinRounding } from '@sluice/stats'
import { tooFewEffectiveRows } from './effective-rows.ts'
import type { Estimate, UndefinedReason } from './estimate.ts'
import { unitResolution } from './resolution.ts'

/** What an estimate says of its sample; `positives` is `null` where there is no positive class. */
export interface Counted {
  readonly rows: number
  readonly positives: number | null
  readonly effectiveRows: number
}

/** An estimate without a value. */
export function withoutValue(counted: Counted, reason: UndefinedReason, detail?: Estimate['detail']): Estimate {
  return { ...counts(counted), value: null, undefinedBecause: reason, uncertainty: null, ...(detail && { detail }) }
}

/** Why rows that show no spread give no interval: from a standard error of 0 any bound would be proven. */
export const noSpread = 'these rows do not vary, which says nothing of how the next ones would'

/**
 * An estimate with a value: with its uncertainty, or with the reason why it has none. A standard error that is nothing
 * but rounding is none, and weights that leave fewer than five effective rows leave no interval.
 *
 * @param resolution what standard error rounding alone may give the value
 */
export function withValue(
  counted: Counted,
  value: number,
  uncertainty: Uncertainty | string,
  detail?: Estimate['detail'],
  resolution = unitResolution,
): Estimate {
  const given = typeof uncertainty === 'string' ? uncertainty : credible(counted, value, uncertainty, resolution)
  return {
    ...counts(counted),
    value,
    ...(typeof given === 'string' ? { uncertainty: null, noInterval: given } : { uncertainty: given }),
    ...(detail && { detail }),
  }
}

function credible(counted: Counted, value: number, given: Uncertainty, resolution: number): Uncertainty | string {
  const few = tooFewEffectiveRows(counted)
  if (few !== null) return few
  return isRounding(given, [value], resolution) ? noSpread : given
}

/**
 * Whether an uncertainty is nothing but rounding, so that any bound would be proven from it.
 *
 * @param values the estimate; of a difference, also the two numbers that it is of
 */
export function isRounding(given: Uncertainty, values: readonly number[], resolution: number): boolean {
  if (given.kind === 'normal') return withinRounding(given.standardError, values, resolution)
  if (given.kind !== 'resampled') return false
  const { quantiles } = given
  return withinRounding(Math.max(...quantiles) - Math.min(...quantiles), values, resolution)
}

/** Totals hold more than an estimate tells. */
function counts({ rows, positives, effectiveRows }: Counted): Counted {
  return { rows, positives, effectiveRows }
}
