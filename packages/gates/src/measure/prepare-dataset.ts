import type { Partition, Table } from '@sluice/dataset'
import type { Policy } from '@sluice/policy'
import type { MeasuredTask } from '../define-measure.ts'
import type { SearchEvidence } from '../evidence.ts'
import { groups, refuseDuplicateIds, weights } from './columns-of.ts'
import { discoverPartitions } from './discovery.ts'
import { keepRows } from './keep-rows.ts'
import type { DatasetData } from './read-policy-data.ts'
import { binarySource } from './samples/binary.ts'
import { multiclassSource } from './samples/multiclass.ts'
import { multilabelSource } from './samples/multilabel.ts'
import { quantileSource } from './samples/quantile.ts'
import { rankingSource } from './samples/ranking.ts'
import { regressionSource } from './samples/regression.ts'
import type { Orders, RowColumns, SampleSource } from './samples/source.ts'

/** A dataset ready to be measured: checked, its samples at hand, its slices known. */
export interface PreparedDataset {
  readonly name: string
  readonly data: DatasetData
  readonly task: MeasuredTask
  /** What the samples are made of. */
  readonly input: SourceInput
  readonly rows: number
  readonly source: SampleSource<unknown>
  /** Of each slice definition; overlapping windows are a partition each. */
  readonly partitions: readonly Partition[]
  readonly searches: readonly SearchEvidence[]
  /** What a reader of the evidence should know, such as what discovery found. */
  readonly notes: readonly string[]
}

/** What a task's samples are made of. */
export interface SourceInput {
  readonly policy: Policy
  readonly data: DatasetData
  readonly table: Table
  readonly extra: RowColumns
}

const sources: { readonly [T in MeasuredTask]: (input: SourceInput, orders?: Orders) => SampleSource<unknown> } = {
  binary: binarySource,
  multiclass: multiclassSource,
  multilabel: multilabelSource,
  regression: regressionSource,
  quantile: quantileSource,
  ranking: rankingSource,
}

/** What a table's samples are made of. @throws PolicyError for weights that are missing or negative, and for missing groups */
export function sourceInput(policy: Policy, data: DatasetData, table: Table): SourceInput {
  const { weight, group } = data.definition.columns
  const extra: RowColumns = {
    weights: weight === null ? undefined : weights(table, weight, data.definition),
    clusters: group === null ? undefined : groups(table, group, data.definition),
  }
  return { policy, data, table, extra }
}

/** The samples of a dataset; `orders` where another thread has sorted them. */
export function sampleSource(input: SourceInput, orders?: Orders): SampleSource<unknown> {
  return sources[input.policy.task as MeasuredTask](input, orders)
}

/**
 * Checks a dataset against the policy and makes its samples.
 *
 * @param keep rows to measure, or `null` for all
 * @param orders of the rows where they have been sorted already
 * @throws PolicyError for missing or NaN values in a column of a role, duplicate ids, a label that does not fit the task
 */
export function prepareDataset(
  policy: Policy,
  data: DatasetData,
  keep: Uint8Array | null,
  orders?: Orders,
): PreparedDataset {
  const { definition } = data
  const { id } = definition.columns
  if (id !== null && keep === null) refuseDuplicateIds(data.table, id, definition)
  const table = keep === null ? data.table : keepRows(data.table, keep)
  const input = sourceInput(policy, data, table)
  const searched = new Set(data.discovery.map((request) => request.name))
  const declared = table.partitions.filter((partition) => !searched.has(partition.name))
  const source = sampleSource(input, orders)
  const discovered = discoverPartitions(input, source)
  return {
    name: definition.name,
    data,
    task: policy.task as MeasuredTask,
    input,
    rows: table.rows,
    source,
    partitions: [...declared, ...discovered.partitions],
    searches: discovered.searches,
    notes: [...(data.notes ?? []), ...discovered.notes, ...outsideNotes(data, table.rows, declared)],
  }
}

/** Rows that lie outside the edges of a slice definition belong to none of its slices: that must not go unsaid. */
function outsideNotes({ slices }: DatasetData, rows: number, partitions: readonly Partition[]): string[] {
  return partitions.flatMap(({ name, slices: inside }) => {
    if (!slices.some((slice) => slice.name === name && slice.kind === 'edges')) return []
    const outside = rows - inside.reduce((sum, slice) => sum + slice.rows, 0)
    return outside === 0
      ? []
      : [`${outside.toLocaleString('en-US')} rows are in no slice of '${name}': outside its edges`]
  })
}
