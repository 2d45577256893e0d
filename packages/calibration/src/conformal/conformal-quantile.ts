import { MetricInputError } from '@sluice/metrics'
import { CompensatedSum } from '@sluice/stats'

/** A level as the decimal that was written: 0.1 means one tenth, which no double is. */
interface Decimal {
  readonly digits: bigint
  readonly scale: bigint
}

/**
 * The rank of the conformal quantile among n calibration scores, k = ⌈(n + 1)(1 − α)⌉, in whole numbers: rounding of
 * doubles would move it by one for a good part of all (n, α). k > n says that n is too small for α.
 *
 * @param alpha the error rate, strictly between 0 and 1; its shortest decimal is what counts
 * @throws {MetricInputError} `invalid_option` for another α
 */
export function conformalRank(rows: number, alpha: number): number {
  const { digits, scale } = decimalOf(alpha)
  const numerator = BigInt(rows + 1) * (scale - digits)
  return Number((numerator + scale - 1n) / scale)
}

/**
 * The score that an exchangeable new row exceeds with probability at most α (Vovk et al. 2005): the k-th smallest, ties
 * counted one by one. Infinite where k > n: a set of every answer is then the only one that keeps the promise.
 *
 * @param scores finite nonconformity scores of calibration rows, in any order; not changed
 * @throws {MetricInputError} for an α outside (0, 1) or a score that is not finite
 */
export function conformalQuantile(scores: ArrayLike<number>, alpha: number): number {
  requireScores(scores)
  const rank = conformalRank(scores.length, alpha)
  return rank > scores.length ? Number.POSITIVE_INFINITY : Float64Array.from(scores).sort()[rank - 1]
}

/**
 * The same under covariate shift (Tibshirani et al. 2019): the smallest score s with Σ wᵢ 1{sᵢ ≤ s} ≥ (1 − α)(Σ wᵢ + w),
 * where w is the new row's weight. Equal weights give {@link conformalQuantile}, up to the rounding of the sums.
 *
 * @param weights likelihood ratios of new over calibration rows, finite and ≥ 0, one a score
 * @param rowWeight the same of the row that is predicted
 * @throws {MetricInputError} as {@link conformalQuantile}, and for weights that are negative, infinite or too few
 */
export function weightedConformalQuantile(
  scores: ArrayLike<number>,
  weights: ArrayLike<number>,
  rowWeight: number,
  alpha: number,
): number {
  requireScores(scores)
  decimalOf(alpha)
  if (weights.length !== scores.length) {
    throw new MetricInputError('length_mismatch', `${weights.length} weights for ${scores.length} scores.`)
  }
  const total = new CompensatedSum()
  for (let i = 0; i < weights.length; i++) total.add(weightAt(weights[i]))
  const needed = (1 - alpha) * (total.value + weightAt(rowWeight))
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a] - scores[b])
  const reached = new CompensatedSum()
  for (let i = 0; i < order.length; i++) {
    reached.add(weights[order[i]])
    const last = i + 1 === order.length || scores[order[i + 1]] > scores[order[i]]
    if (last && reached.value >= needed) return scores[order[i]]
  }
  return Number.POSITIVE_INFINITY
}

/**
 * The law of the coverage that split conformal prediction has given its calibration rows, Beta(k, n + 1 − k), where scores
 * have no ties; its mean is at least 1 − α. `null` where the quantile is infinite and everything is covered.
 */
export function coverageLaw(rows: number, alpha: number): { readonly a: number; readonly b: number } | null {
  const rank = conformalRank(rows, alpha)
  return rank > rows ? null : { a: rank, b: rows + 1 - rank }
}

/** The calibration rows from which on the quantile is finite: the least n with ⌈(n + 1)(1 − α)⌉ ≤ n. */
export function leastCalibrationRows(alpha: number): number {
  const { digits, scale } = decimalOf(alpha)
  return Number((scale + digits - 1n) / digits) - 1
}

function decimalOf(alpha: number): Decimal {
  if (!(alpha > 0 && alpha < 1)) {
    throw new MetricInputError('invalid_option', `alpha is ${alpha}: expected a number strictly between 0 and 1.`)
  }
  const [mantissa, exponent = '0'] = String(alpha).split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), scale: 10n ** BigInt(fraction.length - Number(exponent)) }
}

function requireScores(scores: ArrayLike<number>): void {
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      throw new MetricInputError('nan_score', `Conformal score ${i} is ${scores[i]}: expected a finite number.`, {
        row: i,
        count: 1,
      })
    }
  }
}

function weightAt(weight: number): number {
  if (weight >= 0 && weight < Infinity) return weight
  throw new MetricInputError('invalid_weight', `A conformal weight is ${weight}: expected a finite number ≥ 0.`)
}
