import { clusterSums } from './cluster-sums.ts'
import { sumOf } from './sum.ts'
import type { NormalUncertainty } from './uncertainty.ts'
import { withinRounding } from './within-rounding.ts'

/** With fewer clusters than this, the cluster-robust standard error is itself too noisy, and mostly too small. */
export const FEW_CLUSTERS = 15

export interface InfluenceOptions {
  /** What the standard error is called in reports: `delta`, `delong`, `paired_t`, … */
  readonly method: string
  /** One id a row; rows of one id are dependent. Without it, rows are independent. */
  readonly clusters?: ArrayLike<number> | null | undefined
  /** Default `identity`. */
  readonly scale?: NormalUncertainty['scale']
  readonly range?: NormalUncertainty['range']
  /** Where the interval is centred, if not at the estimate. */
  readonly center?: number
  /** `t` (default) with units − 1 degrees of freedom, or `normal` where the field's formula says so (DeLong). */
  readonly distribution?: 't' | 'normal'
  /** The numbers that the estimate was worked out from (of a difference, the two values), if larger than itself. */
  readonly workedOutFrom?: readonly number[]
  /** Independent rows where weights make them fewer than there are; degrees of freedom are these less 1, at least 1. */
  readonly effectiveRows?: number
}

/** Influences of which only the sum of squares is known: enough where rows are independent. */
export interface SummedInfluence {
  readonly rows: number
  /** Σφ². */
  readonly squares: number
}

/** A standard error with the number of independent units (clusters, else rows) that it rests on. */
export interface RobustError {
  readonly standardError: number
  readonly units: number
}

/**
 * The standard error of an estimate from its influence values, robust to dependence within clusters:
 * `se² = G/(G−1) · Σ_g (Σ_{i∈g} φ_i)² / n²`.
 *
 * Without clusters every row is its own (G = n), which makes the standard error of a mean the textbook sd/√n with n − 1
 * in the standard deviation, and its interval the textbook t interval.
 *
 * @param phi influence values, one a row, with mean 0; under weights φ_i carries the factor w_i · n / Σw; or their sum of
 *   squares, without clusters
 * @param clusters one id a row, equal ids belong together
 * @returns `null` with fewer than two units, from which no spread can be known
 * @throws {RangeError} for a φ that is not finite, ids that do not match the rows, and a sum of squares beside clusters
 */
export function robustStandardError(
  phi: ArrayLike<number> | SummedInfluence,
  clusters?: ArrayLike<number> | null | undefined,
): RobustError | null {
  const { rows, units, squares } = unitsOf(phi, clusters ?? null)
  if (units < 2) return null
  if (!Number.isFinite(squares)) {
    throw new RangeError('An influence value is not finite; an estimate that rests on one has no standard error')
  }
  // A sum that came of a subtraction may fall short of 0 by rounding.
  return { standardError: Math.sqrt((units / (units - 1)) * Math.max(0, squares)) / rows, units }
}

function unitsOf(
  phi: ArrayLike<number> | SummedInfluence,
  clusters: ArrayLike<number> | null,
): SummedInfluence & { readonly units: number } {
  if ('squares' in phi) {
    if (clusters !== null) throw new RangeError('A sum of squared influences cannot be split into clusters')
    return { ...phi, units: phi.rows }
  }
  const parts = clusters === null ? phi : clusterSums(phi, clusters)
  return { rows: phi.length, units: parts.length, squares: sumOf(parts.length, (g) => parts[g]! * parts[g]!) }
}

/**
 * The uncertainty of any smooth estimate from its influence values: see {@link robustStandardError}. Degrees of freedom
 * are units − 1, or under weights Kish's effective number of rows less 1. Fewer than 15 clusters leave a note. A standard
 * error that is nothing but rounding is 0.
 *
 * @param value the estimate that `phi` belongs to; where it sits on the edge of its scale, the identity scale serves
 * @param phi as for {@link robustStandardError}
 * @returns `null` with fewer than two units; the caller says why (`too few rows`, `one cluster`)
 */
export function influenceUncertainty(
  value: number,
  phi: ArrayLike<number> | SummedInfluence,
  options: InfluenceOptions,
): NormalUncertainty | null {
  const robust = robustStandardError(phi, options.clusters)
  if (robust === null || !Number.isFinite(value)) return null
  const { units } = robust
  const clustered = options.clusters !== undefined && options.clusters !== null
  const standardError = withinRounding(robust.standardError, [value, ...(options.workedOutFrom ?? [])])
    ? 0
    : robust.standardError
  const independent = clustered ? units : Math.min(units, options.effectiveRows ?? units)
  return {
    kind: 'normal',
    method: options.method,
    scale: options.scale ?? 'identity',
    standardError,
    degreesOfFreedom: options.distribution === 'normal' ? null : Math.max(1, independent - 1),
    ...(options.center === undefined ? {} : { center: options.center }),
    ...(options.range === undefined ? {} : { range: options.range }),
    ...(clustered && units < FEW_CLUSTERS
      ? { note: `only ${units} clusters: the standard error is itself uncertain, and more likely too small` }
      : {}),
  }
}
