import { DatasetError } from '../dataset-error.ts'
import type { SqlValue } from '../duckdb/engine.ts'
import { quoteIdentifier } from '../duckdb/sql-text.ts'
import type { Source, SourceColumn } from '../inputs/source.ts'
import { columnKind } from './column-kind.ts'
import { mostValues } from './value-coder.ts'

export interface CategoryType {
  /** What brings the column as whole numbers; null means missing. */
  readonly sql: string
  /** The number of the first category; the others count on from it. */
  readonly first: 0 | 1
  /** Ascending: numbers by value, text by code point, times by time. */
  readonly categories: readonly (string | number)[]
}

/**
 * Up to this many texts are numbered by their place in a list: the engine then works out a Parquet dictionary's few entries
 * instead of its rows, an eighth of the time of a cast to an enum, and is no slower on plain text.
 */
export const fewTexts = 24

/**
 * Lists the distinct values of each column, all in one pass, so that the scan brings codes instead of text: places in that
 * list where it is short, an enum of it otherwise.
 *
 * @param taken numbers the lists from here on, so that those of an earlier pass stay what they are
 * @throws DatasetError `too-many-categories` past 65 535 values.
 */
export async function categoryTypes(
  source: Source,
  columns: readonly SourceColumn[],
  taken: number,
): Promise<ReadonlyMap<string, CategoryType>> {
  const types = new Map<string, CategoryType>()
  if (columns.length === 0) return types
  const lists = columns.map(({ name }, i) => {
    const column = quoteIdentifier(name)
    return `coalesce(list_sort(list(DISTINCT ${column}) FILTER (${column} IS NOT NULL)), []) AS v${i}`
  })
  await source.engine.run(
    `CREATE OR REPLACE TEMP TABLE category_values AS SELECT ${lists.join(', ')} FROM ${source.from}`,
  )
  const counts = (
    await source.engine.rows(`SELECT ${columns.map((_, i) => `len(v${i})::DOUBLE`)} FROM category_values`)
  )[0]
  for (const [i, column] of columns.entries()) {
    const count = Number(counts[i])
    if (count > mostValues) throw tooManyCategories(source, column.name, count)
    const short = column.type === 'VARCHAR' && count <= fewTexts
    types.set(column.name, await (short ? listed : enumerated)(source, column, i, taken + i))
  }
  return types
}

async function listed(source: Source, column: SourceColumn, i: number, list: number): Promise<CategoryType> {
  await source.engine.run(`SET VARIABLE categories_${list} = (SELECT v${i} FROM category_values)`)
  const [[texts]] = await source.engine.rows(`SELECT getvariable('categories_${list}')`)
  return {
    sql: `list_position(getvariable('categories_${list}'), ${quoteIdentifier(column.name)})::UTINYINT`,
    first: 1,
    categories: texts as string[],
  }
}

async function enumerated(source: Source, column: SourceColumn, i: number, list: number): Promise<CategoryType> {
  await source.engine.run(
    `DROP TYPE IF EXISTS category_${list}; CREATE TEMP TYPE category_${list} AS ENUM (SELECT unnest(v${i})::VARCHAR FROM category_values)`,
  )
  const [[range]] = await source.engine.rows(`SELECT enum_range(NULL::category_${list})`)
  const cast = columnKind(column.type) === 'text' ? '' : '::VARCHAR'
  return {
    sql: `${quoteIdentifier(column.name)}${cast}::category_${list}`,
    first: 0,
    categories: (range as SqlValue[]).map((text) => plainCategory(String(text), column)),
  }
}

export function tooManyCategories(source: Source, column: string, count: number | null): DatasetError {
  return new DatasetError({
    code: 'too-many-categories',
    path: source.label,
    column,
    message: `Column "${column}" of ${source.label} has ${count ?? 'more than 65 535'} different values, and a category has at most 65 535.`,
    hint: 'Cut it by `quantiles` or `edges`, or take a column of fewer values.',
  })
}

/** Numbers that a double holds become numbers; the others stay digits. */
function plainCategory(text: string, column: SourceColumn): string | number {
  if (columnKind(column.type) !== 'wide-number') return text
  const number = Number(text)
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number
}
