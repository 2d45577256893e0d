import { type ColumnRequest, describeTable, readTable, type SliceRequest, type Table } from '@sluice/dataset'
import type { DatasetDefinition, ModelDefinition, Policy, SliceDefinition } from '@sluice/policy'
import { closeAsked, isAsked, openAsked, withPredictions } from '../calls/predictions.ts'
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
  /** Whether models without a column are asked for their predictions; default true. Slices that are searched need them. */
  readonly asks?: boolean
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
  const needed = policy.models.filter(
    (model) => planned.models.includes(model.name) || setsThreshold(policy, planned.dataset),
  )
  const slices = policy.slices.filter((slice) => planned.slices.includes(slice.name))
  return atPolicyLine(definition, async () => {
    const source = { paths: definition.paths, directory: definition.directory }
    const discovers = slices.some((slice) => slice.kind === 'discover')
    const described =
      discovers || namesByPrefix(policy, definition) || (options.asks !== false && needed.some(isAsked))
        ? await describeTable(source.paths, source.directory, { statistics: discovers })
        : null
    const asks = discovers || options.asks !== false
    const asked = described === null || !asks ? [] : await openAsked(policy, definition, needed, described)
    const available = described?.columns.map((column) => column.name) ?? []
    const discovery = described === null ? [] : discoveryRequests(slices, described)
    const requests = slices.flatMap((slice) => sliceRequest(slice, policy.slices) ?? [])
    const { onOpen, onColumns } = options
    const known = { plan: planned, definition, models: needed, slices, available, discovery }
    const inTable = needed.filter((model) => !isAsked(model))
    try {
      const read = await readTable({
        ...source,
        columns: withInputs(
          columnRequests(policy, definition, inTable, available),
          asked.flatMap(({ requests: inputs }) => inputs),
        ),
        slices: [...requests, ...discovery],
        onProgress: ({ rows, of }) =>
          options.onProgress?.(`reading ${planned.dataset}, ${thousands(rows)} of ${thousands(of)} rows`),
        ...(onOpen && { onOpen: (rows) => onOpen(rows, planned) }),
        // Predictions that are still to be asked for cannot be sorted early.
        ...(onColumns !== undefined &&
          asked.length === 0 && {
            onColumns: (columns) => onColumns({ ...known, table: { ...columns, partitions: [], inputs: [] } }),
          }),
      })
      const { table, models } = await withPredictions(policy, definition, read, asked, options.onProgress)
      return { ...known, models: needed.map((model) => models.get(model.name) ?? model), table }
    } finally {
      await closeAsked(asked)
    }
  })
}

/** Requests and those of the inputs of models, each once. */
function withInputs(requests: readonly ColumnRequest[], inputs: readonly ColumnRequest[]): ColumnRequest[] {
  const all = [...requests]
  for (const input of inputs) {
    if (!all.some(({ name, as }) => name === input.name && as === input.as)) all.push(input)
  }
  return all
}

/** Whether the policy's threshold is chosen on this dataset, so that every model is needed there. */
function setsThreshold(policy: Policy, dataset: string): boolean {
  return policy.threshold.kind !== 'fixed' && policy.threshold.on === dataset
}

function thousands(n: number): string {
  return n.toLocaleString('en-US')
}
