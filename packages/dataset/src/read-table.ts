import { relative, resolve, sep } from 'node:path'
import { columnKind } from './columns/column-kind.ts'
import type { Feed } from './columns/feed.ts'
import { type FeedPlan, failingPredicate, planFeeds } from './columns/feed-plan.ts'
import { packSlices } from './columns/pack-slices.ts'
import { openScan, scan } from './columns/scan.ts'
import { notNumericValue } from './columns/sql-expressions.ts'
import { usedColumns } from './columns/used-columns.ts'
import { DatasetError } from './dataset-error.ts'
import { explainEngineError } from './inputs/explain-engine-error.ts'
import { hashInputs } from './inputs/hash-inputs.ts'
import { openSource, resampled, type Source } from './inputs/source.ts'
import { buildPartitions } from './slices/build-partitions.ts'
import type { Column, ColumnRequest, Partition, SliceRequest, Table, TableRequest } from './table.ts'

/** From this many rows on, columns are read before slices where somebody waits for them. */
const largeTable = 1_000_000

/** A rough width of a row of text, for the progress of files that do not say how many rows they have. */
const bytesOfTextRow = 60

/**
 * Reads the columns and slices that are asked for, in one scan (two with `onColumns`), rows in the order of the files. Values are copied into typed
 * arrays; missing is NaN or the column's `missingCode`. The engine can open the named files and nothing else, and is gone
 * when the promise settles.
 *
 * @throws DatasetError (PredicateError for a `where`) whose code, path, column or slice name what is wrong.
 */
export async function readTable(request: TableRequest): Promise<Table> {
  const source = await openSource(request.paths, request.directory, usedColumns(request))
  const stop = new AbortController()
  try {
    const hashing = hashInputs(source.files, { signal: stop.signal })
    hashing.catch(() => {})
    if (source.rows !== null) request.onOpen?.(source.rows)
    const { rows, plan, packed } = await readRows(source, request)
    if (rows === 0) throw emptyTable(source)
    const isTime = (name: string) => columnKind(typeOf(source, name)) === 'time'
    return {
      rows,
      columns: collectColumns(plan, request.columns),
      partitions: request.slices.flatMap((slice) => packed.get(slice) ?? buildPartitions({ plan, isTime }, slice)),
      inputs: (await hashing).map((input) => ({ ...input, path: pathFrom(request.directory, input.path) })),
    }
  } catch (error) {
    if (isAboutTypes(error) && (await hasNoRows(source))) throw emptyTable(source)
    if (error instanceof DatasetError && error.code === 'not-numeric') throw await notNumericValue(source, error)
    throw explainEngineError(error, source.label)
  } finally {
    stop.abort()
    source.engine.close()
  }
}

/** Where a machine keeps a file is nobody else's business, and no part of what was measured. */
function pathFrom(directory: string, path: string): string {
  return relative(resolve(directory), path).split(sep).join('/')
}

/** A column's key in `Table.columns` where it was asked for in more than one way and this is not the first. */
export function columnKey(request: ColumnRequest): string {
  return `${request.name} as ${request.as}`
}

/** What the scan brought: in sinks by column and slice, or as partitions that are ready. */
interface ScannedRows {
  readonly rows: number
  readonly plan: FeedPlan
  readonly packed: ReadonlyMap<SliceRequest, Partition>
}

/** Scans; a text file whose later rows do not fit the types guessed from its first is scanned again with better types. */
async function readRows(source: Source, request: TableRequest): Promise<ScannedRows> {
  const plan = await planFeeds(source, request.columns, request.slices)
  const bytes = source.files.reduce((sum, file) => sum + file.bytes, 0)
  const report = (rows: number) =>
    request.onProgress?.({ rows, of: Math.max(rows, source.rows ?? Math.ceil(bytes / bytesOfTextRow)) })
  try {
    return { plan, ...(await scanInTurn(source, plan, request, report)) }
  } catch (error) {
    const better = isWrongGuess(error) ? await resampled(source) : null
    if (better !== null) return readRows(better, request)
    throw (await failingPredicate(source, plan)) ?? error
  }
}

/** One scan, or two where the columns are wanted before the slices. */
async function scanInTurn(
  source: Source,
  plan: FeedPlan,
  { columns, slices, onColumns }: TableRequest,
  report: (rows: number) => void,
): Promise<Pick<ScannedRows, 'rows' | 'packed'>> {
  if (onColumns === undefined || (source.rows ?? 0) < largeTable) {
    await plan.complete()
    return { rows: await scan(source, plan.feeds, report), packed: new Map() }
  }
  const sinks = new Set<Feed['sink']>(columns.map((column) => sinkOf(plan, column)))
  const opened = await openScan(
    source,
    plan.feeds.filter(({ sink }) => sinks.has(sink)),
  )
  const prepare = async () => {
    await plan.complete()
    return packSlices(source, plan, columns, slices)
  }
  // While the columns are copied the engine is free, where it holds them, to look for the values of the slices.
  const preparing = opened.held ? prepare() : null
  preparing?.catch(() => {})
  const rows = await opened.copy()
  onColumns({ rows, columns: collectColumns(plan, columns) })
  const packed = await (preparing ?? prepare())
  const rest = plan.feeds.filter(({ sink }) => !sinks.has(sink) && !packed.replaced.has(sink))
  const feeds = [...rest, ...packed.feeds]
  if (feeds.length > 0) await scan(source, feeds, report)
  return { rows, packed: packed.partitions() }
}

function isWrongGuess(error: unknown): boolean {
  return error instanceof Error && /auto-detected|Error when converting column|JSON transform error/.test(error.message)
}

function collectColumns(plan: FeedPlan, requests: readonly ColumnRequest[]): Map<string, Column> {
  const columns = new Map<string, Column>()
  for (const request of requests) {
    const { name, as } = request
    const column = sinkOf(plan, request).column(name)
    const first = requests.find((other) => other.name === name)!
    columns.set(first.as === as ? name : columnKey(request), column)
  }
  return columns
}

function sinkOf(plan: FeedPlan, { name, as }: ColumnRequest) {
  if (as === 'number') return plan.numbers.get(name)!
  if (as === 'category') return plan.categories.get(name)!
  return as === 'text' ? plan.texts.get(name)! : plan.keys.get(name)!
}

function typeOf(source: Source, name: string): string {
  return source.columns.find((column) => column.name === name)?.type ?? ''
}

/** A text file without rows has only text columns, so what it is refused for is not what is wrong with it. */
function isAboutTypes(error: unknown): boolean {
  return (
    error instanceof DatasetError &&
    ['not-numeric', 'not-a-timestamp', 'unsupported-type', 'invalid-predicate'].includes(error.code)
  )
}

async function hasNoRows(source: Source): Promise<boolean> {
  if (source.rows !== null) return source.rows === 0
  const rows = await source.engine.rows(`SELECT 1 FROM ${source.from} LIMIT 1`).catch(() => null)
  return rows?.length === 0
}

function emptyTable(source: Source): DatasetError {
  return new DatasetError({
    code: 'empty-table',
    path: source.label,
    message: `${source.label} has columns and no rows.`,
    hint: 'Check the query or job that writes it.',
  })
}
