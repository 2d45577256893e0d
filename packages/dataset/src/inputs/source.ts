import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { DatasetError } from '../dataset-error.ts'
import { type Engine, startEngine } from '../duckdb/engine.ts'
import { quoteIdentifier, quoteList, quoteText } from '../duckdb/sql-text.ts'
import { type CsvHeader, csvHeader } from './csv-header.ts'
import { explainEngineError } from './explain-engine-error.ts'
import { type InputFormat, inputFormat } from './input-format.ts'
import { type LocatedFile, locateInputs } from './locate-inputs.ts'

export interface SourceColumn {
  readonly name: string
  /** DuckDB's name of the type: `BIGINT`, `DECIMAL(10,2)`, `TIMESTAMP WITH TIME ZONE`. */
  readonly type: string
  /** The engine does not hold it: its type, which is then Arrow's name of one, has no use here. */
  readonly unreadable?: true
}

/** Input files opened as one table by an engine that can open nothing else any more. */
export interface Source {
  readonly engine: Engine
  readonly files: readonly LocatedFile[]
  /** What follows FROM. */
  readonly from: string
  readonly columns: readonly SourceColumn[]
  /** Known without reading the rows where the format says it (Parquet, Arrow). */
  readonly rows: number | null
  /** How errors name the input. */
  readonly label: string
  readonly format: InputFormat
}

/**
 * Finds the inputs, locks the engine to them, and reads their columns.
 * The caller closes `engine`.
 *
 * @param uses which columns will be read from it, by name. Only those are sure to be there for the engine: a format that it
 *   cannot scan itself (Arrow) is copied into its memory.
 * @param writes the only files that the engine may write
 * @throws DatasetError for anything that keeps the inputs from being read as one table.
 */
export async function openSource(
  paths: readonly string[],
  directory: string,
  uses: (column: string) => boolean,
  writes: readonly string[] = [],
): Promise<Source> {
  const engine = await startEngine()
  const label = paths.join(', ')
  try {
    const files = await locateInputs(paths, directory, async (pattern) =>
      (await engine.rows(`SELECT file FROM glob(${quoteText(pattern)})`)).map(([file]) => String(file)),
    )
    const first = files[0]
    if (first === undefined) throw new DatasetError({ code: 'missing-file', message: 'No input file was named.' })
    await engine.lock([...files.map((file) => file.path), ...writes])
    const format = inputFormat(first.path)
    const other = files.find((file) => inputFormat(file.path) !== format)
    if (other !== undefined) throw mixedFormats(first.path, other.path)
    return { engine, files, label, format, ...(await openAs(engine, format, files, label, uses)) }
  } catch (error) {
    engine.close()
    throw explainEngineError(error, label)
  }
}

export type Opened = Pick<Source, 'from' | 'columns' | 'rows'>

async function openAs(
  engine: Engine,
  format: InputFormat,
  files: readonly LocatedFile[],
  label: string,
  uses: (column: string) => boolean,
): Promise<Opened> {
  // Loaded only here, so that no other format waits for it.
  if (format === 'arrow') return (await import('./arrow/open-arrow.ts')).openArrow(engine, files, uses)
  const paths = quoteList(files.map((file) => file.path))
  if (format === 'parquet') {
    const counts = await engine.rows(`SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata(${paths})`)
    const from = `read_parquet(${paths}, hive_partitioning = false)`
    const columns = await describe(engine, from)
    await refuseTwins(engine, columns, files[0]!.path)
    return { from, columns, rows: Number(counts[0]![0]) }
  }
  if (format === 'csv') return openCsv(engine, paths, await csvHeader(files[0]!.path), label)
  for (const file of files) refuseOpenArray(file.path)
  const from = `read_json(${paths}, format = '${format === 'json' ? 'auto' : 'newline_delimited'}')`
  return { from, columns: await describe(engine, from), rows: null }
}

/**
 * Column names of SQL do not tell capitals from small letters: of `s` and `S` the engine calls the second `S_1`, a name
 * that the file does not have. Only where such a name turns up, the file's own are read.
 */
async function refuseTwins(engine: Engine, columns: readonly SourceColumn[], path: string): Promise<void> {
  const known = new Set(columns.map(({ name }) => name.toLowerCase()))
  if (!columns.some(({ name }) => /_\d+$/.test(name) && known.has(name.replace(/_\d+$/, '').toLowerCase()))) return
  // The root is the first row; the columns of the table are its children, whatever is nested in them.
  const fields = await engine.rows(`SELECT name, num_children FROM parquet_schema(${quoteText(path)})`)
  const own = topLevel(fields.map(([name, children]) => ({ name: String(name), children: Number(children ?? 0) })))
  const twin = own.find((name, at) => own.slice(0, at).some((one) => one.toLowerCase() === name.toLowerCase()))
  if (twin === undefined) return
  const other = own.find((name) => name !== twin && name.toLowerCase() === twin.toLowerCase()) ?? twin
  throw new DatasetError({
    code: 'duplicate-column',
    path,
    column: twin,
    message: `${path} has the columns "${other}" and "${twin}", which differ in capital letters at most.`,
    hint: 'Rename one of them where the table is made.',
  })
}

/** The names of a table's columns, of a schema that is written depth first. */
function topLevel([root, ...fields]: readonly { readonly name: string; readonly children: number }[]): string[] {
  const names: string[] = []
  let at = 0
  const skip = () => {
    const { children } = fields[at++]!
    for (let child = 0; child < children; child++) skip()
  }
  for (let column = 0; column < (root?.children ?? 0); column++) {
    names.push(fields[at]!.name)
    skip()
  }
  return names
}

async function openCsv(engine: Engine, paths: string, header: CsvHeader, label: string): Promise<Opened> {
  const dialect =
    `delim = ${quoteText(header.delimiter)}, quote = '"', escape = '"', comment = '', header = true, skip = 0, ` +
    'null_padding = false, ignore_errors = false, strict_mode = true'
  try {
    const from = `read_csv(${paths}, ${dialect})`
    return { from, columns: await describe(engine, from), rows: null }
  } catch (error) {
    // The sniffer says only that something is wrong; reading everything as text with the header's columns says where.
    const columns = header.names.map((name) => `${quoteIdentifier(name)}: 'VARCHAR'`).join(', ')
    const strict = `read_csv(${paths}, ${dialect}, auto_detect = false, columns = {${columns}})`
    await engine.run(`SELECT count(*) FROM ${strict}`)
    await engine.run(`SELECT max(COLUMNS(*)) FROM ${strict}`)
    throw explainEngineError(error, label)
  }
}

async function describe(engine: Engine, from: string): Promise<SourceColumn[]> {
  const rows = await engine.rows(`DESCRIBE SELECT * FROM ${from}`)
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }))
}

/**
 * Text formats have their types guessed from the first 20 480 rows. This is the same source with its types guessed from all
 * of them; `null` where that changes nothing.
 */
export async function resampled(source: Source): Promise<Source | null> {
  const typed = source.format === 'parquet' || source.format === 'arrow'
  if (typed || source.from.includes('sample_size')) return null
  const from = source.from.replace(/\)$/, ', sample_size = -1)')
  return { ...source, from, columns: await describe(source.engine, from) }
}

/** DuckDB takes an array cut off after a value for a whole one. */
function refuseOpenArray(path: string): void {
  if (!/\.json$/i.test(path)) return
  const [start, end] = outerText(path)
  if (!start.startsWith('[') || end.endsWith(']')) return
  throw new DatasetError({
    code: 'truncated-file',
    path,
    message: `${path} opens a JSON array that is never closed.`,
    hint: 'Copy or write it again; the writer was stopped.',
  })
}

function outerText(path: string): [string, string] {
  const block = Buffer.alloc(4096)
  const file = openSync(path, 'r')
  try {
    const start = block.toString('latin1', 0, readSync(file, block, 0, block.length, 0)).trimStart()
    let end = ''
    for (let size = statSync(path).size; end === '' && size > 0; size -= block.length) {
      const from = Math.max(0, size - block.length)
      end = block.toString('latin1', 0, readSync(file, block, 0, Math.min(block.length, size), from)).trimEnd()
    }
    return [start, end]
  } finally {
    closeSync(file)
  }
}

function mixedFormats(first: string, other: string): DatasetError {
  return new DatasetError({
    code: 'files-differ',
    path: other,
    message: `${other} has another format than ${first}, and one dataset is one table.`,
    hint: 'Name only files of one format, or declare them as separate datasets.',
  })
}
