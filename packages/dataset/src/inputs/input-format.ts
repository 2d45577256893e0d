import { closeSync, openSync, readSync } from 'node:fs'
import { DatasetError } from '../dataset-error.ts'

export type InputFormat = 'parquet' | 'arrow' | 'csv' | 'json' | 'json-lines'

const formats: readonly (readonly [RegExp, InputFormat])[] = [
  [/\.(parquet|pq|parq)$/, 'parquet'],
  [/\.(arrow|arrows|feather|ipc)$/, 'arrow'],
  [/\.(csv|tsv|tab|txt)(\.(gz|zst))?$/, 'csv'],
  [/\.(jsonl|ndjson)(\.(gz|zst))?$/, 'json-lines'],
  [/\.json(\.(gz|zst))?$/, 'json'],
]

const magicLength = 8

/** What a message of an Arrow stream begins with since version 0.15. */
const arrowContinuation = '\xff\xff\xff\xff'

/**
 * What a file is, by its first bytes and, where these say nothing, by its name.
 *
 * @throws DatasetError `unsupported-format` for what cannot be read here.
 */
export function inputFormat(path: string): InputFormat {
  const name = path.toLowerCase()
  const start = firstBytes(path)
  if (start.startsWith('FEA1')) {
    throw new DatasetError({
      code: 'unsupported-format',
      path,
      message: `${path} is a Feather file of version 1, which nothing writes any more and which is not read here.`,
      hint: 'Write it as version 2: `pyarrow.feather.write_feather(pyarrow.feather.read_table(old), new)`.',
    })
  }
  if (start.startsWith('ARROW1') || start.startsWith(arrowContinuation)) return 'arrow'
  if (start.startsWith('PAR1')) return 'parquet'
  const known = formats.find(([pattern]) => pattern.test(name))
  if (known !== undefined) return known[1]
  throw new DatasetError({
    code: 'unsupported-format',
    path,
    message: `${path} has no format that is known by its name or its first bytes.`,
    hint: 'Give it the ending of what it is: .parquet, .arrow, .csv, .tsv, .jsonl, .ndjson or .json (text also with .gz).',
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
