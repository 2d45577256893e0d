import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { DatasetError } from './dataset-error.ts'
import type { Engine } from './duckdb/engine.ts'
import { quoteIdentifier, quoteText } from './duckdb/sql-text.ts'
import { explainEngineError } from './inputs/explain-engine-error.ts'
import { openSource } from './inputs/source.ts'

/** Columns whose values follow from those of others, so that equal keys have equal values, or stand in the table's order. */
export interface DerivedColumns {
  /** Columns of the table, read as numbers, with one value a row in any order; none where values are in the table's order. */
  readonly keys: readonly { readonly column: string; readonly values: Float64Array }[]
  readonly added: readonly { readonly name: string; readonly values: Float64Array }[]
}

/**
 * Writes a table with further columns, rows in their order: Parquet or CSV by the output's ending. Rows are matched by the keys'
 * values, so that they need not come in the table's order; one whose key is not among them has no value. Without keys the n-th
 * row has the n-th value. The file is written whole or not at all.
 *
 * @throws DatasetError for another ending, a column that is there already, and as `readTable` does for files
 */
export async function writeWithColumns(
  paths: readonly string[],
  directory: string,
  output: string,
  columns: DerivedColumns,
): Promise<void> {
  const format = writtenFormat(output)
  const unfinished = `${resolve(output)}.${process.pid}.unfinished`
  const source = await openSource(paths, directory, () => true, [unfinished])
  try {
    const taken = columns.added.find(({ name }) => source.columns.some((column) => column.name === name))
    if (taken !== undefined)
      throw new DatasetError({
        code: 'duplicate-column',
        message: `The table has a column '${taken.name}' already.`,
        hint: 'Give the new column another name.',
      })
    await fillValues(source.engine, columns)
    const { keys, added } = columns
    const place = freeName(source.columns.map(({ name }) => name))
    const matched =
      keys.length === 0
        ? [`rows_.${quoteIdentifier(place)} = values_.place`]
        : keys.map(({ column }, k) => `TRY_CAST(rows_.${quoteIdentifier(column)} AS DOUBLE) = values_.k${k}`)
    const values = added.map(({ name }, v) => `values_.v${v} AS ${quoteIdentifier(name)}`)
    await source.engine.run(
      `COPY (SELECT rows_.* EXCLUDE (${quoteIdentifier(place)}), ${values.join(', ')}
       FROM (SELECT *, row_number() OVER () AS ${quoteIdentifier(place)} FROM ${source.from}) AS rows_
       LEFT JOIN values_ ON ${matched.join(' AND ')} ORDER BY rows_.${quoteIdentifier(place)})
       TO ${quoteText(unfinished)} (FORMAT ${format}, USE_TMP_FILE false)`,
    )
    await rename(unfinished, resolve(output))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw explainEngineError(error, source.label)
  } finally {
    source.engine.close()
  }
}

function writtenFormat(output: string): string {
  if (/\.parquet$/i.test(output)) return 'PARQUET'
  if (/\.csv$/i.test(output)) return 'CSV, HEADER true'
  throw new DatasetError({
    code: 'unsupported-format',
    path: output,
    message: `${output} names no format that can be written.`,
    hint: 'End the name in .parquet or .csv.',
  })
}

/** One row for each combination of keys that occurs, or, without keys, for each row. */
async function fillValues(engine: Engine, { keys, added }: DerivedColumns): Promise<void> {
  const names = [...keys.map((_, k) => `k${k}`), ...added.map((_, v) => `v${v}`)]
  await engine.run(`CREATE TABLE every_ (${names.map((name) => `${name} DOUBLE`).join(', ')})`)
  const appender = await engine.appender('every_')
  const rows = added[0]?.values.length ?? 0
  const bytes = [...keys, ...added].map(({ values }) => ({
    kind: 'fixed' as const,
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    width: 8,
    validity: null,
  }))
  appender.append(bytes, rows)
  appender.close()
  if (keys.length === 0) {
    await engine.run('CREATE TABLE values_ AS SELECT *, row_number() OVER () AS place FROM every_')
    return
  }
  const grouped = keys.map((_, k) => `k${k}`).join(', ')
  const kept = added.map((_, v) => `any_value(v${v}) AS v${v}`).join(', ')
  await engine.run(`CREATE TABLE values_ AS SELECT ${grouped}, ${kept} FROM every_ GROUP BY ${grouped}`)
}

function freeName(names: readonly string[]): string {
  let name = 'place'
  while (names.some((one) => one.toLowerCase() === name)) name += '_'
  return name
}
