import { functionOfMeans } from '../rows/mean-of-rows.ts'
import { smoothMetric } from '../rows/smooth-metric.ts'
import { categoriesOf, categoryCounts, type RatingsSample, requireComplete, unitsOf } from './ratings.ts'

/**
 * Fleiss' κ (1971): agreement beyond chance of a fixed number of raters a unit, not necessarily the same ones. Undefined
 * (`zero_variance`) where a single category was used. Interval: delta method over units.
 *
 * @throws {MetricInputError} with fewer than two raters, or a missing rating
 */
export const fleissKappa = smoothMetric<RatingsSample, Record<never, never>>({
  method: 'delta',
  range: [-1, 1],
  length: unitsOf,
  evaluate(sample, _options, totals) {
    requireComplete(sample)
    const { raters, weights } = sample
    const categories = categoriesOf(sample)
    if (categories.length < 2) return { reason: 'zero_variance' }
    const counts = categoryCounts(sample, categories)
    const units = unitsOf(sample)
    const shares = categories.map((_, k) =>
      Float64Array.from({ length: units }, (_, unit) => counts[unit * categories.length + k] / raters),
    )
    const agreement = Float64Array.from({ length: units }, (_, unit) => {
      const same = shares.reduce((sum, share) => sum + share[unit] * raters * (share[unit] * raters - 1), 0)
      return same / (raters * (raters - 1))
    })
    const chanceOf = (means: readonly number[]) => means.slice(1).reduce((sum, p) => sum + p * p, 0)
    return functionOfMeans(
      [agreement, ...shares],
      weights,
      totals,
      (means) => (means[0] - chanceOf(means)) / (1 - chanceOf(means)),
      (means) => {
        const chance = chanceOf(means)
        const slope = (means[0] - 1) / (1 - chance) ** 2
        return [1 / (1 - chance), ...means.slice(1).map((p) => 2 * p * slope)]
      },
    )
  },
})
