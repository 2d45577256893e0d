import { firstSentence } from '../inputs/explain-engine-error.ts'
import type { Source, SourceColumn } from '../inputs/source.ts'
import { parsePredicateWith } from '../predicates/parse-predicate.ts'
import { PredicateError } from '../predicates/predicate-error.ts'
import type { ColumnRequest, SliceRequest } from '../table.ts'
import { CategorySink } from './category-sink.ts'
import { categoryTypes, tooManyCategories } from './category-types.ts'
import { columnKind } from './column-kind.ts'
import { EnumSink } from './enum-sink.ts'
import type { Feed } from './feed.ts'
import { KeySink } from './key-sink.ts'
import { NumberSink } from './number-sink.ts'
import { OrderedSink } from './ordered-sink.ts'
import { PredicateSink } from './predicate-sink.ts'
import {
  codedSql,
  keySql,
  numberSql,
  orderedSql,
  refuseUnreadable,
  sourceColumn,
  textSql,
  timeSql,
} from './sql-expressions.ts'
import { TextSink } from './text-sink.ts'

/** What the scan collects, each once however many columns and slices need it; keyed by column, predicates by slice. */
export interface FeedPlan {
  readonly numbers: ReadonlyMap<string, NumberSink>
  readonly categories: ReadonlyMap<string, CategorySink | EnumSink>
  readonly keys: ReadonlyMap<string, KeySink>
  readonly texts: ReadonlyMap<string, TextSink>
  readonly ordered: ReadonlyMap<string, OrderedSink>
  readonly times: ReadonlyMap<string, OrderedSink>
  readonly predicates: ReadonlyMap<string, PredicateSink>
  readonly feeds: readonly Feed[]
  /** Lists the texts that slices are coded by, after which the feeds are all there. To be called before slices are scanned. */
  complete(): Promise<void>
}

/**
 * Checks every column and slice that is asked for, and decides what one scan has to bring.
 *
 * @throws DatasetError for a column that is missing or of the wrong type, PredicateError for a predicate.
 */
export async function planFeeds(
  source: Source,
  columns: readonly ColumnRequest[],
  slices: readonly SliceRequest[],
): Promise<FeedPlan> {
  const plan = new Planner(source)
  for (const { name, as } of columns) {
    const column = sourceColumn(source, name)
    if (as === 'number') plan.number(column)
    else if (as === 'category') plan.category(column)
    else if (as === 'text') plan.text(column)
    else plan.key(column)
  }
  await plan.complete()
  for (const slice of flattened(slices)) await plan.slice(slice)
  return plan
}

/** Slice definitions with those inside crosses in their place. */
export function flattened(slices: readonly SliceRequest[]): Exclude<SliceRequest, { kind: 'cross' }>[] {
  return slices.flatMap((slice) => (slice.kind === 'cross' ? flattened(slice.of) : [slice]))
}

class Planner implements FeedPlan {
  readonly numbers = new Map<string, NumberSink>()
  readonly categories = new Map<string, CategorySink | EnumSink>()
  readonly keys = new Map<string, KeySink>()
  readonly texts = new Map<string, TextSink>()
  readonly ordered = new Map<string, OrderedSink>()
  readonly times = new Map<string, OrderedSink>()
  readonly predicates = new Map<string, PredicateSink>()
  readonly feeds: Feed[] = []
  readonly #source: Source
  readonly #listed = new Map<string, SourceColumn>()
  constructor(source: Source) {
    this.#source = source
  }

  number(column: SourceColumn): void {
    if (this.numbers.has(column.name)) return
    const sink = new NumberSink(this.#source.rows)
    this.feeds.push({ sql: numberSql(this.#source, column), sink })
    this.numbers.set(column.name, sink)
  }

  category(column: SourceColumn, slice: string | null = null): void {
    refuseUnreadable(this.#source, column, slice)
    if (this.categories.has(column.name) || this.#listed.has(column.name)) return
    const sql = codedSql(column)
    if (sql === null) {
      this.#listed.set(column.name, column)
      return
    }
    const boolean = columnKind(column.type) === 'boolean'
    const tooMany = () => tooManyCategories(this.#source, column.name, null)
    const sink = new CategorySink(this.#source.rows, boolean, tooMany)
    this.feeds.push({ sql, sink })
    this.categories.set(column.name, sink)
  }

  key(column: SourceColumn): void {
    refuseUnreadable(this.#source, column)
    if (this.keys.has(column.name)) return
    const sink = new KeySink(this.#source.rows)
    this.feeds.push({ sql: keySql(column), sink })
    this.keys.set(column.name, sink)
  }

  text(column: SourceColumn): void {
    if (this.texts.has(column.name)) return
    const sink = new TextSink(this.#source.rows)
    this.feeds.push({ sql: textSql(this.#source, column), sink })
    this.texts.set(column.name, sink)
  }

  async slice(slice: Exclude<SliceRequest, { kind: 'cross' }>): Promise<void> {
    if (slice.kind === 'where') return this.#predicate(slice.name, slice.where)
    const column = sourceColumn(this.#source, slice.column, slice.name)
    if (slice.kind === 'value') this.category(column, slice.name)
    else if (slice.kind === 'windows' || slice.kind === 'every') {
      this.#collect(this.times, column.name, timeSql(this.#source, column, slice.name))
    } else {
      const sql = orderedSql(this.#source, column, slice.name)
      const already = this.numbers.has(column.name) || this.categories.has(column.name)
      if (!already) this.#collect(this.ordered, column.name, sql)
    }
  }

  /** Text and the like is coded by the values that are there. */
  async complete(): Promise<void> {
    const types = await categoryTypes(this.#source, [...this.#listed.values()], this.categories.size)
    this.#listed.clear()
    for (const [name, { sql, first, categories }] of types) {
      const sink = new EnumSink(this.#source.rows, categories, first)
      this.feeds.push({ sql, sink })
      this.categories.set(name, sink)
    }
  }

  #collect(into: Map<string, OrderedSink>, name: string, sql: string): void {
    if (into.has(name)) return
    const sink = new OrderedSink(this.#source.rows)
    this.feeds.push({ sql, sink })
    into.set(name, sink)
  }

  async #predicate(slice: string, where: string): Promise<void> {
    if (this.predicates.has(slice)) return
    const { engine, columns, from, rows } = this.#source
    const names = columns.map((column) => column.name)
    try {
      const { sql, columns: used } = await parsePredicateWith(engine, where, names)
      const unreadable = columns.find((column) => column.unreadable === true && used.includes(column.name))
      if (unreadable !== undefined) throw notComparable(unreadable)
      const [described] = await engine.rows(`DESCRIBE SELECT (${sql}) FROM ${from}`)
      if (described[1] !== 'BOOLEAN') throw notACondition(String(described[1]))
      const sink = new PredicateSink(rows)
      this.feeds.push({ sql: `(CASE WHEN ${sql} THEN 1 ELSE 0 END)::UTINYINT`, sink })
      this.predicates.set(slice, sink)
    } catch (error) {
      throw inSlice(error, slice)
    }
  }
}

/** The predicate that fails on the rows, after a scan that failed; `null` where none does. */
export async function failingPredicate(source: Source, plan: FeedPlan): Promise<PredicateError | null> {
  for (const [slice, sink] of plan.predicates) {
    const { sql } = plan.feeds.find((feed) => feed.sink === sink)!
    try {
      await source.engine.run(`SELECT max(${sql}) FROM ${source.from}`)
    } catch (error) {
      return inSlice(error, slice)
    }
  }
  return null
}

function notACondition(type: string): PredicateError {
  return new PredicateError({
    reason: 'type',
    position: null,
    message: `The predicate gives ${type}, where true or false was expected.`,
    hint: 'Compare it with something, like `pay_0 >= 2`.',
  })
}

function notComparable(column: SourceColumn): PredicateError {
  return new PredicateError({
    reason: 'type',
    position: null,
    message: `Column "${column.name}" is ${column.type}, which predicates cannot read.`,
    hint: 'Write what is needed of it into a column of its own, and compare that one.',
  })
}

/** A predicate's error names its slice; one that only the engine finds (a type, a number of arguments) becomes such an error. */
function inSlice(error: unknown, slice: string): PredicateError {
  if (error instanceof PredicateError) return new PredicateError({ ...error, message: error.message, slice })
  const text = error instanceof Error ? error.message : String(error)
  return new PredicateError({
    reason: 'type',
    position: null,
    slice,
    message: `The predicate does not fit its columns: ${firstSentence(text)}.`,
    hint: "Compare values of one type: numbers with numbers, text with text in single quotes, times with TIMESTAMP '2024-03-01'.",
  })
}
