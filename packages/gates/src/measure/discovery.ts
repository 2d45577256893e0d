import {
  type CodedPartition,
  codedPartition,
  conjunctionPartition,
  discoverSlices,
  type Partition,
  type SliceRequest,
  type TableDescription,
} from '@sluice/dataset'
import type { SliceDefinition } from '@sluice/policy'
import { modelColumns } from './columns.ts'
import { numbers } from './columns-of.ts'
import { inputError } from './input-error.ts'
import type { SourceInput } from './prepare-dataset.ts'
import { rowErrors } from './row-errors.ts'

type DiscoverDefinition = Extract<SliceDefinition, { kind: 'discover' }>

/** Whole numbers of few values are taken as they are; everything else numeric is cut into this many quantile bins. */
const bins = 5
const mostValues = 12

/**
 * The partitions that discovery searches, as slice requests that the one scan answers. Their names carry a prefix that
 * no slice of a policy has.
 */
export function discoveryRequests(slices: readonly SliceDefinition[], described: TableDescription): SliceRequest[] {
  const wanted = new Set(slices.flatMap((slice) => (slice.kind === 'discover' ? slice.columns : [])))
  return [...wanted].map((column): SliceRequest => {
    const about = described.columns.find(({ name }) => name === column)
    const many = about?.kind === 'number' && (about.statistics?.distinct ?? Number.POSITIVE_INFINITY) > mostValues
    return many
      ? { kind: 'quantiles', name: searchName(column), column, quantiles: bins }
      : { kind: 'value', name: searchName(column), column, top: mostValues }
  })
}

export interface Discovered {
  readonly partitions: readonly Partition[]
  readonly notes: readonly string[]
}

/**
 * Finds the worst slices of each `discover` definition and makes them slices like any other, restricted to the rows that
 * the search did not see: a slice that was picked for being bad would otherwise be judged on what it was picked for.
 */
export function discoverPartitions(input: SourceInput): Discovered {
  const definitions = input.data.slices.filter((slice) => slice.kind === 'discover')
  if (definitions.length === 0) return { partitions: [], notes: [] }
  const errors = candidateErrors(input)
  const found = definitions.map((definition) => discover(definition, errors, input))
  return { partitions: found.flatMap((one) => one.partitions), notes: found.flatMap((one) => one.notes) }
}

function discover(
  definition: DiscoverDefinition,
  errors: Float64Array,
  { policy, table, extra }: SourceInput,
): Discovered {
  const dimensions = definition.columns.map((column) => {
    const partition = table.partitions.find(({ name }) => name === searchName(column))!
    return {
      ...codedPartition(partition),
      slices: partition.slices.map((slice) => ({ ...slice, name: slice.name.replace(searchName(column), column) })),
    }
  })
  const discovery = discoverSlices({
    dimensions,
    errors,
    maxDepth: definition.depth,
    minRows: definition.minRows,
    top: definition.top,
    seed: `${policy.sha256}/discover/${definition.name}`,
    ...(extra.clusters === undefined ? {} : { groups: extra.clusters }),
  })
  const partitions = discovery.slices.map((slice) => {
    const whole = conjunctionPartition(definition.name, dimensions, {
      ...slice,
      name: `${definition.name}: ${slice.name}`,
    })
    return discovery.confirmationIndices === null ? whole : onlyRows(whole, discovery.confirmationIndices)
  })
  const confirmed = discovery.slices.filter((slice) => slice.confirmed).length
  const searched = `'${definition.name}' searched ${discovery.searchedRows.toLocaleString('en-US')} rows and found ${discovery.slices.length} slices; ${confirmed} have greater errors on the rows that were kept back (Welch, Holm)`
  return { partitions, notes: [searched, ...(discovery.note === null ? [] : [discovery.note])] }
}

/** What the candidate gets wrong on each row; a policy's discovery is about the model that wants in. */
function candidateErrors(input: SourceInput): Float64Array {
  const { policy, data, table } = input
  const model = data.models.find((one) => one.role === 'candidate')
  const task = policy.task
  if (model !== undefined && (task === 'binary' || task === 'regression')) {
    const [column] = modelColumns(model, task, data.available, policy)
    return rowErrors(input, numbers(table, column!, task === 'binary' ? 'score' : 'prediction', data.definition))
  }
  throw inputError({
    code: 'cannot-discover',
    message: `slices are discovered for binary and regression models; this policy is ${task}`,
    hint: 'Declare the slices, or take `discover` out.',
    location: data.slices.find((slice) => slice.kind === 'discover')!.location,
    path: 'slices',
  })
}

function onlyRows(partition: CodedPartition, indices: Uint32Array): Partition {
  const codes = new Uint8Array(partition.codes.length).fill(partition.outside)
  let rows = 0
  for (const row of indices) {
    if (partition.codes[row] !== 0) continue
    codes[row] = 0
    rows++
  }
  return { ...partition, codes, slices: [{ ...partition.slices[0]!, rows }] }
}

function searchName(column: string): string {
  return `discover:${column}`
}
