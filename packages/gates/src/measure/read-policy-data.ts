import {
  type ColumnRequest,
  describeTable,
  type InputFile,
  readTable,
  type SliceRequest,
  type Table,
} from '@sluice/dataset'
import type { DatasetDefinition, ModelDefinition, Policy, SliceDefinition } from '@sluice/policy'
import { closeAsked, isAsked, openAsked, withPredictions } from '../calls/predictions.ts'
import { type DatasetPlan, plan } from '../plan.ts'
import { predicateProblems, tableProblems } from './check-tables.ts'
import { columnRequests, namesByPrefix, type Outputs, sliceRequest } from './columns.ts'
import { type DatasetNeeds, needsOf } from './dataset-needs.ts'
import { checkDisjoint } from './derive/check-disjoint.ts'
import { discoveryRequests } from './discovery.ts'
import { allProblems, inputError } from './input-error.ts'

/** One dataset as it was read: everything that measuring needs, and nothing effectful any more. */
export interface DatasetData {
  readonly plan: DatasetPlan
  readonly definition: DatasetDefinition
  readonly models: readonly ReadModel[]
  readonly slices: readonly SliceDefinition[]
  readonly table: Table
  /** The files of its rows; `table.inputs` may have those of models that were asked as well. */
  readonly rowFiles: readonly InputFile[]
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
 * @throws PolicyError with everything that is wrong with files, columns, slices and predicates, each at its field; and where a
 *   model is judged on rows that it is fitted on
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
  const needs = plan(policy).datasets.map((planned) => needsOf(policy, planned))
  const read = new Set(needs.flatMap(({ slices }) => slices.map(({ name }) => name)))
  const [reads, unread] = await Promise.all([
    Promise.allSettled(needs.map((one) => readDataset(policy, one, options))),
    predicateProblems(policy, (slice) => !read.has(slice)),
  ])
  const failed = reads.flatMap((one, i) =>
    one.status === 'rejected' ? [{ needs: needs[i]!, reason: one.reason as unknown }] : [],
  )
  if (failed.length > 0) throw allProblems([...unread, ...(await tableProblems(policy, needs, failed))])
  if (unread.length > 0) throw allProblems(unread)
  const data = reads.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  await checkDisjoint(policy, data)
  return data
}

/** @throws DatasetError for what is wrong with the table, PolicyError for what is wrong with a model */
async function readDataset(policy: Policy, needs: DatasetNeeds, options: ReadOptions): Promise<DatasetData> {
  const { planned, definition, slices, models: needed } = needs
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
      columns: withInputs(columnRequests(policy, definition, inTable, available), [
        ...asked.flatMap(({ requests: inputs }) => inputs),
        ...needed.flatMap(spreadRequest),
      ]),
      slices: [...requests, ...discovery],
      onProgress: ({ rows, of }) =>
        options.onProgress?.(`reading ${planned.dataset}, ${thousands(rows)} of ${thousands(of)} rows`),
      ...(onOpen && { onOpen: (rows) => onOpen(rows, planned) }),
      // Predictions that are still to be asked for cannot be sorted early.
      ...(onColumns !== undefined &&
        asked.length === 0 && {
          onColumns: (columns) =>
            onColumns({ ...known, rowFiles: [], table: { ...columns, partitions: [], inputs: [] } }),
        }),
    })
    const { table, models } = await withPredictions(policy, definition, read, asked, options.onProgress)
    return { ...known, models: needed.map((model) => models.get(model.name) ?? model), rowFiles: read.inputs, table }
  } finally {
    await closeAsked(asked)
  }
}

/** The column that a model's intervals follow in width; it stands in the table, whoever is asked for the prediction. */
function spreadRequest({ conformal }: ModelDefinition): ColumnRequest[] {
  return conformal?.spread === undefined ? [] : [{ name: conformal.spread, as: 'number' }]
}

/** Requests and those of the inputs of models, each once. */
function withInputs(requests: readonly ColumnRequest[], inputs: readonly ColumnRequest[]): ColumnRequest[] {
  const all = [...requests]
  for (const input of inputs) {
    if (!all.some(({ name, as }) => name === input.name && as === input.as)) all.push(input)
  }
  return all
}

function thousands(n: number): string {
  return n.toLocaleString('en-US')
}
