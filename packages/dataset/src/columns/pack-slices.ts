import { quoteIdentifier } from '../duckdb/sql-text.ts'
import type { Source } from '../inputs/source.ts'
import { bitsFor } from '../slices/packed-codes.ts'
import { allocateCodes, outsideCode } from '../slices/partition.ts'
import { valueSliceNames } from '../slices/value-partition.ts'
import type { ColumnRequest, PackedCodes, Partition, SliceCodes, SliceRequest } from '../table.ts'
import { fewTexts } from './category-types.ts'
import { columnKind } from './column-kind.ts'
import { EnumSink } from './enum-sink.ts'
import type { Feed } from './feed.ts'
import type { FeedPlan } from './feed-plan.ts'
import { PackedSink, type WordField } from './packed-sink.ts'

type ValueSlices = Extract<SliceRequest, { kind: 'value' }>

/** Slices whose codes the scan brings packed into words, instead of a column each. */
export interface PackedSlices {
  /** One for each word. */
  readonly feeds: readonly Feed[]
  /** What then need not be collected any more. */
  readonly replaced: ReadonlySet<Feed['sink']>
  /** By slice definition, once the feeds are finished. */
  partitions(): ReadonlyMap<SliceRequest, Partition>
}

/** How the engine numbers the slices of a column. */
interface Numbering {
  readonly request: ValueSlices
  /** Whole numbers from 0, that of `categories.length` where missing. */
  readonly sql: string
  readonly categories: readonly (string | number)[]
}

interface Word {
  readonly numberings: readonly (Numbering & WordField)[]
  readonly sink: PackedSink
}

/**
 * Finds the slices by value that the engine can number while it scans: of few texts, or of whole numbers in a narrow range. It numbers and packs with all cores, and what is copied out of it is one word a row.
 *
 * @param plan whose feeds are complete
 */
export async function packSlices(
  source: Source,
  plan: FeedPlan,
  columns: readonly ColumnRequest[],
  slices: readonly SliceRequest[],
): Promise<PackedSlices> {
  const candidates = soleValueSlices(columns, slices)
  const texts = candidates.flatMap((request) => textNumbering(plan, request) ?? [])
  const numberings = new Map<SliceRequest, Numbering>(
    [...texts, ...(await integerNumberings(source, candidates))].map((numbering) => [numbering.request, numbering]),
  )
  const words = layWords(
    source,
    candidates.flatMap((request) => numberings.get(request) ?? []),
  )
  return {
    feeds: words.map(({ numberings, sink }) => ({ sql: wordSql(numberings), sink })),
    replaced: new Set([...numberings.keys()].map((request) => plan.categories.get((request as ValueSlices).column)!)),
    partitions: () => new Map(words.flatMap(wordPartitions)),
  }
}

/** Slices by all values of a column that nothing else wants coded. */
function soleValueSlices(columns: readonly ColumnRequest[], slices: readonly SliceRequest[]): ValueSlices[] {
  const wanted = [...columns.map(({ name }) => name), ...slices.flatMap(readColumns)]
  return slices.filter(
    (slice): slice is ValueSlices =>
      slice.kind === 'value' &&
      slice.top === undefined &&
      wanted.filter((column) => column === slice.column).length === 1,
  )
}

function readColumns(slice: SliceRequest): string[] {
  if (slice.kind === 'cross') return slice.of.flatMap(readColumns)
  return slice.kind === 'where' ? [] : [slice.column]
}

/** Of texts that are numbered by their place in a list already. */
function textNumbering(plan: FeedPlan, request: ValueSlices): Numbering | null {
  const sink = plan.categories.get(request.column)
  const feed = plan.feeds.find((one) => one.sink === sink)
  if (!(sink instanceof EnumSink) || sink.first !== 1 || feed === undefined) return null
  const { categories } = sink
  return { request, categories, sql: `(coalesce(${feed.sql}, ${categories.length + 1}) - 1)` }
}

/** Of whole numbers in a narrow range, which the engine often knows from the file's footer, without reading a row. */
async function integerNumberings(source: Source, candidates: readonly ValueSlices[]): Promise<Numbering[]> {
  const integers = candidates.filter(({ column }) => {
    return columnKind(source.columns.find(({ name }) => name === column)!.type) === 'integer'
  })
  const ranges = await answers(source, integers, (column) => `[min(${column}), max(${column})]`)
  return integers.flatMap((request, i) => {
    const [least, most] = ranges[i]
    if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || most! - least! >= fewTexts) return []
    const categories = Array.from({ length: most! - least! + 1 }, (_, place) => least! + place)
    const column = quoteIdentifier(request.column)
    return { request, categories, sql: `(coalesce(${column}, ${least! + categories.length}) - ${least})` }
  })
}

/** One list of numbers for each column, all from one pass. */
async function answers(
  source: Source,
  slices: readonly ValueSlices[],
  sql: (column: string) => string,
): Promise<readonly (readonly (number | null)[])[]> {
  if (slices.length === 0) return []
  const lists = slices.map(({ column }) => `${sql(quoteIdentifier(column))}::DOUBLE[]`)
  const [row] = await source.engine.rows(`SELECT ${lists.join(', ')} FROM ${source.from}`)
  return row.map((list) => (list ?? []) as (number | null)[])
}

function layWords(source: Source, numberings: readonly Numbering[]): Word[] {
  const words: (Numbering & WordField)[][] = []
  let shift = 0
  for (const numbering of numberings) {
    const bits = bitsFor(numbering.categories.length)
    if (words.length === 0 || shift + bits > 32) {
      words.push([])
      shift = 0
    }
    words.at(-1)!.push({ ...numbering, shift, bits })
    shift += bits
  }
  return words.map((numberings) => ({ numberings, sink: new PackedSink(source.rows, numberings) }))
}

function wordSql(numberings: readonly (Numbering & WordField)[]): string {
  return numberings.map(({ sql, shift }) => `(${sql}::UINTEGER << ${shift})`).join(' | ')
}

function wordPartitions({ numberings, sink }: Word): [SliceRequest, Partition][] {
  return numberings.map(({ request, categories, shift, bits }) => {
    const counts = sink.counts({ shift, bits })
    const present = [...categories.keys()].filter((code) => counts[code] > 0)
    const values = present.map((code) => categories[code])
    const names = valueSliceNames(request.name, { categories: values, missing: counts[categories.length] }, null)
    const codes = [...present, ...(counts[categories.length] > 0 ? [categories.length] : [])]
    const slices = names.map((name, code) => ({ name, rows: counts[codes[code]] }))
    const packed = { words: sink.words(), shift, bits }
    const whole = present.length === categories.length
    const outside = outsideCode(names.length)
    return [request, { name: request.name, codes: whole ? packed : renumbered(packed, codes), outside, slices }]
  })
}

/** The codes of a column that lacks some of the numbers in its range, without those: a column of their own. */
function renumbered({ words, shift, bits }: PackedCodes, codes: readonly number[]): SliceCodes {
  const places = new Uint8Array(1 << bits)
  for (const [place, code] of codes.entries()) places[code] = place
  const column = allocateCodes(words.length, codes.length)
  const mask = places.length - 1
  for (let row = 0; row < words.length; row++) column[row] = places[(words[row] >>> shift) & mask]
  return column
}
