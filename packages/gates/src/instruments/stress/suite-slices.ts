import type { SliceShare } from '@sluice/robustness'
import type { SuiteRun } from './run-policy-suite.ts'

/** A share of one slice, with the slice definition that it belongs to. */
export interface PartitionedShare extends SliceShare {
  readonly partition: string
}

/** The shares of a run by slice, which come partition by partition. */
export function partitionedShares({ rows }: SuiteRun, shares: readonly SliceShare[]): PartitionedShare[] {
  const owners = rows.partitions.flatMap(({ name, slices }) => slices.map(() => name))
  return shares.map((share, i) => ({ ...share, partition: owners[i]! }))
}
