import { MetricInputError } from '../metric-input-error.ts'
import { type KappaOptions, kappaOfMatrix } from '../multiclass/kappa.ts'
import { evaluateMatrix } from '../multiclass/matrix-metric.ts'
import { smoothMetric } from '../rows/smooth-metric.ts'
import { categoriesOf, type RatingsSample, requireComplete, unitsOf } from './ratings.ts'

/**
 * Cohen's κ of two raters: agreement beyond chance, plain or weighted by the distance of the categories' places in
 * ascending order (Cohen 1960, 1968). Undefined (`zero_variance`) where both use one and the same category. Interval:
 * delta method (Fleiss, Cohen & Everitt 1969).
 *
 * @throws {MetricInputError} for other than two raters, or a missing rating
 */
export const raterKappa = smoothMetric<RatingsSample, KappaOptions>({
  method: 'delta',
  range: [-1, 1],
  length: unitsOf,
  evaluate(sample, options) {
    requireComplete(sample)
    if (sample.raters !== 2) {
      throw new MetricInputError(
        'invalid_option',
        `raters is ${sample.raters}: Cohen's kappa compares two; use Fleiss' kappa.`,
      )
    }
    const categories = categoriesOf(sample)
    const by = (rater: number) =>
      Uint16Array.from({ length: unitsOf(sample) }, (_, unit) => categories.indexOf(sample.ratings[2 * unit + rater]))
    return evaluateMatrix(kappaOfMatrix, by(0), by(1), categories.length, sample.weights, options)
  },
})
