import { clusterSums } from './cluster-sums.ts'
import { normalQuantile } from './distributions.ts'
import { sortedQuantile } from './quantile.ts'
import { sumOf } from './sum.ts'
import type { ResampledUncertainty } from './uncertainty.ts'

/** Points of the kept quantile grid: every 0.25 %, so that the ends of 90, 95 and 99 % intervals are points of it. */
export const QUANTILE_GRID_POINTS = 401

/** Where more replicates than this have no value, the others do not speak for the estimate. */
const MOST_UNDEFINED = 0.05

export interface ResampledOptions {
  /** The estimate on the data as they are. */
  readonly estimate: number
  /** `percentile`, or `bca` (default): bias-corrected and, with `influence`, accelerated. */
  readonly method?: 'percentile' | 'bca'
  /** Influence values, one a row: they give the acceleration without a jackknife. Without them it is 0. */
  readonly influence?: ArrayLike<number> | null | undefined
  /** One id a row where rows of one id are dependent. */
  readonly clusters?: ArrayLike<number> | null | undefined
}

/**
 * Condenses bootstrap replicates of an estimate, however they were drawn, into its uncertainty.
 *
 * The bias is Φ⁻¹ of the share of replicates below the estimate, ties counting half and the share kept half a replicate
 * away from 0 and 1.
 *
 * @param replicates one value a replicate; `null` (or a number that is not finite) where it has none
 * @returns `null` where fewer than 20 replicates have a value, or more than 5 % have none
 */
export function resampledUncertainty(
  replicates: ArrayLike<number | null>,
  options: ResampledOptions,
): ResampledUncertainty | null {
  const values = Float64Array.from(Array.from(replicates).filter((value) => Number.isFinite(value)) as number[]).sort()
  const undefinedShare = 1 - values.length / replicates.length
  if (values.length < 20 || undefinedShare > MOST_UNDEFINED) return null
  const last = QUANTILE_GRID_POINTS - 1
  const bca = options.method !== 'percentile'
  return {
    kind: 'resampled',
    method: bca ? 'bootstrap_bca' : 'bootstrap_percentile',
    quantiles: Array.from({ length: QUANTILE_GRID_POINTS }, (_, j) => sortedQuantile(values, j / last, 6)),
    bias: bca ? medianBias(values, options.estimate) : 0,
    acceleration: bca && options.influence ? acceleration(options.influence, options.clusters) : 0,
    replicates: values.length,
  }
}

function medianBias(values: Float64Array, estimate: number): number {
  let below = 0
  for (const value of values) below += value < estimate ? 1 : value === estimate ? 0.5 : 0
  const most = values.length - 0.5
  return normalQuantile(Math.min(Math.max(below, 0.5), most) / values.length)
}

/**
 * BCa's acceleration, Σφ³ / (6 (Σφ²)^{3/2}), from influence values (summed within clusters first).
 *
 * @returns 0 where all influence values are 0
 */
export function acceleration(influence: ArrayLike<number>, clusters?: ArrayLike<number> | null | undefined): number {
  const phi = clusters ? clusterSums(influence, clusters) : influence
  const squares = sumOf(phi.length, (i) => phi[i]! ** 2)
  return squares === 0 ? 0 : sumOf(phi.length, (i) => phi[i]! ** 3) / (6 * squares ** 1.5)
}
