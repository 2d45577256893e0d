import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { DatasetError, describeTable, readTable } from '../src/index.ts'
import { openSource } from '../src/inputs/source.ts'
import type { ColumnRequest, SliceRequest } from '../src/table.ts'
import { folder, queryFile, request, textFile } from './support/tables.ts'

/** Written by `write-arrow-fixtures.py` there. */
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

/** Every value of some columns, as text, and the types. */
async function contents(paths: readonly string[], columns: readonly string[] | null = null, directory = fixtures) {
  const source = await openSource(paths, directory, () => true)
  try {
    const shown = source.columns.filter(({ name }) => columns?.includes(name) ?? true)
    const list = shown.map(({ name }) => `"${name}"::VARCHAR`).join(', ')
    return { columns: shown, rows: source.rows, values: await source.engine.rows(`SELECT ${list} FROM ${source.from}`) }
  } finally {
    source.engine.close()
  }
}

async function refusal(
  directory: string,
  path: string,
  columns: readonly ColumnRequest[] = [],
  slices: readonly SliceRequest[] = [],
): Promise<DatasetError> {
  const error: unknown = await readTable(request(directory, path, columns, slices)).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(DatasetError)
  expect((error as DatasetError).message).not.toMatch(/\n|Binder|undefined|Cannot read|array length|DataView/)
  expect((error as DatasetError).hint).toBeTruthy()
  return error as DatasetError
}

test.each([
  ['a file', 'plain.arrow'],
  ['a stream', 'plain.arrows'],
  ['a Feather file as pyarrow writes it, packed with LZ4', 'default.feather'],
  ['a stream packed with ZSTD', 'zstd.arrows'],
])('%s has the names, types, values and missing values of its Parquet twin', async (_, path) => {
  const twin = await contents(['twin.parquet'])
  expect(twin.columns).toHaveLength(28)
  expect(twin.values.flat().filter((value) => value === null)).toHaveLength(26 * 6 + 40)
  const names = twin.columns.map(({ name }) => name)
  expect(await contents([path], names)).toEqual(twin)
})

test.each(['long-lz4.feather', 'long-zstd.arrows'])(
  'packed buffers of many blocks are unpacked whole: %s',
  async (path) => {
    expect(await contents([path])).toEqual(await contents(['long-twin.parquet']))
  },
)

test.each(['plain.arrow', 'plain.arrows'])(
  'types that Parquet does not have are read as their values: %s',
  async (path) => {
    const equal = [
      ['view', 'text'],
      ['coded_day', 'day'],
      ['coded_i64', 'i64'],
    ]
    for (const [one, other] of equal) {
      const [found, expected] = [await contents([path], [one!]), await contents([path], [other!])]
      expect(found.values, one).toEqual(expected.values)
      expect(found.columns[0]!.type, one).toBe(expected.columns[0]!.type)
    }
    const { columns, values } = await contents([path], ['half'])
    expect(columns[0]!.type).toBe('FLOAT')
    expect(values.slice(0, 5).map(([value]) => value && Number(value))).toEqual([0, 0.125, 0.25, null, 0.5])
  },
)

test('dictionaries that are replaced or grow between batches give each batch its own values', async () => {
  const replaced = await contents(['replaced-dictionaries.arrows'])
  expect(replaced.values.flat()).toEqual(['b', 'a', 'b', 'c', null, 'a', 'd'])
  expect(replaced.columns[0]!.type).toBe('VARCHAR')
  expect((await contents(['grown-dictionary.arrow'])).values.flat()).toEqual(['b', 'a', 'b', 'c', null, 'a'])
})

test('columns, slices and hash are read as from Parquet', async () => {
  const columns: readonly ColumnRequest[] = [
    { name: 'score', as: 'number' },
    { name: 'label', as: 'category' },
    { name: 'wide_decimal', as: 'category' },
    { name: 'id', as: 'key' },
  ]
  const slices: readonly SliceRequest[] = [
    { kind: 'value', name: 'segment', column: 'segment' },
    { kind: 'quantiles', name: 'score', column: 'score', quantiles: 3 },
    { kind: 'every', name: 'month', column: 'zoned_us', every: 'month' },
    { kind: 'where', name: 'late', where: `AT_NS >= TIMESTAMP '2024-06-01' AND "text" LIKE 's%'` },
  ]
  const arrow = await readTable(request(fixtures, 'plain.arrow', columns, slices))
  const parquet = await readTable(request(fixtures, 'twin.parquet', columns, slices))
  expect({ ...arrow, inputs: [] }).toEqual({ ...parquet, inputs: [] })
  expect(arrow.partitions.flatMap((partition) => partition.slices).length).toBeGreaterThan(15)
  const bytes = readFileSync(join(fixtures, 'plain.arrow'))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(arrow.inputs).toEqual([{ path: 'plain.arrow', bytes: bytes.length, sha256 }])
})

test('a description has every column, nested ones by their Arrow type, and the rows without reading any', async () => {
  const { rows, columns } = await describeTable(['plain.arrows'], fixtures)
  expect(rows).toBe(40)
  const nested = columns.filter(({ kind }) => kind === 'other').map(({ name, type }) => `${name} ${type}`)
  expect(nested).toEqual([
    'list list<double>',
    'fixed_list fixed_size_list<int8>',
    'struct struct<int64, string>',
    'map map<struct<string, int32>>',
    'coded_list list<dictionary<string>>',
    'bytes binary',
    'uuid fixed_size_binary[16]',
    'time time64[us]',
    'gap duration[ms]',
    'huge_decimal decimal256(60, 2)',
    'run run_end_encoded<int64, string>',
    'union union<int64, string>',
  ])
  const withStatistics = await describeTable(['plain.arrow'], fixtures, { statistics: true })
  expect(withStatistics.columns.find(({ name }) => name === 'list')!.statistics).toBeNull()
  expect(withStatistics.columns.find(({ name }) => name === 'u8')!.statistics).toMatchObject({ missing: 6, min: 200 })
})

test('a nested column is refused only where it is used', async () => {
  const list = (as: ColumnRequest['as']) => refusal(fixtures, 'plain.arrow', [{ name: 'list', as }])
  expect(await list('number')).toMatchObject({ code: 'not-numeric', column: 'list' })
  expect((await list('number')).message).toContain('is list<double>, where numbers were expected')
  expect(await list('category')).toMatchObject({ code: 'unsupported-type', column: 'list' })
  expect(await list('key')).toMatchObject({ code: 'unsupported-type', column: 'list' })
  const slice = (slice: SliceRequest) => refusal(fixtures, 'plain.arrow', [], [slice])
  expect(await slice({ kind: 'value', name: 's', column: 'struct' })).toMatchObject({
    code: 'unsupported-type',
    slice: 's',
  })
  const where = await slice({ kind: 'where', name: 'w', where: 'List IS NOT NULL' })
  expect(where).toMatchObject({ code: 'invalid-predicate', slice: 'w', reason: 'type' })
  expect(where.message).toBe('Column "list" is list<double>, which predicates cannot read.')
})

test('rows are counted where no column is asked for', async () => {
  expect((await readTable(request(fixtures, 'plain.arrow'))).rows).toBe(40)
})

test('files of a glob are one table in order, file and stream alike, and whatever their order of columns', async () => {
  const directory = folder()
  copyFileSync(join(fixtures, 'replaced-dictionaries.arrows'), join(directory, '1.arrow'))
  copyFileSync(join(fixtures, 'grown-dictionary.arrow'), join(directory, '2.arrow'))
  const both = await contents(['*.arrow'], null, directory)
  expect(both.values.flat().join(' ')).toBe('b a b c  a d b a b c  a')
  expect(both.rows).toBe(13)
})

test('files of different columns are refused with the column', async () => {
  const directory = folder()
  copyFileSync(join(fixtures, 'replaced-dictionaries.arrows'), join(directory, '1.arrow'))
  copyFileSync(join(fixtures, 'long-zstd.arrows'), join(directory, '2.arrow'))
  const error = await refusal(directory, '*.arrow')
  expect(error).toMatchObject({ code: 'files-differ', path: join(directory, '2.arrow'), column: 'segment' })
  expect(error.message).toContain(`is missing in ${join(directory, '2.arrow')} and VARCHAR in`)
  const mixed = await queryFile('1.parquet', 'SELECT 1 AS segment')
  copyFileSync(join(fixtures, 'grown-dictionary.arrow'), join(mixed, '2.arrow'))
  expect((await refusal(mixed, '*')).code).toBe('files-differ')
})

test('a stream is recognized under any name', async () => {
  const directory = textFile('t.data', readFileSync(join(fixtures, 'plain.arrows')))
  expect((await describeTable(['t.data'], directory)).rows).toBe(40)
})

test('a stream may end without its mark, as the format allows', async () => {
  const whole = readFileSync(join(fixtures, 'plain.arrows'))
  const directory = textFile('t.arrows', whole.subarray(0, whole.length - 8))
  expect((await readTable(request(directory, 't.arrows', [{ name: 'id', as: 'number' }]))).rows).toBe(40)
})

test.each(['plain.arrow', 'plain.arrows', 'default.feather', 'zstd.arrows'])(
  'a cut-off %s is refused',
  async (path) => {
    const whole = readFileSync(join(fixtures, path))
    for (const bytes of [9, 100, 3000, whole.length >> 1, whole.length - 1]) {
      const directory = textFile('cut.arrow', whole.subarray(0, bytes))
      expect(await refusal(directory, 'cut.arrow', [{ name: 'id', as: 'number' }]), String(bytes)).toMatchObject({
        code: 'truncated-file',
        path: join(directory, 'cut.arrow'),
      })
    }
  },
)

test('corrupt bytes are refused or read as other values, and nothing worse', async () => {
  const allowed = ['truncated-file', 'unreadable-file', 'missing-column', 'duplicate-column', 'not-numeric']
  const columns: readonly ColumnRequest[] = ['score', 'text', 'segment', 'label'].map((name) => ({ name, as: 'key' }))
  let refused = 0
  let state = 7
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state % below
  }
  const directory = folder()
  for (const path of ['plain.arrow', 'plain.arrows', 'default.feather', 'zstd.arrows']) {
    const whole = readFileSync(join(fixtures, path))
    for (let round = 0; round < 15; round++) {
      const bytes = Buffer.from(whole)
      for (let flip = 0; flip < 8; flip++) bytes[random(bytes.length)] = random(256)
      writeFileSync(join(directory, 'corrupt.arrow'), bytes)
      const error: unknown = await readTable(request(directory, 'corrupt.arrow', columns)).catch((thrown) => thrown)
      if (!(error instanceof Error)) continue
      refused++
      expect(error).toBeInstanceOf(DatasetError)
      expect(allowed).toContain((error as DatasetError).code)
    }
  }
  expect(refused).toBeGreaterThan(10)
})

test('text under an Arrow name, Feather of version 1, and a table without rows are refused', async () => {
  const text = await refusal(textFile('t.arrow', 'id,score\n1,0.5\n'), 't.arrow')
  expect(text).toMatchObject({ code: 'unreadable-file' })
  expect(text.message).toContain('t.arrow cannot be read as Arrow: it does not begin as one.')
  const old = await refusal(fixtures, 'version-1.feather')
  expect(old).toMatchObject({ code: 'unsupported-format' })
  expect(old.hint).toContain('write_feather')
  for (const name of ['a', 'list']) {
    for (const as of ['number', 'category'] as const) {
      expect((await refusal(fixtures, 'no-rows.arrow', [{ name, as }])).code).toBe('empty-table')
    }
  }
})

test.each([
  ['i16', 'has two columns named "i16".'],
  ['I16', 'has the columns "i16" and "I16", which SQL takes for the same name.'],
])('columns named i16 and %s in one file are refused', async (name, message) => {
  const bytes = readFileSync(join(fixtures, 'plain.arrows'))
  bytes.write(name, bytes.indexOf('i32\0'))
  const error = await refusal(textFile('t.arrows', bytes), 't.arrows')
  expect(error.code).toBe('duplicate-column')
  expect(error.message).toContain(message)
})
