import { DatasetError } from '../dataset-error.ts'
import { quoteIdentifier, quoteText } from '../duckdb/sql-text.ts'
import type { Source, SourceColumn } from '../inputs/source.ts'
import { listNames, nearestSpelling } from '../spelling.ts'
import { columnKind, isNumeric } from './column-kind.ts'

/**
 * The column of that exact name.
 *
 * @throws DatasetError `missing-column`, naming the nearest column and all that are there.
 */
export function sourceColumn(source: Source, name: string, slice: string | null = null): SourceColumn {
  const column = source.columns.find((candidate) => candidate.name === name)
  if (column !== undefined) return column
  const names = source.columns.map((candidate) => candidate.name)
  const near = nearestSpelling(name, names)
  throw new DatasetError({
    code: 'missing-column',
    path: source.label,
    column: name,
    nearest: near,
    slice,
    message: `${source.label} has no column "${name}"; it has ${listNames(names)}.`,
    hint: near === null ? 'Use one of these names.' : `Did you mean ${near}?`,
  })
}

/**
 * Refuses a column that the engine does not hold, for uses that any type would do for.
 *
 * @throws DatasetError `unsupported-type`
 */
export function refuseUnreadable(source: Source, column: SourceColumn, slice: string | null = null): void {
  if (column.unreadable !== true) return
  throw new DatasetError({
    code: 'unsupported-type',
    path: source.label,
    column: column.name,
    slice,
    message: `Column "${column.name}" of ${source.label} is ${column.type}, where numbers, texts or times were expected.`,
    hint: 'Write what is needed of it into a column of its own, and name that one.',
  })
}

/**
 * The column as texts.
 *
 * @throws DatasetError `unsupported-type` for one that holds none
 */
export function textSql(source: Source, column: SourceColumn): string {
  if (columnKind(column.type) === 'text') return `${quoteIdentifier(column.name)}::VARCHAR`
  throw new DatasetError({
    code: 'unsupported-type',
    path: source.label,
    column: column.name,
    message: `Column "${column.name}" of ${source.label} is ${column.type}, where texts were expected.`,
    hint: 'Name a column of text, or cast it where the table is made.',
  })
}

/** The column as doubles; times as milliseconds since 1970. */
export function numberSql(source: Source, column: SourceColumn): string {
  const kind = columnKind(column.type)
  const name = quoteIdentifier(column.name)
  if (isNumeric(kind)) return `${name}::DOUBLE`
  if (kind === 'time') return `epoch_ms(${name})::DOUBLE`
  throw notNumeric(source, column, null)
}

/** Numbers that keep small integers small, or times in milliseconds: what bins are cut from. */
export function orderedSql(source: Source, column: SourceColumn, slice: string): string {
  const kind = columnKind(column.type)
  if (!isNumeric(kind) && kind !== 'time') throw notNumeric(source, column, slice)
  if (kind === 'boolean') return `${quoteIdentifier(column.name)}::UTINYINT`
  if (kind === 'integer' && !/BIGINT|UINTEGER/.test(column.type)) return `${quoteIdentifier(column.name)}::INTEGER`
  return numberSql(source, column)
}

/** Times in milliseconds since 1970, also from ISO 8601 text; a text of year and month is its first day. */
export function timeSql(source: Source, column: SourceColumn, slice: string): string {
  const kind = columnKind(column.type)
  const name = quoteIdentifier(column.name)
  if (kind === 'time') return `epoch_ms(${name})::DOUBLE`
  if (column.type === 'VARCHAR') {
    return `epoch_ms((CASE WHEN length(${name}) = 7 THEN ${name} || '-01' ELSE ${name} END)::TIMESTAMP)::DOUBLE`
  }
  throw new DatasetError({
    code: 'not-a-timestamp',
    path: source.label,
    column: column.name,
    slice,
    message: `The slices "${slice}" need times, and column "${column.name}" is ${column.type}.`,
    hint: 'Store it as DATE or TIMESTAMP, or cut it by `quantiles` or `edges`.',
  })
}

/** What a numeric category is coded from; `null` where DuckDB has to list the values first. */
export function codedSql(column: SourceColumn): string | null {
  const name = quoteIdentifier(column.name)
  switch (columnKind(column.type)) {
    case 'boolean':
      return `${name}::UTINYINT`
    case 'integer':
      return /BIGINT|UINTEGER/.test(column.type) ? `${name}::BIGINT` : `${name}::INTEGER`
    case 'double':
      return name
    // By way of text, so that 0.1 stays 0.1 and does not become its single-precision neighbour.
    case 'float':
      return `${name}::VARCHAR::DOUBLE`
    default:
      return null
  }
}

/**
 * Integers as they are, and a 64-bit hash of anything else: among 10 million keys two collide with probability 3e-6. NaN,
 * which is what data frames write for a missing number, is missing.
 */
export function keySql(column: SourceColumn): string {
  const name = quoteIdentifier(column.name)
  const kind = columnKind(column.type)
  if (kind === 'integer') return `${name}::BIGINT`
  const missing = kind === 'double' || kind === 'float' ? `${name} IS NULL OR isnan(${name})` : `${name} IS NULL`
  return `CASE WHEN ${missing} THEN NULL ELSE hash(${name}) END`
}

/** Names a text of the column, so that the reader sees why it is not one of numbers. */
export async function notNumericValue(source: Source, error: DatasetError): Promise<DatasetError> {
  const name = quoteIdentifier(error.column!)
  const rows = await source.engine
    .rows(
      `SELECT ${name}::VARCHAR FROM ${source.from} WHERE ${name} IS NOT NULL AND TRY_CAST(${name} AS DOUBLE) IS NULL LIMIT 1`,
    )
    .catch(() => [])
  const found = rows[0]?.[0]
  if (typeof found !== 'string') return error
  const shown = found.length > 40 ? `${found.slice(0, 40)}…` : found
  return new DatasetError({ ...error, message: error.message.replace(/\.$/, `, for instance ${quoteText(shown)}.`) })
}

function notNumeric(source: Source, column: SourceColumn, slice: string | null): DatasetError {
  return new DatasetError({
    code: 'not-numeric',
    path: source.label,
    column: column.name,
    slice,
    message: `Column "${column.name}" of ${source.label} is ${column.type}, where numbers were expected.`,
    hint:
      slice === null
        ? 'Store numbers in it; in CSV, an empty field is a missing value and a word like NA makes the column text.'
        : 'Cut it by value: leave out `quantiles`, `edges`, and the like.',
  })
}
