import { MetricInputError } from '../metric-input-error.ts'
import type { Rows } from '../samples.ts'

/** Ratings of the same units by several raters, row-major (`units × raters`); NaN where a rater gave none. */
export interface RatingsSample extends Rows {
  readonly ratings: Float64Array
  readonly raters: number
}

export function unitsOf({ ratings, raters }: RatingsSample): number {
  return ratings.length / raters
}

/** The distinct ratings in ascending order: the categories, as agreement sees them. */
export function categoriesOf({ ratings }: RatingsSample): number[] {
  return [...new Set(ratings)].filter((rating) => !Number.isNaN(rating)).sort((a, b) => a - b)
}

/** How often each unit got each category, row-major (`units × categories`). */
export function categoryCounts(sample: RatingsSample, categories: readonly number[]): Float64Array {
  const { ratings, raters } = sample
  const place = new Map(categories.map((category, k) => [category, k]))
  const counts = new Float64Array(unitsOf(sample) * categories.length)
  for (let cell = 0; cell < ratings.length; cell++) {
    const k = place.get(ratings[cell])
    if (k !== undefined) counts[Math.floor(cell / raters) * categories.length + k]++
  }
  return counts
}

/** @throws {MetricInputError} with fewer than two raters, or cells that make no whole units */
export function requireRatings({ ratings, raters }: RatingsSample): void {
  if (!(Number.isInteger(raters) && raters >= 2)) {
    throw new MetricInputError('invalid_option', `raters is ${raters}: agreement needs at least two.`)
  }
  if (ratings.length % raters !== 0) {
    throw new MetricInputError(
      'length_mismatch',
      `${ratings.length} ratings by ${raters} raters: expected one each a unit.`,
    )
  }
}

/** @throws {MetricInputError} also where a rating is missing */
export function requireComplete(sample: RatingsSample): void {
  requireRatings(sample)
  const count = sample.ratings.reduce((sum, rating) => sum + (Number.isNaN(rating) ? 1 : 0), 0)
  if (count === 0) return
  const row = Math.floor(sample.ratings.findIndex(Number.isNaN) / sample.raters)
  throw new MetricInputError(
    'nan_label',
    `${count} ratings are missing, first of unit ${row}: drop those units, or use Krippendorff's alpha, which allows for them.`,
    { row, count },
  )
}
