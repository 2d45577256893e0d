import { readTable } from '../read-table.ts'
import { codesOf } from '../slices/packed-codes.ts'
import type { InputFile, NumberColumn, Partition, SliceRequest, Table } from '../table.ts'
import type { NamedSource } from './shared-features.ts'

/** One slice in production and in the golden set. */
export interface SliceCoverage {
  /** The slice definition. */
  readonly partition: string
  readonly slice: string
  readonly production: number
  readonly golden: number
  /** Golden rows if the golden set had production's shares. */
  readonly expected: number
  /** The golden set's share of the slice, by weight where rows have one. */
  readonly goldenShare: number
}

export interface SliceComparison {
  readonly slices: readonly SliceCoverage[]
  readonly notes: readonly string[]
  readonly goldenRows: number
  readonly inputs: { readonly golden: readonly InputFile[]; readonly production: readonly InputFile[] }
}

/**
 * Counts each slice that production has rows in, in both tables. Quantile bins are those of production, or a golden set would
 * always have a quarter in each quarter of itself. Windows of time end with each table's newest row, so they are left out.
 *
 * @param weights of the golden rows, ≥ 0
 * @throws DatasetError as `readTable`
 */
export async function compareSlices(
  golden: NamedSource,
  production: NamedSource,
  requests: readonly SliceRequest[],
  weights?: Float64Array,
): Promise<SliceComparison> {
  const fixed = requests.filter(isComparable)
  const left = requests.filter((request) => !isComparable(request)).map(({ name }) => name)
  const theirs = await readTable({ ...placeOf(production), columns: quantileColumns(fixed), slices: fixed })
  const asEdges = fixed.map((request) => withEdges(request, theirs))
  const ours = await readTable({ ...placeOf(golden), columns: [], slices: asEdges })
  const slices = theirs.partitions.flatMap((partition, p) =>
    coverageOf(partition, ours.partitions[p], fixed[p].kind === 'quantiles', { theirs, ours, weights }),
  )
  return {
    slices,
    goldenRows: ours.rows,
    notes:
      left.length === 0
        ? []
        : [
            `slices that cannot be compared with production: ${left.join(', ')} (windows end with each table's newest row; a cross of quantiles has no edges of its own)`,
          ],
    inputs: { golden: ours.inputs, production: theirs.inputs },
  }
}

function placeOf({ paths, directory }: NamedSource) {
  return { paths, directory }
}

/** Whether a slice means the same rows in two tables. */
function isComparable(request: SliceRequest): boolean {
  if (request.kind === 'cross') return request.of.every((part) => isComparable(part) && part.kind !== 'quantiles')
  return request.kind !== 'windows'
}

function quantileColumns(requests: readonly SliceRequest[]) {
  const names = new Set(requests.flatMap((request) => (request.kind === 'quantiles' ? [request.column] : [])))
  return [...names].map((name) => ({ name, as: 'number' as const }))
}

/** Quantile bins as the edges that production has given them, open at both ends. */
function withEdges(request: SliceRequest, production: Table): SliceRequest {
  if (request.kind !== 'quantiles') return request
  const { name, column } = request
  const partition = production.partitions.find((one) => one.name === name)!
  const starts = startsOf(partition, production.columns.get(column) as NumberColumn)
  const inner = starts.slice(1)
  return { kind: 'edges', name, column, edges: [Number.NEGATIVE_INFINITY, ...inner, Number.POSITIVE_INFINITY] }
}

/** The least value in each bin; bins of missing values have none. */
function startsOf(partition: Partition, { values }: NumberColumn): number[] {
  const codes = codesOf(partition)
  const least = new Float64Array(partition.slices.length).fill(Infinity)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]
    if (values[row] < least[code]) least[code] = values[row]
  }
  return [...least].filter((start) => start < Infinity)
}

/** Bins that stand for quantiles are found by their place, all other slices by their name. */
function coverageOf(
  theirs: Partition,
  ours: Partition,
  byPlace: boolean,
  tables: { readonly theirs: Table; readonly ours: Table; readonly weights: Float64Array | undefined },
): SliceCoverage[] {
  const places = new Map(ours.slices.map(({ name }, place) => [name, place]))
  const shares = weightedShares(ours, tables.weights)
  return theirs.slices.flatMap(({ name, rows }, place): SliceCoverage[] => {
    if (rows === 0) return []
    const isBin = byPlace && !name.endsWith('=missing')
    const own = isBin ? place : (places.get(name) ?? -1)
    return [
      {
        partition: theirs.name,
        slice: name,
        production: rows,
        golden: ours.slices[own]?.rows ?? 0,
        goldenShare: shares[own] ?? 0,
        expected: (rows / tables.theirs.rows) * tables.ours.rows,
      },
    ]
  })
}

/** Of each slice, its part of all weight. */
function weightedShares(partition: Partition, weights: Float64Array | undefined): Float64Array {
  const codes = codesOf(partition)
  const shares = new Float64Array(partition.slices.length)
  let total = 0
  for (let row = 0; row < codes.length; row++) {
    const weight = weights?.[row] ?? 1
    total += weight
    if (codes[row] < shares.length) shares[codes[row]] += weight
  }
  return total === 0 ? shares : shares.map((weight) => weight / total)
}
