import { bootstrapPValue } from './bootstrap-interval.ts'
import { betaCdf, twoSidedP } from './distributions.ts'
import { requireExtreme } from './interval.ts'
import { settledCount } from './proportion-interval.ts'
import { locate } from './transformed-scale.ts'
import type { NormalUncertainty, OrderedPairsUncertainty, ProportionUncertainty, Uncertainty } from './uncertainty.ts'

/**
 * The two-sided p-value of "the true value is `bound`", by inverting {@link interval}: it is at most 1 − level exactly
 * where the interval at that level leaves the bound out. A bootstrap cannot go below 1/(replicates + 1), so there the
 * equivalence ends at that level. 0 means that the bound is not a possible value at all, or that nothing varies.
 *
 * @param bound on the natural scale of the value
 * @throws {RangeError} where the bound is NaN or the uncertainty cannot belong to the value
 */
export function pValue(value: number, uncertainty: Uncertainty, bound: number): number {
  if (Number.isNaN(bound)) throw new RangeError('The bound of a p-value is NaN; give the number to test against')
  switch (uncertainty.kind) {
    case 'proportion':
      return uncertainty.method === 'wilson' ? scoreP(uncertainty, bound) : exactP(uncertainty, bound)
    case 'normal':
      return normalP(value, uncertainty, bound)
    case 'resampled':
      return bootstrapPValue(uncertainty, bound)
    case 'ordered_pairs':
      return orderedPairsP(value, uncertainty, bound)
  }
}

/** The score test, whose inversion is Wilson's interval. */
function scoreP(uncertainty: ProportionUncertainty, bound: number): number {
  const { trials } = uncertainty
  const successes = settledCount(uncertainty.successes, trials)
  if (bound < 0 || bound > 1) return 0
  const distance = trials === 0 ? 0 : Math.abs(successes / trials - bound)
  if (distance === 0) return 1
  return twoSidedP(distance / Math.sqrt((bound * (1 - bound)) / trials), null)
}

/** Twice the smaller exact tail, whose inversion is Clopper and Pearson's interval. */
function exactP(uncertainty: ProportionUncertainty, bound: number): number {
  const { trials } = uncertainty
  const successes = settledCount(uncertainty.successes, trials)
  if (bound < 0 || bound > 1) return 0
  const atLeast = successes === 0 ? 1 : betaCdf(bound, successes, trials - successes + 1)
  const atMost = successes === trials ? 1 : betaCdf(1 - bound, trials - successes, successes + 1)
  return Math.min(1, 2 * Math.min(atLeast, atMost))
}

function normalP(value: number, uncertainty: NormalUncertainty, bound: number): number {
  const { natural, center, standardError, to, range } = locate(value, uncertainty)
  if (bound < range[0] || bound > range[1]) return 0
  // A centre beyond the range leaves intervals that all end at its edge: the edge is never left out.
  if ((bound === range[0] && natural <= bound) || (bound === range[1] && natural >= bound)) return 1
  const distance = Math.abs(to(bound) - center)
  return distance === 0 ? 1 : twoSidedP(distance / standardError, uncertainty.degreesOfFreedom)
}

function orderedPairsP(value: number, { pairs }: OrderedPairsUncertainty, bound: number): number {
  requireExtreme(value)
  if (bound < 0 || bound > 1) return 0
  return (value === 1 ? bound : 1 - bound) ** pairs
}
