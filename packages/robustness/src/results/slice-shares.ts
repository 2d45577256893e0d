import type { Estimate } from '@sluice/metrics'
import { type RowTrials, shareOf } from './share.ts'

/** One dimension that cuts rows into slices: one code a row; codes without a name are in none. */
export interface SliceCodes {
  readonly codes: ArrayLike<number>
  readonly names: readonly string[]
}

export interface SliceShare {
  readonly slice: string
  readonly estimate: Estimate
}

/** The share of trials that hit in every slice of every partition, in their order. */
export function sliceShares(trials: RowTrials, partitions: readonly SliceCodes[]): SliceShare[] {
  return partitions.flatMap(({ codes, names }) =>
    names.map((slice, code) => ({ slice, estimate: shareOf(onlyRows(trials, (row) => codes[row] === code)) })),
  )
}

/**
 * The slice with the highest share; of equals the one with more rows. It was chosen among many, so its share is more
 * likely too high than too low: correct for the number of slices before deciding by it.
 *
 * @param leastRows slices of fewer rows are left out
 */
export function worstSlice(shares: readonly SliceShare[], leastRows: number): SliceShare | null {
  let worst: SliceShare | null = null
  for (const share of shares) {
    const { value, rows } = share.estimate
    if (value === null || rows < leastRows) continue
    const highest = worst?.estimate.value ?? -1
    if (value > highest || (value === highest && rows > worst!.estimate.rows)) worst = share
  }
  return worst
}

function onlyRows({ hits, trials, clusters }: RowTrials, keep: (row: number) => boolean): RowTrials {
  const rows = [...trials.keys()].filter(keep)
  return {
    hits: Float64Array.from(rows, (row) => hits[row]!),
    trials: Float64Array.from(rows, (row) => trials[row]!),
    ...(clusters && { clusters: Float64Array.from(rows, (row) => clusters[row]!) }),
  }
}
