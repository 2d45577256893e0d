import { type CategoryColumn, codesOf, isPacked, type Partition } from '@sluice/dataset'
import {
  type BinarySample,
  codeOrder,
  type FilledBuckets,
  fillLogLosses,
  orderByScore,
  packedCodeOrder,
  type SharedLosses,
  sliceOrder,
  sliceScratch,
  sortBuckets,
  withLogLosses,
} from '@sluice/metrics'
import { measures } from '../../measures/index.ts'
import { modelColumns } from '../columns.ts'
import { categories, numbers } from '../columns-of.ts'
import { inputError } from '../input-error.ts'
import { positiveSpellings } from '../positive-spellings.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import type { Arrangement, Orders, RowColumns, SampleSource } from './source.ts'

/** What is sorted of a binary dataset: plain columns, which another thread can sort as well. */
export interface UnsortedColumns extends RowColumns {
  readonly labels: Uint8Array
  /** By model. */
  readonly scores: ReadonlyMap<string, Float64Array>
  /** Whether slices are measured by the log loss of their rows. */
  readonly logLosses: boolean
}

/** The columns of every model. @throws PolicyError where a score is missing or a label does not fit */
export function unsortedColumns(input: SourceInput): UnsortedColumns {
  const { models } = input.data
  const scores = new Map(models.map(({ name }) => [name, binaryScores(input, name)]))
  return { labels: binaryLabels(input), scores, logLosses: readsLogLosses(input), ...input.extra }
}

/** What remains of sorting columns, of which another thread may do a part. */
export type SharedSorting =
  | { readonly kind: 'buckets'; readonly filled: FilledBuckets }
  | { readonly kind: 'losses'; readonly open: SharedLosses }

/** Does a part of what another thread is sorting, or nothing where that is done. */
export function helpSorting(shared: SharedSorting): void {
  if (shared.kind === 'buckets') sortBuckets(shared.filled)
  else fillLogLosses(shared.open)
}

/**
 * Sorts the rows of every model.
 *
 * @param onShared called with what remains, for another thread to take a part of
 * @throws MetricInputError as `orderByScore`
 */
export function sortColumns(
  { labels, scores, logLosses, ...extra }: UnsortedColumns,
  onShared?: (shared: SharedSorting) => void,
): Orders {
  const sorted = (column: Float64Array) => {
    const order = orderByScore(column, labels, {
      ...extra,
      keepRows: true,
      ...(onShared && { onShared: (filled) => onShared({ kind: 'buckets', filled }) }),
    })
    if (!logLosses) return order
    return withLogLosses(order, onShared && ((open) => onShared({ kind: 'losses', open })))
  }
  return new Map([...scores].map(([model, column]) => [model, sorted(column)]))
}

/**
 * Labels and scores, sorted once a model; every slice is cut out of that order.
 *
 * @param orders what has been sorted before, by another thread
 */
export function binarySource(input: SourceInput, orders: Orders = new Map()): SampleSource<BinarySample> {
  const labels = orders.size === 0 ? binaryLabels(input) : null
  const scratches = new Map(input.data.models.map((model) => [model.name, sliceScratch()]))
  const all = (name: string): BinarySample => {
    const known = orders.get(name)
    if (known !== undefined) return known
    const scores = new Map([[name, binaryScores(input, name)]])
    const columns = { labels: labels ?? binaryLabels(input), scores, logLosses: readsLogLosses(input) }
    const order = sortColumns({ ...columns, ...input.extra }).get(name)!
    orders.set(name, order)
    return order
  }
  let arranged: readonly Arrangement[] = []
  return {
    all,
    orders,
    arrange(partitions, wanted) {
      arranged = wanted.flatMap((model) => arrangement(model, all(model), partitions))
      return arranged
    },
    adopt(arrangements) {
      arranged = arrangements
    },
    forEachSlice(partition, wanted, visit) {
      const keepRows = wanted.length > 1
      const cut = wanted.map((model) => {
        const scratch = scratches.get(model)!
        return {
          model,
          slices: sliceOrder(all(model), () => codesOf(partition), partition.slices.length, {
            keepRows,
            scratch,
            arranged: arrangedCodes(arranged, model, partition),
          }),
        }
      })
      for (let code = 0; code < partition.slices.length; code++) {
        visit(code, new Map(cut.map(({ model, slices }) => [model, slices.sample(code)])))
      }
    },
  }
}

/**
 * Partitions that share their words are in order once the words are. A single one with a column of its own is brought into
 * order when it is visited: there is nothing to save.
 */
function arrangement(model: string, { rows }: BinarySample, partitions: readonly Partition[]): Arrangement[] {
  if (rows === undefined) return []
  const names = partitions.map(partitionKey)
  const packed = partitions.map(({ codes }) => codes).filter(isPacked)
  if (packed.length > 0) return [{ model, partitions: names, order: packedCodeOrder(packed[0]!.words, packed, rows) }]
  if (partitions.length < 2) return []
  const coded = partitions.map((partition) => ({ codes: codesOf(partition), slices: partition.slices.length }))
  return [{ model, partitions: names, order: codeOrder(coded, rows) }]
}

/** Overlapping windows and discovered slices are several partitions of one name; no slice is in two of them. */
function partitionKey({ name, slices }: Partition): string {
  return JSON.stringify([name, slices[0]?.name ?? null])
}

function arrangedCodes(arranged: readonly Arrangement[], model: string, partition: Partition) {
  const found = arranged.find((one) => one.model === model)
  const index = found?.partitions.indexOf(partitionKey(partition)) ?? -1
  return found === undefined || index < 0 ? undefined : { order: found.order, index }
}

/** Worked out once for the order instead of once for each slice definition. */
function readsLogLosses({ data }: SourceInput): boolean {
  return data.plan.measurements.some((key) => key.partition !== null && measures.get(key.metric)?.reads === 'logLosses')
}

/** The scores of a model as they stand in the table. @throws PolicyError where one is missing */
export function binaryScores({ policy, data, table }: SourceInput, name: string): Float64Array {
  const { definition, models, available } = data
  const model = models.find((one) => one.name === name)!
  return numbers(table, modelColumns(model, 'binary', available, policy)[0]!, 'score', definition)
}

/**
 * 1 for the positive class, 0 for the other. A third class is a mistake in the policy or the table, and so is a single one
 * unless it is the positive class that the policy declares: see `docs/decisions/0002-verdicts.md`.
 */
export function binaryLabels({ data, table }: SourceInput): Uint8Array {
  const { definition } = data
  const column = categories(table, definition.columns.label!, 'label', definition)
  const positive = positiveCode(column, definition.columns.positive)
  const fault = labelFault(column, positive, definition.columns.positive)
  if (fault !== null) {
    throw inputError({ ...fault, location: definition.location, path: `datasets.${definition.name}` })
  }
  const labels = new Uint8Array(column.codes.length)
  for (let row = 0; row < labels.length; row++) labels[row] = column.codes[row] === positive ? 1 : 0
  return labels
}

function positiveCode({ categories }: CategoryColumn, positive: string | number | boolean | null): number {
  const wanted = positiveSpellings(positive)
  return categories.findIndex((category) => wanted.includes(String(category)))
}

function labelFault(column: CategoryColumn, positive: number, declared: string | number | boolean | null) {
  const values = column.categories.slice(0, 8).map(String).join(', ')
  if (column.categories.length > 2) {
    return {
      code: 'not-binary',
      message: `label column '${column.name}' holds ${column.categories.length} values (${values}${column.categories.length > 8 ? ', …' : ''}); a binary task has two`,
      hint: 'Choose another label, set `task: multiclass`, or write a 0/1 column into the table.',
    }
  }
  if (column.categories.length < 2) return singleClass(column, positive, declared)
  if (positive < 0) {
    const what = declared === null ? 'neither 1 nor true' : `never '${declared}'`
    return {
      code: 'no-positive-class',
      message: `label column '${column.name}' is ${what}; it holds ${values}`,
      hint: 'Name the positive class: columns: { positive: VALUE }.',
    }
  }
  return null
}

/** A table without a positive row looks like one whose labels have not come in, on which low scores would do well. */
function singleClass({ name, categories: [value] }: CategoryColumn, positive: number, declared: unknown) {
  if (positive >= 0 && declared !== null) return null
  const single = `label column '${name}' holds a single value (${value})`
  if (declared === null) {
    return {
      code: 'one-class',
      message: `${single}: nothing can be told apart`,
      hint: 'Give a table with rows of both classes; or, where all rows are meant to be positive, declare that class: columns: { positive: VALUE }.',
    }
  }
  return {
    code: 'one-class',
    message: `${single} and never the positive class '${declared}': so does one whose labels have not come in yet`,
    hint: 'Give a table with rows of both classes; known negatives can be gated as a slice of it.',
  }
}
