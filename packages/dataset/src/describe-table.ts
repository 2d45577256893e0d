import { columnKind } from './columns/column-kind.ts'
import type { SqlValue } from './duckdb/engine.ts'
import { quoteIdentifier } from './duckdb/sql-text.ts'
import { explainEngineError } from './inputs/explain-engine-error.ts'
import { openSource, type Source, type SourceColumn } from './inputs/source.ts'

export interface TableDescription {
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
  readonly columns: readonly ColumnDescription[]
  /** `null` without statistics, where the format does not say. */
  readonly rows: number | null
}

export interface ColumnDescription {
  readonly name: string
  /** DuckDB's name of the type: `BIGINT`, `DOUBLE`, `TIMESTAMP`; Arrow's, like `list<double>`, where DuckDB is not given it. */
  readonly type: string
  readonly kind: 'boolean' | 'number' | 'time' | 'text' | 'other'
  /** `null` without statistics, and for nested types. */
  readonly statistics: ColumnStatistics | null
}

export interface ColumnStatistics {
  readonly missing: number
  /** Exact for tables of up to 500 000 rows and for few values; otherwise an estimate (HyperLogLog), at most `rows`. */
  readonly distinct: number
  /** Least and greatest value: numbers as numbers, the rest as text; `null` where every value is missing. */
  readonly min: number | boolean | string | null
  readonly max: number | boolean | string | null
  /** All values, ascending, where there are at most 20. */
  readonly values: readonly (number | boolean | string)[] | null
}

export interface DescribeOptions {
  /** Reads every row for counts and extremes; without, only names and types. Default false. */
  readonly statistics?: boolean
}

const listedValues = 20
const fewValues = 100
const exactRows = 500_000

/**
 * What a table has in it. Names and types cost milliseconds; statistics are one pass over the rows, and
 * another for what the first one estimates.
 *
 * @throws DatasetError as `readTable` does for files.
 */
export async function describeTable(
  paths: readonly string[],
  directory: string,
  options: DescribeOptions = {},
): Promise<TableDescription> {
  const source = await openSource(paths, directory, () => options.statistics === true)
  try {
    const files = source.files.map(({ path, bytes }) => ({ path, bytes }))
    if (options.statistics !== true) {
      return { files, rows: source.rows, columns: source.columns.map((column) => describeColumn(column, null)) }
    }
    const { rows, statistics } = await readStatistics(source)
    const columns = source.columns.map((column) => describeColumn(column, statistics.get(column.name) ?? null))
    return { files, rows, columns }
  } catch (error) {
    throw explainEngineError(error, source.label)
  } finally {
    source.engine.close()
  }
}

function describeColumn(column: SourceColumn, statistics: ColumnStatistics | null): ColumnDescription {
  const kind = columnKind(column.type)
  const plain = kind === 'boolean' || kind === 'time' || kind === 'text' || kind === 'other' ? kind : 'number'
  return { name: column.name, type: column.type, kind: plain, statistics }
}

async function readStatistics(source: Source): Promise<{ rows: number; statistics: Map<string, ColumnStatistics> }> {
  const columns = source.columns.filter((column) => columnKind(column.type) !== 'other')
  const measures = columns.flatMap((column) => {
    const value = presentSql(column)
    return [
      `count(${value})::DOUBLE`,
      `approx_count_distinct(${value})::DOUBLE`,
      plainSql(column, `min(${value})`),
      plainSql(column, `max(${value})`),
    ]
  })
  const [row] = await source.engine.rows(`SELECT ${['count(*)::DOUBLE', ...measures].join(', ')} FROM ${source.from}`)
  const rows = Number(row[0])
  const few = columns.filter((_, i) => Number(row[4 * i + 2]) <= fewValues)
  const values = await distinctValues(source, few)
  const many = rows <= exactRows ? columns.filter((column) => !few.includes(column)) : []
  const counts = await distinctCounts(source, many)
  const statistics = new Map<string, ColumnStatistics>()
  for (const [i, column] of columns.entries()) {
    const listed = values.get(column.name)
    const present = Number(row[4 * i + 1])
    statistics.set(column.name, {
      missing: rows - present,
      distinct: listed?.length ?? counts.get(column.name) ?? Math.min(present, Number(row[4 * i + 2])),
      min: row[4 * i + 3] as ColumnStatistics['min'],
      max: row[4 * i + 4] as ColumnStatistics['max'],
      values: listed !== undefined && listed.length <= listedValues ? listed : null,
    })
  }
  return { rows, statistics }
}

async function distinctValues(
  source: Source,
  columns: readonly SourceColumn[],
): Promise<Map<string, (number | boolean | string)[]>> {
  if (columns.length === 0) return new Map()
  const lists = columns.map((column) => {
    const value = presentSql(column)
    const sorted = `list_sort(list(DISTINCT ${value}) FILTER (${value} IS NOT NULL))`
    return `coalesce(list_transform(${sorted}, lambda v: ${plainSql(column, 'v')}), [])`
  })
  const [row] = await source.engine.rows(`SELECT ${lists.join(', ')} FROM ${source.from}`)
  return new Map(columns.map(({ name }, i) => [name, row[i] as Exclude<SqlValue, null>[] as (number | string)[]]))
}

async function distinctCounts(source: Source, columns: readonly SourceColumn[]): Promise<Map<string, number>> {
  if (columns.length === 0) return new Map()
  const counts = columns.map((column) => `count(DISTINCT ${presentSql(column)})::DOUBLE`)
  const [row] = await source.engine.rows(`SELECT ${counts.join(', ')} FROM ${source.from}`)
  return new Map(columns.map(({ name }, i) => [name, Number(row[i])]))
}

/** NaN is missing, as in `readTable`. */
function presentSql(column: SourceColumn): string {
  const name = quoteIdentifier(column.name)
  const kind = columnKind(column.type)
  return kind === 'double' || kind === 'float' ? `nullif(${name}, 'NaN'::${column.type})` : name
}

function plainSql(column: SourceColumn, value: string): string {
  const kind = columnKind(column.type)
  if (kind === 'boolean') return value
  return kind === 'time' || kind === 'text' ? `(${value})::VARCHAR` : `(${value})::DOUBLE`
}
