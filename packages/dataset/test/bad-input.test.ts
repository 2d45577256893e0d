import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { DatasetError, readTable } from '../src/index.ts'
import type { ColumnRequest, SliceRequest } from '../src/table.ts'
import { folder, queryFile, request, textFile, writeQuery } from './support/tables.ts'

/** The error that reading ends with, after checks that hold for all of them. */
async function refusal(
  directory: string,
  path: string,
  columns: readonly ColumnRequest[] = [],
  slices: readonly SliceRequest[] = [],
): Promise<DatasetError> {
  const error = await readTable(request(directory, path, columns, slices)).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DatasetError)
  const { message, hint } = error as DatasetError
  expect(message).not.toMatch(/\n|LINE \d|Invalid Input Error|Binder Error|ignore_errors|read_csv|read_parquet/)
  expect(hint).toBeTruthy()
  return error as DatasetError
}

test('a missing file is named with the nearest file that is there', async () => {
  const directory = await queryFile('test.parquet', 'SELECT 1 AS a')
  const error = await refusal(directory, 'tset.parquet')
  expect(error).toMatchObject({ code: 'missing-file', path: join(directory, 'tset.parquet') })
  expect(error.hint).toBe(`Did you mean ${join(directory, 'test.parquet')}?`)
  expect((await refusal(directory, 'nowhere/else.csv')).hint).toContain('does not exist either')
})

test('a glob without a match says where it looked and what is there', async () => {
  const directory = await queryFile('test.parquet', 'SELECT 1 AS a')
  const error = await refusal(directory, '*.csv')
  expect(error).toMatchObject({ code: 'no-match', path: '*.csv' })
  expect(error.hint).toBe('There is: test.parquet.')
})

test('a folder is no table', async () => {
  const directory = folder()
  mkdirSync(join(directory, 'parts'))
  const error = await refusal(directory, 'parts')
  expect(error.code).toBe('not-a-file')
  expect(error.hint).toContain('/parts/*.parquet')
})

test('a remote path says that tables are local', async () => {
  expect((await refusal('/', 's3://bucket/test.parquet')).code).toBe('remote-input')
  expect((await refusal('/', 'postgres://host/db')).code).toBe('remote-input')
})

test('a truncated Parquet file is refused, wherever it was cut', async () => {
  const directory = await queryFile('t.parquet', 'SELECT i FROM range(100000) t(i)')
  const whole = readFileSync(join(directory, 't.parquet'))
  for (const bytes of [3, 9, 1000, whole.length - 1]) {
    writeFileSync(join(directory, 'cut.parquet'), whole.subarray(0, bytes))
    expect(await refusal(directory, 'cut.parquet'), String(bytes)).toMatchObject({
      code: 'truncated-file',
      path: join(directory, 'cut.parquet'),
    })
  }
})

test('a file without bytes, and a table without rows, are refused', async () => {
  expect((await refusal(textFile('t.csv', ''), 't.csv')).code).toBe('empty-file')
  expect((await refusal(textFile('t.csv', 'a,b\n'), 't.csv', [{ name: 'a', as: 'category' }])).code).toBe('empty-table')
  const directory = await queryFile('t.parquet', 'SELECT 1 AS a WHERE false')
  expect((await refusal(directory, 't.parquet', [{ name: 'a', as: 'number' }])).code).toBe('empty-table')
})

test('a table without rows is refused as that, whatever is asked of its columns', async () => {
  const header = textFile('t.csv', 'id,p,day\n')
  const parquet = await queryFile('t.parquet', `SELECT 'x' AS id, 'x' AS p, 1 AS day WHERE false`)
  const slices: readonly SliceRequest[] = [
    { kind: 'edges', name: 'p', column: 'p', edges: [0, 1] },
    { kind: 'every', name: 'day', column: 'day', every: 'month' },
    { kind: 'where', name: 'some', where: 'p + 1' },
  ]
  for (const [directory, path] of [
    [header, 't.csv'],
    [parquet, 't.parquet'],
  ] as const) {
    expect(await refusal(directory, path, [{ name: 'p', as: 'number' }])).toMatchObject({
      code: 'empty-table',
      message: `${path} has columns and no rows.`,
    })
    for (const slice of slices)
      expect(await refusal(directory, path, [], [slice]), slice.kind).toMatchObject({ code: 'empty-table' })
  }
})

test('one row is enough for a type to be wrong', async () => {
  const directory = textFile('t.csv', 'id,p\n1,high\n')
  expect((await refusal(directory, 't.csv', [{ name: 'p', as: 'number' }])).code).toBe('not-numeric')
})

const raggedFiles: readonly (readonly [string, string, number])[] = [
  ['a value too few', 'a,b,c\n1,2,3\n4,5\n6,7,8\n', 3],
  ['a value too many', 'a,b,c\n1,2,3\n4,5,6\n7,8,9,10\n', 4],
  ['a first row too short', 'a,b,c\n1,2\n3,4,5\n', 2],
  ['every row too short', 'a,b,c\n1,2\n3,4\n', 2],
  ['a ragged row past the sample', `a,b\n${'1,2\n'.repeat(30_000)}3,4,5\n`, 30_002],
  ['a short row past the sample', `a,b\n${'1,2\n'.repeat(30_000)}3\n`, 30_002],
]

test.each(raggedFiles)('a CSV with %s is refused with the line', async (_, content, line) => {
  const directory = textFile('ragged.csv', content)
  const error = await refusal(directory, 'ragged.csv', [{ name: 'a', as: 'number' }])
  expect(error).toMatchObject({ code: 'ragged-rows', line, path: join(directory, 'ragged.csv') })
  expect(error.message).toContain(`ragged.csv:${line}`)
})

test('a ragged row in a gzipped CSV and in the second file of a glob is found too', async () => {
  const gzipped = textFile('r.csv.gz', gzipSync('a,b\n1,2\n3\n'))
  expect(await refusal(gzipped, 'r.csv.gz')).toMatchObject({ code: 'ragged-rows', line: 3 })
  const directory = textFile('1.csv', 'a,b\n1,2\n')
  writeFileSync(join(directory, '2.csv'), 'a,b\n1,2\n3,4,5\n')
  const error = await refusal(directory, '*.csv', [{ name: 'a', as: 'number' }])
  expect(error).toMatchObject({ code: 'ragged-rows', line: 3, path: join(directory, '2.csv') })
})

test('text that is not UTF-8, a gzip that is none, and an open quote are refused', async () => {
  const latin = textFile('latin.csv', Buffer.from('a,b\n1,\xe9\n', 'latin1'))
  expect(await refusal(latin, 'latin.csv', [{ name: 'b', as: 'category' }])).toMatchObject({
    code: 'unreadable-file',
    line: 2,
  })
  expect((await refusal(textFile('t.csv.gz', 'a,b\n1,2\n'), 't.csv.gz')).code).toBe('unreadable-file')
  const open = textFile('open.csv', 'a,b\n1,"x\n2,3\n')
  expect((await refusal(open, 'open.csv', [{ name: 'b', as: 'category' }])).code).toBe('unreadable-file')
})

test('two columns of one name are refused', async () => {
  const error = await refusal(textFile('t.csv', 'a,b,a\n1,2,3\n'), 't.csv')
  expect(error).toMatchObject({ code: 'duplicate-column', column: 'a', line: 1 })
})

test('JSON that ends early, or changes its mind, is refused', async () => {
  expect((await refusal(textFile('t.json', '[{"a":1},'), 't.json')).code).toBe('truncated-file')
  const lines = textFile('t.jsonl', '{"a":1}\n{"a":\n')
  expect((await refusal(lines, 't.jsonl', [{ name: 'a', as: 'number' }])).code).toBe('unreadable-file')
})

test('a file of no known format says what can be read', async () => {
  expect((await refusal(textFile('t.xlsx', 'PK\x03\x04'), 't.xlsx')).code).toBe('unsupported-format')
})

test('a Parquet file under another name is still read', async () => {
  const directory = await queryFile('t.data', 'SELECT 7 AS a', '(FORMAT PARQUET)')
  expect((await readTable(request(directory, 't.data', [{ name: 'a', as: 'number' }]))).rows).toBe(1)
})

test('a missing column names the nearest and all that are there', async () => {
  const directory = await queryFile('t.parquet', 'SELECT 1 AS candidate_score, 0 AS label')
  const error = await refusal(directory, 't.parquet', [{ name: 'candidate_scroe', as: 'number' }])
  expect(error).toMatchObject({ code: 'missing-column', column: 'candidate_scroe' })
  expect(error.message).toContain('candidate_score, label')
  expect(error.hint).toBe('Did you mean candidate_score?')
  const slice = await refusal(directory, 't.parquet', [], [{ kind: 'value', name: 'who', column: 'sex' }])
  expect(slice).toMatchObject({ code: 'missing-column', slice: 'who' })
})

test('a score of text is refused with one of its values', async () => {
  const directory = await queryFile('t.parquet', `SELECT unnest(['0.5', 'n/a']) AS score`)
  const error = await refusal(directory, 't.parquet', [{ name: 'score', as: 'number' }])
  expect(error).toMatchObject({ code: 'not-numeric', column: 'score' })
  expect(error.message).toContain(`for instance 'n/a'`)
})

test('more than 65 535 values are no category, of numbers or of text', async () => {
  const directory = await queryFile('t.parquet', `SELECT i, 'v' || i AS s, i + 0.5 AS d FROM range(70000) t(i)`)
  for (const name of ['i', 's', 'd']) {
    const error = await refusal(directory, 't.parquet', [{ name, as: 'category' }])
    expect(error, name).toMatchObject({ code: 'too-many-categories', column: name })
  }
})

test('files of different layout are not one table', async () => {
  const directory = await queryFile('1.parquet', 'SELECT 1 AS a, 2 AS b')
  await writeQuery(join(directory, '2.parquet'), 'SELECT 1 AS a')
  expect((await refusal(directory, '*.parquet', [{ name: 'b', as: 'number' }])).code).toBe('files-differ')
  writeFileSync(join(directory, '3.csv'), 'a,b\n1,2\n')
  expect((await refusal(directory, '*', [{ name: 'a', as: 'number' }])).code).toBe('files-differ')
})

test('a Parquet file of full length whose bytes were changed is called damaged, not cut off', async () => {
  const directory = await queryFile('t.parquet', 'SELECT i FROM range(1000) t(i)')
  const whole = readFileSync(join(directory, 't.parquet'))
  const footer = whole.readUInt32LE(whole.length - 8)
  const damages: readonly [string, (bytes: Buffer) => unknown][] = [
    ['the footer', (bytes) => bytes.fill(0xff, bytes.length - 8 - footer + 5, bytes.length - 8 - footer + 40)],
    ['the length of the footer', (bytes) => bytes.writeUInt32LE(0x7fffffff, bytes.length - 8)],
  ]
  for (const [what, damage] of damages) {
    const bytes = Buffer.from(whole)
    damage(bytes)
    writeFileSync(join(directory, 'damaged.parquet'), bytes)
    const error = await refusal(directory, 'damaged.parquet', [{ name: 'i', as: 'number' }])
    expect(error, what).toMatchObject({ code: 'unreadable-file' })
    expect(error.message, what).toContain('is a damaged Parquet file')
  }
})

test('columns of a Parquet file that differ in capital letters alone are refused under the names of the file', async () => {
  const directory = await queryFile(
    't.parquet',
    'SELECT i AS score_a, i AS score_b, {x: i, y: {z: i}} AS n, i AS k_1 FROM range(9) t(i)',
  )
  const bytes = readFileSync(join(directory, 't.parquet')).toString('latin1').replaceAll('score_b', 'SCORE_A')
  writeFileSync(join(directory, 'twins.parquet'), bytes, 'latin1')
  const error = await refusal(directory, 'twins.parquet', [{ name: 'k_1', as: 'number' }])
  expect(error).toMatchObject({ code: 'duplicate-column', column: 'SCORE_A' })
  expect(error.message).toContain('has the columns "score_a" and "SCORE_A"')
})

test('a column whose name ends in a number is no twin', async () => {
  const directory = await queryFile('t.parquet', 'SELECT i AS s, {S: i} AS n, i AS s_1 FROM range(9) t(i)')
  const table = await readTable(request(directory, 't.parquet', [{ name: 's_1', as: 'number' }], []))
  expect(table.rows).toBe(9)
})
