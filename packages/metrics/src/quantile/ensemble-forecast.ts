import { MetricInputError } from '../metric-input-error.ts'
import { requireFiniteColumn } from '../regression/regression-input.ts'
import { resolutionByRow } from '../resolution.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import type { Rows } from '../samples.ts'

/** Outcomes with an ensemble of equally likely forecasts of each, row-major (`rows × size`). */
export interface EnsembleSample extends Rows {
  readonly actual: Float64Array
  readonly members: Float64Array
  readonly size: number
}

export interface EnsembleOptions {
  /**
   * `biased` scores the ensemble as the distribution that it is; `fair` scores the distribution that it was drawn from
   * (Ferro 2014), dividing the spread by m(m − 1) instead of m², and needs two members.
   */
  readonly estimator: 'biased' | 'fair'
}

/**
 * Continuous ranked probability score of an ensemble, E|X − y| − ½E|X − X′|, in the target's unit. Interval: Student's t.
 *
 * @throws {MetricInputError} for values that are not finite, members that do not match the rows, `fair` with one member
 */
export const crpsEnsemble = meanMetric<EnsembleSample, EnsembleOptions>({
  range: [null, null],
  length: ({ actual }) => actual.length,
  resolution: ({ actual, members, size, ...rows }) =>
    resolutionByRow(actual.length, rows, (i) => {
      let most = Math.abs(actual[i])
      for (let k = i * size; k < (i + 1) * size; k++) most = Math.max(most, Math.abs(members[k]))
      return most
    }),
  values({ actual, members, size }, { estimator }) {
    if (members.length !== actual.length * size || size < 1) {
      throw new MetricInputError(
        'length_mismatch',
        `${members.length} forecasts for ${actual.length} rows of ${size}: expected one a member and row.`,
      )
    }
    if (estimator === 'fair' && size < 2) {
      throw new MetricInputError(
        'invalid_option',
        'The fair estimator needs two members; use biased for a single forecast.',
      )
    }
    requireFiniteColumn(actual, 'nan_label', 'infinite_label', 'actual values')
    requireFiniteColumn(members, 'nan_score', 'infinite_score', 'ensemble members')
    const pairs = estimator === 'fair' ? size * (size - 1) : size * size
    return actual.map((y, i) => {
      const own = members.slice(i * size, (i + 1) * size).sort()
      let distance = 0
      let spread = 0
      // Σ_j Σ_k |x_j − x_k| of ascending values is 2 Σ_k (2k − m + 1)·x_k.
      for (let k = 0; k < size; k++) {
        distance += Math.abs(own[k] - y)
        spread += 2 * (2 * k - size + 1) * own[k]
      }
      return distance / size - spread / (2 * pairs)
    })
  },
})
