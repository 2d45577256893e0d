import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { DatasetError } from '../dataset-error.ts'

export interface CsvHeader {
  readonly delimiter: ',' | ';' | '\t' | '|'
  readonly names: readonly string[]
}

const delimiters = [',', ';', '\t', '|'] as const
const headerBytes = 1 << 20

/**
 * The separator and names of a CSV file, from its first line alone: the separator is the one of `, ; tab |` that the line
 * holds most of outside quotes. The rest of the file then has to agree, so a ragged file cannot shift the guess.
 *
 * @throws DatasetError `duplicate-column`, or `unreadable-file` where there is no first line.
 */
export async function csvHeader(path: string): Promise<CsvHeader> {
  const line = await firstRecord(path)
  const counts = delimiters.map((delimiter) => splitRecord(line, delimiter).length)
  const delimiter = delimiters[counts.indexOf(Math.max(...counts))]!
  const names = splitRecord(line, delimiter)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new DatasetError({
      code: 'duplicate-column',
      path,
      column: twice,
      line: 1,
      message: `${path} has two columns named "${twice}" in its first line.`,
      hint: 'Rename one of them; where the first line is a row of data, put a line of column names above it.',
    })
  }
  return { delimiter, names }
}

async function firstRecord(path: string): Promise<string> {
  const file = createReadStream(path, { end: headerBytes })
  const stream = path.toLowerCase().endsWith('.gz') ? file.pipe(createGunzip()) : file
  file.on('error', (error) => stream.destroy(error))
  let text = ''
  try {
    for await (const bytes of stream) {
      text += (bytes as Buffer).toString('utf8')
      if (endOfRecord(text) >= 0 || text.length > headerBytes) break
    }
  } catch {
    throw new DatasetError({
      code: 'unreadable-file',
      path,
      message: `${path} is not a readable gzip file.`,
      hint: 'Check that it was copied whole and that its ending says what it is.',
    })
  } finally {
    file.destroy()
  }
  const end = endOfRecord(text)
  return (end < 0 ? text : text.slice(0, end)).replace(/^\uFEFF/, '').replace(/\r$/, '')
}

function endOfRecord(text: string): number {
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted
    else if (text[i] === '\n' && !quoted) return i
  }
  return -1
}

function splitRecord(record: string, delimiter: string): string[] {
  const fields: string[] = []
  let start = 0
  let quoted = false
  for (let i = 0; i <= record.length; i++) {
    if (record[i] === '"') quoted = !quoted
    if (i < record.length && (record[i] !== delimiter || quoted)) continue
    fields.push(unquoted(record.slice(start, i)))
    start = i + 1
  }
  return fields
}

function unquoted(field: string): string {
  const text = field.trim()
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"')
    : field
}
