import { DatasetError } from '../dataset-error.ts'
import type { SqlValue } from '../duckdb/engine.ts'
import { quoteIdentifier } from '../duckdb/sql-text.ts'
import type { Source, SourceColumn } from '../inputs/source.ts'
import { columnKind } from './column-kind.ts'
import { mostValues } from './value-coder.ts'

export interface CategoryType {
  /** The column cast to an enum of its own values. */
  readonly sql: string
  /** Ascending: numbers by value, text by code point, times by time. */
  readonly categories: readonly (string | number)[]
}

/**
 * Makes a DuckDB enum of the distinct values of each column, all in one pass, so that the scan brings codes instead of text.
 *
 * @throws DatasetError `too-many-categories` past 65 535 values.
 */
export async function categoryTypes(
  source: Source,
  columns: readonly SourceColumn[],
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
    if (Number(counts[i]) > mostValues) throw tooManyCategories(source, column.name, Number(counts[i]))
    await source.engine.run(
      `DROP TYPE IF EXISTS category_${i}; CREATE TEMP TYPE category_${i} AS ENUM (SELECT unnest(v${i})::VARCHAR FROM category_values)`,
    )
  }
  const ranges = await source.engine.rows(`SELECT ${columns.map((_, i) => `enum_range(NULL::category_${i})`)}`)
  for (const [i, column] of columns.entries()) {
    const cast = columnKind(column.type) === 'text' ? '' : '::VARCHAR'
    types.set(column.name, {
      sql: `${quoteIdentifier(column.name)}${cast}::category_${i}`,
      categories: (ranges[0][i] as SqlValue[]).map((text) => plainCategory(String(text), column)),
    })
  }
  return types
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
