import { describeTable, readTable, type SliceRequest, type Table } from '@sluice/dataset'
import type { DatasetDefinition, ModelDefinition, Policy, SliceDefinition } from '@sluice/policy'
import { type DatasetPlan, plan } from '../plan.ts'
import { columnRequests, namesByPrefix, type Outputs, sliceRequest } from './columns.ts'
import { discoveryRequests } from './discovery.ts'
import { atPolicyLine, inputError } from './input-error.ts'

/** One dataset as it was read: everything that measuring needs, and nothing effectful any more. */
export interface DatasetData {
  readonly plan: DatasetPlan
  readonly definition: DatasetDefinition
  readonly models: readonly ReadModel[]
  readonly slices: readonly SliceDefinition[]
  readonly table: Table
  /** The table's column names, where outputs are named by a prefix. */
  readonly available: readonly string[]
  /** Partitions that discovery searches; they are not slices of the policy. */
  readonly discovery: readonly SliceRequest[]
  /** What a reader of the evidence should know of how its columns came about. */
  readonly notes?: readonly string[]
}

/** A model as its columns were read, or as they were derived from others. */
export interface ReadModel extends ModelDefinition {
  /** Class → column that is 1 where the class is in the row's prediction set. */
  readonly sets?: Outputs
}

export interface ReadOptions {
  readonly onProgress?: (text: string) => void
  /** Called before a dataset of so many rows is read. */
  readonly onOpen?: (rows: number, planned: DatasetPlan) => void
  /** Called with a large dataset whose slices are still to be read. */
  readonly onColumns?: (data: DatasetData) => void
}

const measuredTasks: readonly string[] = ['binary', 'multiclass', 'multilabel', 'regression', 'quantile', 'ranking']

/**
 * Reads every dataset that the policy's gates need, one scan each, side by side.
 *
 * @throws PolicyError at the policy's line where a file or column is missing or cannot be read
 */
export async function readPolicyData(policy: Policy, options: ReadOptions = {}): Promise<DatasetData[]> {
  if (!measuredTasks.includes(policy.task)) {
    throw inputError({
      code: 'unsupported-task',
      message: `this version measures ${measuredTasks.join(', ')}, not '${policy.task}'`,
      hint: 'Choose one of those tasks, or judge this policy with a version that measures it.',
      location: { file: policy.file, line: 1, column: 1 },
      path: 'task',
    })
  }
  const reads = plan(policy).datasets.map((planned) => readDataset(policy, planned, options))
  // The first of several mistakes is the first in the policy, whichever is found sooner.
  return (await Promise.allSettled(reads)).map((read) => {
    if (read.status === 'rejected') throw read.reason
    return read.value
  })
}

async function readDataset(policy: Policy, planned: DatasetPlan, options: ReadOptions): Promise<DatasetData> {
  const definition = policy.datasets.find((dataset) => dataset.name === planned.dataset)!
  const models = policy.models.filter(
    (model) => planned.models.includes(model.name) || setsThreshold(policy, planned.dataset),
  )
  const slices = policy.slices.filter((slice) => planned.slices.includes(slice.name))
  return atPolicyLine(definition, async () => {
    const source = { paths: definition.paths, directory: definition.directory }
    const discovers = slices.some((slice) => slice.kind === 'discover')
    const described =
      discovers || namesByPrefix(policy, definition)
        ? await describeTable(source.paths, source.directory, { statistics: discovers })
        : null
    const available = described?.columns.map((column) => column.name) ?? []
    const discovery = described === null ? [] : discoveryRequests(slices, described)
    const requests = slices.flatMap((slice) => sliceRequest(slice, policy.slices) ?? [])
    const { onOpen, onColumns } = options
    const known = { plan: planned, definition, models, slices, available, discovery }
    const table = await readTable({
      ...source,
      columns: columnRequests(policy, definition, models, available),
      slices: [...requests, ...discovery],
      onProgress: ({ rows, of }) =>
        options.onProgress?.(`reading ${planned.dataset}, ${thousands(rows)} of ${thousands(of)} rows`),
      ...(onOpen && { onOpen: (rows) => onOpen(rows, planned) }),
      ...(onColumns && {
        onColumns: (columns) => onColumns({ ...known, table: { ...columns, partitions: [], inputs: [] } }),
      }),
    })
    return { ...known, table }
  })
}

/** Whether the policy's threshold is chosen on this dataset, so that every model is needed there. */
function setsThreshold(policy: Policy, dataset: string): boolean {
  return policy.threshold.kind !== 'fixed' && policy.threshold.on === dataset
}

function thousands(n: number): string {
  return n.toLocaleString('en-US')
}
