import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  type CategoryColumn,
  codedPartition,
  columnKey,
  type NumberColumn,
  readTable,
  type TableRequest,
} from '../src/index.ts'
import { folder, queryFile, request, textFile, writeQuery } from './support/tables.ts'

const number = (name: string) => ({ name, as: 'number' }) as const
const category = (name: string) => ({ name, as: 'category' }) as const
const key = (name: string) => ({ name, as: 'key' }) as const

async function readColumn(query: string, as: 'number' | 'category' | 'key') {
  const directory = await queryFile('t.parquet', query)
  const table = await readTable(request(directory, 't.parquet', [{ name: 'v', as }]))
  return table.columns.get('v')!
}

const numbersOf = async (query: string) => {
  const column = (await readColumn(query, 'number')) as NumberColumn
  return { values: [...column.values], missing: column.missing }
}

const categoryOf = async (query: string) => {
  const column = (await readColumn(query, 'category')) as CategoryColumn
  const { categories, missingCode, missing } = column
  return { codes: [...column.codes], categories, missingCode, missing, bytes: column.codes.BYTES_PER_ELEMENT }
}

test('numbers of every type become doubles, and null and NaN are NaN and counted', async () => {
  const read = (type: string) => numbersOf(`SELECT unnest([2, NULL, 5])::${type} AS v`)
  for (const type of ['TINYINT', 'UINTEGER', 'BIGINT', 'UBIGINT', 'HUGEINT', 'DECIMAL(10, 2)', 'FLOAT', 'DOUBLE']) {
    expect(await read(type), type).toEqual({ values: [2, Number.NaN, 5], missing: 1 })
  }
  expect(await numbersOf(`SELECT unnest([true, false, NULL]) AS v`)).toEqual({ values: [1, 0, Number.NaN], missing: 1 })
  expect(await numbersOf(`SELECT unnest(['nan'::DOUBLE, 1, 'inf'::DOUBLE]) AS v`)).toEqual({
    values: [Number.NaN, 1, Number.POSITIVE_INFINITY],
    missing: 1,
  })
  expect(await numbersOf(`SELECT 0.1::DECIMAL(18, 4) AS v`)).toEqual({ values: [0.1], missing: 0 })
})

test('times become milliseconds since 1970 in UTC', async () => {
  expect((await numbersOf(`SELECT TIMESTAMP '2024-03-05 14:00:00.5' AS v`)).values).toEqual([1_709_647_200_500])
  expect((await numbersOf(`SELECT DATE '2024-03-05' AS v`)).values).toEqual([1_709_596_800_000])
  expect((await numbersOf(`SELECT TIMESTAMPTZ '2024-03-05 14:00:00+02' AS v`)).values).toEqual([1_709_640_000_000])
})

test('categories are coded in ascending order: numbers by value, text by code point, times by time', async () => {
  expect(await categoryOf(`SELECT unnest([10, -3, 2, 10, NULL]) AS v`)).toEqual({
    codes: [2, 0, 1, 2, 3],
    categories: [-3, 2, 10],
    missingCode: 3,
    missing: 1,
    bytes: 1,
  })
  expect((await categoryOf(`SELECT unnest(['b', '😀', 'Z', 'é', '', '～']) AS v`)).categories).toEqual([
    '',
    'Z',
    'b',
    'é',
    '～',
    '😀',
  ])
  expect((await categoryOf(`SELECT unnest([1.5, -0.0, 0.0, 100000000, 'nan'::DOUBLE]) AS v`)).categories).toEqual([
    0, 1.5, 100_000_000,
  ])
  expect((await categoryOf(`SELECT unnest([true, false, true]) AS v`)).categories).toEqual([false, true])
  expect((await categoryOf(`SELECT unnest([0.1, 0.25])::FLOAT AS v`)).categories).toEqual([0.1, 0.25])
  expect((await categoryOf(`SELECT unnest([10.5, 9.25])::DECIMAL(9, 2) AS v`)).categories).toEqual([9.25, 10.5])
  expect((await categoryOf(`SELECT unnest([DATE '2024-10-01', DATE '2024-09-01']) AS v`)).categories).toEqual([
    '2024-09-01',
    '2024-10-01',
  ])
})

test('integers that no double holds stay apart', async () => {
  const big = await categoryOf(`SELECT unnest([9007199254740993, 9007199254740992, 7, -9007199254740993]) AS v`)
  expect(big.categories).toEqual(['-9007199254740993', 7, '9007199254740992', '9007199254740993'])
  expect(big.codes).toEqual([3, 2, 1, 0])
  const huge = await categoryOf(`SELECT unnest([18446744073709551615::UBIGINT, 12::UBIGINT]) AS v`)
  expect(huge).toMatchObject({ categories: [12, '18446744073709551615'], codes: [1, 0] })
})

test('values of null rows never become a category', async () => {
  const coded = await categoryOf(`SELECT CASE WHEN i % 2 = 0 THEN i // 2000 END AS v FROM range(10000) t(i)`)
  expect(coded).toMatchObject({ categories: [0, 1, 2, 3, 4], missing: 5000 })
  expect(await categoryOf(`SELECT unnest([NULL, NULL])::VARCHAR AS v`)).toMatchObject({
    categories: [],
    codes: [0, 0],
    missing: 2,
  })
})

test('codes take one byte up to 255 values and two beyond, missing rows included', async () => {
  for (const type of ['INTEGER', 'VARCHAR', 'DOUBLE']) {
    const few = await categoryOf(`SELECT nullif(i % 256, 255)::${type} AS v FROM range(4096) t(i)`)
    expect(few, type).toMatchObject({ bytes: 1, missing: 16, missingCode: 255 })
    expect(few.codes.filter((code) => code === 255)).toHaveLength(16)
    const many = await categoryOf(`SELECT nullif(i % 257, 256)::${type} AS v FROM range(25700) t(i)`)
    expect(many, type).toMatchObject({ bytes: 2, missing: 100, missingCode: 256 })
    expect(many.codes.filter((code) => code === 256)).toHaveLength(100)
  }
})

test('wide categories decode to the very values of the file', async () => {
  const column = await categoryOf(`SELECT (i * 7919) % 60000 - 30000 AS v FROM range(120000) t(i)`)
  const decoded = column.codes.map((code) => column.categories[code])
  expect(decoded).toEqual(Array.from({ length: 120_000 }, (_, i) => ((i * 7919) % 60_000) - 30_000))
})

test('keys are numbered as they appear, whatever their type', async () => {
  const codes = async (query: string) => {
    const column = (await readColumn(query, 'key')) as CategoryColumn
    return { codes: [...column.codes], distinct: column.distinct, missing: column.missing }
  }
  const expected = { codes: [0, 1, 0, 0xffff_ffff, 2], distinct: 3, missing: 1 }
  expect(await codes(`SELECT unnest(['u9', 'u1', 'u9', NULL, '']) AS v`)).toEqual(expected)
  expect(await codes(`SELECT unnest([9007199254740993, 9007199254740992, 9007199254740993, NULL, 0]) AS v`)).toEqual(
    expected,
  )
  expect(await codes(`SELECT unnest([0.5, 0.25, 0.5, NULL, 7]) AS v`)).toEqual(expected)
})

test('a hundred thousand different keys stay different', async () => {
  for (const expression of ['i', `'user-with-a-long-name-' || i`, 'uuid()']) {
    const column = (await readColumn(`SELECT ${expression} AS v FROM range(100000) t(i)`, 'key')) as CategoryColumn
    expect(column.distinct, expression).toBe(100_000)
    expect(column.codes[99_999], expression).toBe(99_999)
  }
})

test('rows keep the order of the file, over row groups and over the files of a glob', async () => {
  const directory = folder()
  await writeQuery(join(directory, 'part-2.parquet'), 'SELECT i + 500000 AS v FROM range(100) t(i)')
  await writeQuery(join(directory, 'part-1.parquet'), 'SELECT i AS v FROM range(500000) t(i)', '(ROW_GROUP_SIZE 20000)')
  const table = await readTable(request(directory, 'part-*.parquet', [number('v')]))
  const { values } = table.columns.get('v') as NumberColumn
  expect(values).toEqual(Float64Array.from({ length: 500_100 }, (_, i) => i))
})

test('CSV, gzipped CSV, other separators, JSON lines and JSON read the same', async () => {
  const rows = ['1,north,2024-03-05', '2,,2024-03-06', ',south,2024-03-07']
  const csv = `n,s,t\n${rows.join('\n')}\n`
  const objects = [
    { n: 1, s: 'north', t: '2024-03-05' },
    { n: 2, s: null, t: '2024-03-06' },
    { n: null, s: 'south', t: '2024-03-07' },
  ]
  const files: [string, string | Uint8Array][] = [
    ['t.csv', csv],
    ['t.csv.gz', gzipSync(csv)],
    ['bom.csv', `\uFEFF${csv}`],
    ['crlf.csv', csv.replaceAll('\n', '\r\n')],
    ['t.tsv', csv.replaceAll(',', '\t')],
    ['semicolon.csv', csv.replaceAll(',', ';')],
    ['t.jsonl', objects.map((row) => JSON.stringify(row)).join('\n')],
    ['t.ndjson.gz', gzipSync(objects.map((row) => JSON.stringify(row)).join('\n'))],
    ['t.json', JSON.stringify(objects)],
  ]
  for (const [name, content] of files) {
    const table = await readTable(request(textFile(name, content), name, [number('n'), category('s'), number('t')]))
    expect([...(table.columns.get('n') as NumberColumn).values], name).toEqual([1, 2, Number.NaN])
    expect([...(table.columns.get('s') as CategoryColumn).codes], name).toEqual([0, 2, 1])
    expect((table.columns.get('t') as NumberColumn).values[0], name).toBe(Date.UTC(2024, 2, 5))
  }
})

test('quoted separators, quotes and line breaks in CSV are part of the value', async () => {
  const directory = textFile('q.csv', 'id,"a, b"\n1,"x, ""y"""\n2,"line\nbreak"\n')
  const table = await readTable(request(directory, 'q.csv', [category('a, b')]))
  expect((table.columns.get('a, b') as CategoryColumn).categories).toEqual(['line\nbreak', 'x, "y"'])
})

test('a CSV column that turns to text after the sample is read as text from its start', async () => {
  const lines = Array.from({ length: 30_000 }, (_, i) => `${i % 3},1`)
  const directory = textFile('late.csv', `v,w\n${lines.join('\n')}\nnone,1\n`)
  const table = await readTable(request(directory, 'late.csv', [category('v')]))
  expect(table.rows).toBe(30_001)
  expect((table.columns.get('v') as CategoryColumn).categories).toEqual(['0', '1', '2', 'none'])
})

test('names with quotes, and brackets in a path, are taken literally', async () => {
  const directory = await queryFile('data [1].parquet', `SELECT 1 AS "it's ""odd"""`)
  const table = await readTable(request(directory, 'data [1].parquet', [number(`it's "odd"`)]))
  expect(table.columns.get(`it's "odd"`)).toMatchObject({ values: Float64Array.of(1) })
})

test('one column asked for in two ways is there twice', async () => {
  const directory = await queryFile('t.parquet', 'SELECT unnest([5, 3]) AS v')
  const table = await readTable(request(directory, 't.parquet', [category('v'), number('v'), key('v')]))
  expect(table.columns.get('v')).toMatchObject({ kind: 'category', categories: [3, 5] })
  expect(table.columns.get(columnKey(number('v')))).toMatchObject({ values: Float64Array.of(5, 3) })
  expect(table.columns.get(columnKey(key('v')))).toMatchObject({ codes: Uint32Array.of(0, 1) })
})

test('a table without any column asked for still has its rows', async () => {
  const directory = await queryFile('t.parquet', 'SELECT i FROM range(5000) t(i)')
  expect(await readTable(request(directory, 't.parquet'))).toMatchObject({ rows: 5000, partitions: [] })
})

test('every input is listed by its path from the folder, with its size and sha-256', async () => {
  const directory = await queryFile('t.parquet', 'SELECT i, i * i AS j FROM range(300000) t(i)')
  const { inputs } = await readTable(request(directory, './*.parquet', [number('i')]))
  const bytes = readFileSync(join(directory, 't.parquet'))
  expect(inputs).toEqual([
    {
      path: 't.parquet',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  ])
})

test('progress ends at the number of rows', async () => {
  const directory = await queryFile('t.parquet', 'SELECT i FROM range(200000) t(i)')
  const seen: { rows: number; of: number }[] = []
  await readTable({ ...request(directory, 't.parquet', [number('i')]), onProgress: (done) => seen.push(done) })
  expect(seen.length).toBeGreaterThan(1)
  expect(seen.every(({ of }) => of === 200_000)).toBe(true)
  expect(seen.at(-1)).toEqual({ rows: 200_000, of: 200_000 })
})

test('the columns of a large Parquet table are handed over before its slices, and are those of the table', async () => {
  const directory = await queryFile(
    't.parquet',
    `SELECT CASE WHEN i % 7 = 0 THEN 'yes' ELSE 'no' END AS label, i / 3 AS v, 's' || (i % 5) AS s FROM range(1000000) t(i)`,
  )
  const slices = ['label', 's'].map((column) => ({ kind: 'value', name: column, column }) as const)
  const asked = request(directory, 't.parquet', [category('label'), number('v')], slices)
  const early: Parameters<NonNullable<TableRequest['onColumns']>>[0][] = []
  const table = await readTable({ ...asked, onColumns: (columns) => early.push(columns) })
  expect(early.map(({ rows }) => rows)).toEqual([1_000_000])
  // By their bytes: comparing a million values one by one takes half a minute.
  const plain = (one: object) =>
    Object.fromEntries(
      Object.entries(one).map(([key, value]) => [
        key,
        ArrayBuffer.isView(value)
          ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')
          : value,
      ]),
    )
  for (const name of ['label', 'v']) {
    expect(plain(early[0].columns.get(name)!)).toEqual(plain(table.columns.get(name)!))
  }
  const alone = await readTable(asked)
  expect([...alone.columns.values()].map(plain)).toEqual([...table.columns.values()].map(plain))
  expect(alone.partitions.map(codedPartition).map(plain)).toEqual(table.partitions.map(codedPartition).map(plain))
})

test('texts that are few and texts that are many get the same kind of codes', async () => {
  for (const values of [24, 25]) {
    const { codes, categories, missingCode, missing } = await categoryOf(
      `SELECT CASE WHEN i < ${values} THEN 'v' || lpad(i::VARCHAR, 2, '0') END AS v FROM range(${values} + 2) t(i)`,
    )
    expect(categories).toEqual(Array.from({ length: values }, (_, i) => `v${String(i).padStart(2, '0')}`))
    expect(codes).toEqual([...Array(values).keys(), missingCode, missingCode])
    expect([missingCode, missing]).toEqual([values, 2])
  }
})
