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
import type { SearchEvidence } from '../evidence.ts'
import { inputError } from './input-error.ts'
import type { SourceInput } from './prepare-dataset.ts'
import { rowErrors } from './row-errors.ts'
import type { SampleSource } from './samples/source.ts'
import { searchName } from './searched-columns.ts'

type DiscoverDefinition = Extract<SliceDefinition, { kind: 'discover' }>

/** Whole numbers of few values are taken as they are; everything else numeric is cut into this many quantile bins. */
const bins = 5
const mostValues = 12

/**
 * The partitions that discovery searches, as slice requests that the one scan answers. Their names carry a prefix that
 * no slice of a policy has.
 */
export function discoveryRequests(
  slices: readonly SliceDefinition[],
  described: Pick<TableDescription, 'columns'>,
): SliceRequest[] {
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
  readonly searches: readonly SearchEvidence[]
  readonly notes: readonly string[]
}

/**
 * Finds the worst slices of each `discover` definition and makes them slices like any other, restricted to the rows that
 * the search did not see: a slice that was picked for being bad would otherwise be judged on what it was picked for.
 *
 * @throws PolicyError for a task whose rows have no error of their own
 */
export function discoverPartitions(input: SourceInput, source: SampleSource<unknown>): Discovered {
  const definitions = input.data.slices.filter((slice) => slice.kind === 'discover')
  if (definitions.length === 0) return { partitions: [], searches: [], notes: [] }
  const errors = errorsOf(input, source, definitions[0]!)
  const found = definitions.map((definition) => discover(definition, errors, input))
  return {
    partitions: found.flatMap((one) => one.partitions),
    searches: found.flatMap((one) => one.searches),
    notes: found.flatMap((one) => one.notes),
  }
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
  const nameOf = (slice: { readonly name: string }) => `${definition.name}: ${slice.name}`
  const partitions = discovery.slices.map((slice) => {
    const whole = conjunctionPartition(definition.name, dimensions, { ...slice, name: nameOf(slice) })
    return discovery.confirmationIndices === null ? whole : onlyRows(whole, discovery.confirmationIndices)
  })
  const search: SearchEvidence = {
    partition: definition.name,
    searchedRows: discovery.searchedRows,
    keptBackRows: discovery.confirmationRows,
    evaluatedSlices: discovery.evaluatedSlices,
    eligibleSlices: discovery.eligibleSlices,
    rowsNeeded: discovery.rowsNeeded,
    found: discovery.slices.map((slice) => ({
      slice: nameOf(slice),
      difference: slice.confirmation?.difference ?? null,
      pValue: slice.pValue,
      adjustedPValue: slice.adjustedPValue,
      confirmed: slice.confirmed,
    })),
  }
  return { partitions, searches: [search], notes: notesOf(definition, search, discovery.note) }
}

function notesOf({ name, minRows }: DiscoverDefinition, search: SearchEvidence, note: string | null): string[] {
  const searched = `'${name}' searched ${count(search.searchedRows)} rows`
  if (search.eligibleSlices === 0) return [`${searched}, of which no slice could have min_rows: ${count(minRows)}`]
  const confirmed = search.found.filter((slice) => slice.confirmed).length
  const slices = search.found.length === 1 ? '1 slice' : `${search.found.length} slices`
  const found = `${searched} and found ${slices}; ${confirmed} ${confirmed === 1 ? 'has' : 'have'} greater errors on the rows that were kept back (Welch, Holm)`
  return [found, ...(note === null ? [] : [note])]
}

function count(n: number): string {
  return n.toLocaleString('en-US')
}

/** What the candidate gets wrong on each row: a policy's discovery is about the model that wants in, where it is measured. */
function errorsOf(input: SourceInput, source: SampleSource<unknown>, definition: DiscoverDefinition): Float64Array {
  const { policy, data } = input
  const model = data.models.find((one) => one.role === 'candidate') ?? data.models[0]!
  const errors = rowErrors(input, source, model)
  if (errors !== null) return errors
  throw inputError({
    code: 'cannot-discover',
    message: `slices are searched by the errors of rows, and a ${policy.task} model has none: it is right or wrong about a query as a whole`,
    hint: 'Declare the slices that matter by a column, a predicate or a cross, and take `discover` out.',
    location: definition.location,
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
