import { weightAt } from '../rows/row-totals.ts'
import { smoothMetric } from '../rows/smooth-metric.ts'
import { categoriesOf, categoryCounts, type RatingsSample, requireRatings, unitsOf } from './ratings.ts'

export interface AlphaOptions {
  /** How far apart two ratings are: the same or not, by rank, or by their squared difference. */
  readonly level: 'nominal' | 'ordinal' | 'interval'
}

/**
 * Krippendorff's α (2011): 1 − observed / expected disagreement, for any number of raters and with missing ratings; units
 * with fewer than two ratings tell nothing and are counted in `detail.excluded_units`. 1 is perfect, 0 chance. Undefined
 * (`zero_variance`) where a single category was used. Weights count a unit several times. Interval: jackknife over units.
 *
 * @throws {MetricInputError} with fewer than two raters
 */
export const krippendorffAlpha = smoothMetric<RatingsSample, AlphaOptions>({
  method: 'delta',
  range: [null, 1],
  length: unitsOf,
  evaluate(sample, { level }, totals) {
    requireRatings(sample)
    const categories = categoriesOf(sample)
    const counts = categoryCounts(sample, categories)
    const size = categories.length
    const units = unitsOf(sample)
    const coincidences = new Float64Array(size * size)
    let excluded = 0
    for (let unit = 0; unit < units; unit++) {
      if (!addUnit(coincidences, counts, size, unit, weightAt(sample.weights, unit))) excluded++
    }
    const value = alphaOf(coincidences, categories, level)
    if (value === null) return { reason: units === excluded ? 'too_few_rows' : 'zero_variance' }
    return {
      value,
      included: units - excluded,
      influence: () => jackknife(sample, { coincidences, counts, categories, level, value }, totals.weight),
      ...(excluded > 0 && { detail: { excluded_units: excluded } }),
    }
  },
})

interface Whole {
  readonly coincidences: Float64Array
  readonly counts: Float64Array
  readonly categories: readonly number[]
  readonly level: AlphaOptions['level']
  readonly value: number
}

/** What α loses with each unit, centred: `(W − w)(α − α₋ᵤ)·n/W`, as all levels' distances depend on the units too. */
function jackknife(sample: RatingsSample, whole: Whole, weight: number): Float64Array {
  const { coincidences, counts, categories, level, value } = whole
  const units = unitsOf(sample)
  const without = new Float64Array(coincidences.length)
  const phi = Float64Array.from({ length: units }, (_, unit) => {
    without.set(coincidences)
    const own = weightAt(sample.weights, unit)
    if (own === 0 || !addUnit(without, counts, categories.length, unit, -own)) return 0
    const rest = alphaOf(without, categories, level) ?? value
    return ((weight - own) * (value - rest) * units) / weight
  })
  const mean = phi.reduce((a, b) => a + b, 0) / units
  return phi.map((p) => p - mean)
}

/** Adds a unit's pairs of ratings, each weighing 1/(ratings − 1); says whether it had any pair. */
function addUnit(into: Float64Array, counts: Float64Array, size: number, unit: number, weight: number): boolean {
  const own = counts.subarray(unit * size, (unit + 1) * size)
  const ratings = own.reduce((a, b) => a + b, 0)
  if (ratings < 2) return false
  for (let a = 0; a < size; a++) {
    if (own[a] === 0) continue
    for (let b = 0; b < size; b++) {
      into[a * size + b] += (weight * own[a] * (own[b] - (a === b ? 1 : 0))) / (ratings - 1)
    }
  }
  return true
}

function alphaOf(
  coincidences: Float64Array,
  categories: readonly number[],
  level: AlphaOptions['level'],
): number | null {
  const size = categories.length
  const marginals = categories.map((_, a) => {
    let sum = 0
    for (let b = 0; b < size; b++) sum += coincidences[a * size + b]
    return sum
  })
  const total = marginals.reduce((a, b) => a + b, 0)
  if (marginals.filter((weight) => weight > 1e-9 * total).length < 2) return null
  let observed = 0
  let expected = 0
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const distance = distanceOf(a, b, categories, marginals, level)
      observed += coincidences[a * size + b] * distance
      expected += marginals[a] * marginals[b] * distance
    }
  }
  return 1 - ((total - 1) * observed) / expected
}

function distanceOf(
  a: number,
  b: number,
  categories: readonly number[],
  marginals: readonly number[],
  level: AlphaOptions['level'],
): number {
  if (a === b) return 0
  if (level === 'nominal') return 1
  if (level === 'interval') return (categories[a] - categories[b]) ** 2
  let between = -(marginals[a] + marginals[b]) / 2
  for (let c = Math.min(a, b); c <= Math.max(a, b); c++) between += marginals[c]
  return between * between
}
