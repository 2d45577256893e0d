import { closeSync, openSync, readSync } from 'node:fs'
import { DatasetError } from '../dataset-error.ts'

export type InputFormat = 'parquet' | 'csv' | 'json' | 'json-lines'

const formats: readonly (readonly [RegExp, InputFormat])[] = [
  [/\.(parquet|pq|parq)$/, 'parquet'],
  [/\.(csv|tsv|tab|txt)(\.(gz|zst))?$/, 'csv'],
  [/\.(jsonl|ndjson)(\.(gz|zst))?$/, 'json-lines'],
  [/\.json(\.(gz|zst))?$/, 'json'],
]

const magicLength = 8

/**
 * What a file is, by its name and, where the name says nothing, by its first bytes.
 *
 * @throws DatasetError `unsupported-format` for what embedded DuckDB cannot open without fetching an extension.
 */
export function inputFormat(path: string): InputFormat {
  const name = path.toLowerCase()
  const start = firstBytes(path)
  if (start.startsWith('ARROW1') || start.startsWith('FEA1') || /\.(arrow|arrows|feather|ipc)$/.test(name)) {
    throw new DatasetError({
      code: 'unsupported-format',
      path,
      message: `${path} is an Arrow file, which needs a DuckDB extension that is not built in and is never fetched.`,
      hint: 'Write it as Parquet, CSV or JSON lines instead: `pyarrow.parquet.write_table(table, "predictions.parquet")`.',
    })
  }
  if (start.startsWith('PAR1')) return 'parquet'
  const known = formats.find(([pattern]) => pattern.test(name))
  if (known !== undefined) return known[1]
  throw new DatasetError({
    code: 'unsupported-format',
    path,
    message: `${path} has no format that is known by its name or its first bytes.`,
    hint: 'Give it the ending of what it is: .parquet, .csv, .tsv, .jsonl, .ndjson or .json (text also with .gz).',
  })
}

function firstBytes(path: string): string {
  const bytes = Buffer.alloc(magicLength)
  const file = openSync(path, 'r')
  try {
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, magicLength, 0))
  } finally {
    closeSync(file)
  }
}
