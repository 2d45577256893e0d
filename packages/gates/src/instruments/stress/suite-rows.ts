import {
  type CategoryColumn,
  type ColumnRequest,
  columnKey,
  describeTable,
  type InputFile,
  type NumberColumn,
  type Partition,
  readTable,
  type Table,
  type TableDescription,
} from '@sluice/dataset'
import type { DatasetDefinition, Policy, SuiteDefinition, SyntheticRows } from '@sluice/policy'
import type { Cell, Column, Columns } from '@sluice/robustness'
import { createRandom } from '@sluice/stats'
import { sliceRequest } from '../../measure/columns.ts'
import { categories, refuseMissing } from '../../measure/columns-of.ts'
import { atPolicyLine } from '../../measure/input-error.ts'
import { keepRows } from '../../measure/keep-rows.ts'
import type { SourceInput } from '../../measure/prepare-dataset.ts'
import { binaryLabels } from '../../measure/samples/binary.ts'
import { type InputKind, inputKinds, requireDirectionColumns } from './column-kinds.ts'
import { syntheticRows } from './synthetic-rows.ts'

/** The rows that a suite changes. */
export interface SuiteRows {
  readonly columns: Columns
  /** Which rows of the table they are, from 0 on; of synthetic rows their own places. */
  readonly rows: readonly number[]
  readonly tableRows: number
  /** Binary: 1 for the positive class; `null` for other tasks and without a label. */
  readonly labels: Uint8Array | null
  /** Multiclass: the class of each row as text; `null` for other tasks and without a label. */
  readonly classes: readonly string[] | null
  readonly clusters: ArrayLike<number> | null
  readonly ids: ((row: number) => Cell) | null
  readonly partitions: readonly Partition[]
  readonly inputs: readonly InputFile[]
}

/** What is wanted of a table. */
export interface WantedRows {
  /** The columns that the model, and the reference, read. */
  readonly inputs: readonly string[]
  /** Those whose categories a features file lists. */
  readonly listed: ReadonlySet<string>
  readonly slices: readonly string[]
}

/** Tasks whose answers are right or wrong. */
const labelledTasks: readonly string[] = ['binary', 'multiclass']

/** Texts of at most so many values can be read. */
const mostTexts = 65_535

/**
 * Reads a suite's dataset and draws its rows: all subsets of that size are equally likely, and the same policy draws the same.
 *
 * @throws PolicyError at the dataset's line for a table that cannot be read, at the suite's for columns that do not fit
 */
export async function readSuiteRows(policy: Policy, suite: SuiteDefinition, wanted: WantedRows): Promise<SuiteRows> {
  const dataset = policy.datasets.find(({ name }) => name === suite.on)!
  const { paths, directory } = dataset
  return atPolicyLine(policy, dataset, async () => {
    const described = await describeTable(paths, directory)
    const kinds = inputKinds(suite, wanted.inputs, wanted.listed, described)
    requireDirectionColumns(suite, described)
    if (suite.synthetic !== undefined) return madeUpRows(policy, suite, suite.synthetic, kinds, described)
    const id = idRequest(dataset, described)
    const table = await readTable({
      paths,
      directory,
      columns: distinct([...requests(kinds), ...roleRequests(policy, dataset), ...(id === null ? [] : [id])]),
      slices: policy.slices.flatMap((slice) =>
        wanted.slices.includes(slice.name) ? (sliceRequest(slice, policy.slices) ?? []) : [],
      ),
    })
    const keep = drawn(table.rows, suite.sample, `${policy.sha256} stress ${suite.name} rows`)
    const sample = keepRows(table, keep)
    const { group, label } = dataset.columns
    if (group !== null) refuseMissing(columnAt(table, { name: group, as: 'key' }) as CategoryColumn, 'group', dataset)
    return {
      columns: kinds.map((kind) => columnOf(kind, sample)),
      rows: [...keep.keys()].filter((row) => keep[row] === 1),
      tableRows: table.rows,
      labels: label === null || policy.task !== 'binary' ? null : labelsOf(policy, dataset, table, keep),
      classes: label === null || policy.task !== 'multiclass' ? null : classesOf(dataset, label, table, keep),
      clusters: group === null ? null : (columnAt(sample, { name: group, as: 'key' }) as CategoryColumn).codes,
      ids: id === null ? null : cellsOf(columnAt(sample, id)),
      partitions: sample.partitions,
      inputs: table.inputs,
    }
  })
}

/** Rows that are in no table; the dataset is opened for its types, and so that the evidence names the file they are of. */
async function madeUpRows(
  policy: Policy,
  suite: SuiteDefinition,
  synthetic: SyntheticRows,
  kinds: readonly InputKind[],
  described: TableDescription,
): Promise<SuiteRows> {
  const { paths, directory } = policy.datasets.find(({ name }) => name === suite.on)!
  const columns = await syntheticRows(suite, synthetic, kinds, described, `${policy.sha256} stress ${suite.name} rows`)
  const table = await readTable({ paths, directory, columns: requests(kinds), slices: [] })
  return {
    columns,
    rows: Array.from({ length: columns[0]!.values.length }, (_, row) => row),
    tableRows: table.rows,
    labels: null,
    classes: null,
    clusters: null,
    ids: null,
    partitions: [],
    inputs: table.inputs,
  }
}

/** Selection sampling (Knuth, TAOCP 3.4.2, algorithm S): one uniform number a row, in one pass. */
function drawn(rows: number, sample: number, seed: string): Uint8Array {
  const keep = new Uint8Array(rows)
  if (sample >= rows) return keep.fill(1)
  const random = createRandom(seed)
  for (let row = 0, left = sample; left > 0; row++) {
    if ((rows - row) * random.uniform() >= left) continue
    keep[row] = 1
    left--
  }
  return keep
}

function requests(kinds: readonly InputKind[]): ColumnRequest[] {
  return kinds.map(({ name, kind }) => ({ name, as: kind === 'category' || kind === 'text' ? 'category' : 'number' }))
}

function roleRequests(policy: Policy, { columns: { label, group } }: DatasetDefinition): ColumnRequest[] {
  return [
    ...(label === null || !labelledTasks.includes(policy.task) ? [] : [{ name: label, as: 'category' } as const]),
    ...(group === null ? [] : [{ name: group, as: 'key' } as const]),
  ]
}

/** Ids are shown beside cases: numbers always, texts where there are not too many to read. */
function idRequest({ columns: { id } }: DatasetDefinition, described: TableDescription): ColumnRequest | null {
  const column = described.columns.find(({ name }) => name === id)
  if (column?.kind === 'number') return { name: column.name, as: 'number' }
  const isFew = described.rows !== null && described.rows <= mostTexts
  return column?.kind === 'text' && isFew ? { name: column.name, as: 'category' } : null
}

function distinct(columns: readonly ColumnRequest[]): ColumnRequest[] {
  return columns.filter(({ name, as }, i) => columns.findIndex((one) => one.name === name && one.as === as) === i)
}

/** A column that is asked for in two ways is in the table by its name as the first of them. */
function columnAt(table: Table, request: ColumnRequest): NumberColumn | CategoryColumn {
  return table.columns.get(columnKey(request)) ?? table.columns.get(request.name)!
}

function columnOf({ name, kind }: InputKind, table: Table): Column {
  if (kind === 'category' || kind === 'text') {
    const cells = cellsOf(columnAt(table, { name, as: 'category' }))
    return { name, kind, values: Array.from({ length: table.rows }, (_, row) => cells(row)) }
  }
  const { values } = columnAt(table, { name, as: 'number' }) as NumberColumn
  if (kind !== 'boolean') return { name, kind, values }
  return { name, kind, values: Array.from(values, (value) => (Number.isNaN(value) ? null : value !== 0)) }
}

function cellsOf(column: NumberColumn | CategoryColumn): (row: number) => Cell {
  if (column.kind === 'number') return (row) => (Number.isNaN(column.values[row]!) ? null : column.values[row]!)
  const { codes, categories, missingCode } = column
  return (row) => (codes[row] === missingCode ? null : categories[codes[row]!]!)
}

function classesOf(dataset: DatasetDefinition, label: string, table: Table, keep: Uint8Array): string[] {
  const own = { name: label, as: 'category' } as const
  const labels = new Map([[label, columnAt(table, own)]])
  const column = categories({ ...table, columns: labels }, label, 'label', dataset)
  return Array.from(column.codes, (code) => String(column.categories[code])).filter((_, row) => keep[row] === 1)
}

/** Both classes must be in the table; they need not both be in the sample. */
function labelsOf(policy: Policy, definition: DatasetDefinition, table: Table, keep: Uint8Array): Uint8Array {
  const own = { name: definition.columns.label!, as: 'category' } as const
  const columns = new Map([[own.name, columnAt(table, own)]])
  const input = { policy, data: { definition }, table: { ...table, columns }, extra: {} } as unknown as SourceInput
  return binaryLabels(input).filter((_, row) => keep[row] === 1)
}
