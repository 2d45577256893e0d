import { twoSidedP } from './distributions.ts'
import { influenceUncertainty } from './influence-uncertainty.ts'
import { mean, sumOf } from './sum.ts'
import type { NormalUncertainty } from './uncertainty.ts'

/** An estimate with its uncertainty, which {@link interval} and {@link pValue} turn into answers. */
export interface UncertainMean {
  readonly value: number
  readonly uncertainty: NormalUncertainty
}

/**
 * The mean of values with its t uncertainty (n − 1 degrees of freedom; clusters: G − 1 and a robust standard error).
 *
 * @param workedOutFrom numbers that the values are differences of, if larger: rounding is relative to them
 * @returns `null` with fewer than two rows or clusters
 * @throws {RangeError} for a value that is not finite
 */
export function meanWithUncertainty(
  values: ArrayLike<number>,
  clusters?: ArrayLike<number> | null | undefined,
  workedOutFrom: readonly number[] = [],
): UncertainMean | null {
  const value = mean(values)
  if (value === null) return null
  if (!Number.isFinite(value)) {
    throw new RangeError(
      `The mean of ${values.length} values is ${value}; remove or replace values that are not finite`,
    )
  }
  const phi = Float64Array.from(values, (v) => v - value)
  const uncertainty = influenceUncertainty(value, phi, {
    method: clusters ? 'cluster_robust' : 't',
    clusters,
    workedOutFrom,
  })
  return uncertainty === null ? null : { value, uncertainty }
}

/**
 * The mean of a − b over the same rows, with its paired t uncertainty.
 *
 * @returns `null` with fewer than two rows or clusters
 * @throws {RangeError} where the lengths differ or a difference is not finite
 */
export function pairedMeanDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  clusters?: ArrayLike<number> | null | undefined,
): UncertainMean | null {
  if (a.length !== b.length) {
    throw new RangeError(`Pairs need as many values on both sides; there are ${a.length} and ${b.length}`)
  }
  return meanWithUncertainty(
    Float64Array.from(a, (v, i) => v - b[i]!),
    clusters,
    [sumOf(a.length, (i) => Math.abs(a[i]!)) / a.length, sumOf(b.length, (i) => Math.abs(b[i]!)) / b.length],
  )
}

/** A test statistic with its two-sided p-value. */
export interface DifferenceTest {
  readonly statistic: number
  readonly pValue: number
}

/**
 * Tests that a difference is 0, by z (`null` degrees of freedom) or t.
 *
 * @returns statistic 0 and p = 1 where neither the difference nor its standard error is other than 0; `null` for a
 *   difference without any variance, which no test can judge
 */
export function differenceTest(
  difference: number,
  standardError: number,
  degreesOfFreedom: number | null,
): DifferenceTest | null {
  if (standardError === 0) return difference === 0 ? { statistic: 0, pValue: 1 } : null
  const statistic = difference / standardError
  return { statistic, pValue: twoSidedP(statistic, degreesOfFreedom) }
}

/** A squared standard error, and the degrees of freedom that it was estimated with. */
export interface EstimatedVariance {
  readonly variance: number
  readonly degreesOfFreedom: number
}

/**
 * Welch and Satterthwaite's degrees of freedom for the sum of independent squared standard errors, as in an unpaired
 * comparison of two means or (DeLong, unpaired) two areas.
 *
 * @returns `null` where all variances are 0
 */
export function welchDegreesOfFreedom(...parts: readonly EstimatedVariance[]): number | null {
  const total = parts.reduce((all, { variance }) => all + variance, 0)
  if (total === 0) return null
  return total ** 2 / parts.reduce((all, { variance, degreesOfFreedom }) => all + variance ** 2 / degreesOfFreedom, 0)
}
