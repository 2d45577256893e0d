import { open } from 'node:fs/promises'
import type { AppendedColumn, ChunkAppender } from '../../duckdb/chunk-appender.ts'
import type { Engine } from '../../duckdb/engine.ts'
import { quoteIdentifier } from '../../duckdb/sql-text.ts'
import type { LocatedFile } from '../locate-inputs.ts'
import type { Opened, SourceColumn } from '../source.ts'
import { ArrowFormatError, explainArrowError } from './arrow-error.ts'
import { type ArrowMessage, arrowMessages, type OpenFile, readBytes } from './arrow-messages.ts'
import { type ArrowField, readSchema } from './arrow-schema.ts'
import { columnValues } from './column-values.ts'
import { Dictionaries } from './dictionaries.ts'
import { type EngineType, engineType } from './engine-type.ts'
import { batchColumns } from './record-batch.ts'
import { refuseOtherColumns, refuseSameNames } from './refuse-columns.ts'

/** A column of a file; `engine` is `null` where the engine is not given its values. */
export interface ArrowColumn extends ArrowField {
  readonly engine: EngineType | null
}

export interface ArrowInput {
  readonly path: string
  readonly columns: readonly ArrowColumn[]
  readonly rows: number
}

const table = 'arrow_rows'

/**
 * Opens Arrow files (IPC file or stream format, plain or with LZ4 or ZSTD buffers) as one table in the engine's memory. Only
 * columns that are used are copied into it; those of types that the engine is not given are listed as `unreadable`.
 *
 * @throws DatasetError `truncated-file`, `unreadable-file`, `duplicate-column`, `files-differ`
 */
export async function openArrow(
  engine: Engine,
  files: readonly LocatedFile[],
  uses: (column: string) => boolean,
): Promise<Opened> {
  const inputs: ArrowInput[] = []
  for (const { path } of files) inputs.push(await withFile(path, readInput))
  const [first, ...others] = inputs as [ArrowInput, ...ArrowInput[]]
  for (const other of others) refuseOtherColumns(first, other)
  const columns = first.columns.map(
    ({ name, typeName, engine: type }): SourceColumn =>
      type === null ? { name, type: typeName, unreadable: true } : { name, type: type.shown },
  )
  const rows = inputs.reduce((sum, input) => sum + input.rows, 0)
  const wanted = first.columns.filter((column) => column.engine !== null && uses(column.name))
  if (wanted.length === 0) return { from: `range(${rows})`, columns, rows }
  const definitions = wanted.map((column) => `${quoteIdentifier(column.name)} ${column.engine!.stored}`)
  await engine.run(`CREATE TABLE ${table} (${definitions.join(', ')})`)
  const appender = await engine.appender(table)
  for (const { path, columns: fields } of inputs) {
    await withFile(path, (file) => copyRows(file, fields, wanted, appender))
  }
  appender.close()
  return { from: `(SELECT ${wanted.map(shownSql).join(', ')} FROM ${table})`, columns, rows }
}

async function withFile<Result>(path: string, work: (file: OpenFile) => Promise<Result>): Promise<Result> {
  const handle = await open(path, 'r')
  try {
    return await work({ path, handle, bytes: (await handle.stat()).size })
  } catch (error) {
    throw explainArrowError(error, path)
  } finally {
    await handle.close()
  }
}

async function readInput(file: OpenFile): Promise<ArrowInput> {
  let columns: ArrowColumn[] | null = null
  let rows = 0
  for await (const { kind, header } of arrowMessages(file)) {
    if (kind === 'schema') columns ??= readSchema(header).map(withEngineType)
    if (kind === 'records') rows += header.size(0)
  }
  refuseSameNames(file.path, columns!)
  return { path: file.path, columns: columns!, rows }
}

/** A name of no letters is no name in SQL. */
function withEngineType(field: ArrowField): ArrowColumn {
  return { ...field, engine: field.name === '' ? null : engineType(field.type) }
}

async function copyRows(
  file: OpenFile,
  columns: readonly ArrowColumn[],
  wanted: readonly ArrowColumn[],
  appender: ChunkAppender,
): Promise<void> {
  const places = wanted.map(({ name }) => columns.findIndex((column) => column.name === name))
  const coded = new Map(places.flatMap((place) => codedField(columns[place]!)))
  const dictionaries = new Dictionaries()
  for await (const message of arrowMessages(file)) {
    const { kind, header, version } = message
    if (kind === 'dictionary') {
      const field = coded.get(header.long(0))
      const batch = header.table(1)
      if (field === undefined || batch === null) continue
      const [values] = batchColumns(batch, await bodyOf(file, message), [field], version)
      dictionaries.set(header.long(0), values!, field, header.flag(2))
    } else if (kind === 'records') {
      const rows = header.size(0)
      const batch = batchColumns(header, await bodyOf(file, message), columns, version)
      const values = places.map((place): AppendedColumn => {
        const { type, dictionary } = columns[place]!
        const column = batch[place]!
        if (column.length !== rows) throw new ArrowFormatError('a batch has columns of different length')
        return dictionary === null ? columnValues(column, type) : dictionaries.values(column, dictionary)
      })
      appender.append(values, rows)
    }
  }
}

/** The values of a coded column, as a field of their own. */
function codedField(column: ArrowColumn): [bigint, ArrowField][] {
  return column.dictionary === null ? [] : [[column.dictionary.id, { ...column, dictionary: null }]]
}

function bodyOf(file: OpenFile, { body, bodyBytes }: ArrowMessage): Promise<Uint8Array> {
  return readBytes(file, body, bodyBytes)
}

function shownSql({ name, engine }: ArrowColumn): string {
  const column = quoteIdentifier(name)
  return engine!.stored === engine!.shown ? column : `${column}::TIMESTAMP::${engine!.shown} AS ${column}`
}
