import { type Estimate, meanAbsoluteError } from '@sluice/metrics'

/**
 * The mean size of some rows' changes, with the interval of a mean. Rows without a score have no size and are left out.
 *
 * @param sizes one a row, NaN where there is none
 */
export function meanChange(
  sizes: Float64Array,
  rows: readonly number[],
  clusters?: ArrayLike<number> | undefined,
): Estimate {
  const kept = rows.filter((row) => Number.isFinite(sizes[row]!))
  const predicted = Float64Array.from(kept, (row) => sizes[row]!)
  const ids = clusters && Uint32Array.from(kept, (row) => clusters[row]!)
  return meanAbsoluteError.estimate(
    { actual: new Float64Array(kept.length), predicted, ...(ids && { clusters: ids }) },
    {},
  )
}
