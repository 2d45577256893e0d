import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CodedPartition, codedPartition, DatasetError, readTable, type SliceRequest } from '../src/index.ts'
import { binByStarts } from '../src/slices/bin-partition.ts'
import { quantileBins, valuesAt } from '../src/slices/quantile-bins.ts'
import { queryFile, request } from './support/tables.ts'

async function cut(query: string, ...slices: SliceRequest[]): Promise<CodedPartition[]> {
  const directory = await queryFile('t.parquet', query)
  return (await readTable(request(directory, 't.parquet', [], slices))).partitions.map(codedPartition)
}

/** Slices with their sizes, as `name: rows`. */
const sizes = (partition: CodedPartition) => partition.slices.map(({ name, rows }) => `${name}: ${rows}`)

/** Each row's slice, `-` for none. */
const rowsOf = (partition: CodedPartition) =>
  Array.from(partition.codes, (code) => (code === partition.outside ? '-' : partition.slices[code].name))

const values = (name: string, column = name, top?: number): SliceRequest => ({
  kind: 'value',
  name,
  column,
  ...(top === undefined ? {} : { top }),
})

test('a slice for each value, ascending, under the name of the definition', async () => {
  const [numbers, texts, flags] = await cut(
    `SELECT unnest([10, 9, 10, NULL]) AS n, unnest(['b', 'a', NULL, 'b']) AS s, unnest([true, true, false, true]) AS f`,
    values('size', 'n'),
    values('s'),
    values('f'),
  )
  expect(sizes(numbers)).toEqual(['size=9: 1', 'size=10: 2', 'size=missing: 1'])
  expect(rowsOf(numbers)).toEqual(['size=10', 'size=9', 'size=10', 'size=missing'])
  expect(sizes(texts)).toEqual(['s=a: 1', 's=b: 2', 's=missing: 1'])
  expect(sizes(flags)).toEqual(['f=false: 1', 'f=true: 3'])
})

test('numbers in names are the shortest that read back', async () => {
  const [cutNumbers] = await cut(`SELECT unnest([0.1, 1e21, -0.0, 2.0, 'inf'::DOUBLE]) AS n`, values('n'))
  expect(cutNumbers.slices.map(({ name }) => name)).toEqual(['n=0', 'n=0.1', 'n=2', 'n=1e+21', 'n=inf'])
})

test('top keeps the most frequent values, ties to the smaller, and the rest is other', async () => {
  const [top, all] = await cut(
    `SELECT unnest(['c', 'c', 'a', 'd', 'b', 'b', NULL]) AS s`,
    values('s', 's', 3),
    values('all', 's', 9),
  )
  expect(sizes(top)).toEqual(['s=a: 1', 's=b: 2', 's=c: 2', 's=other: 1', 's=missing: 1'])
  expect(rowsOf(top)).toEqual(['s=c', 's=c', 's=a', 's=other', 's=b', 's=b', 's=missing'])
  expect(all.slices.map(({ name }) => name)).toEqual(['all=a', 'all=b', 'all=c', 'all=d', 'all=missing'])
})

test('a value that is spelled like a made-up slice keeps its name', async () => {
  const [partition] = await cut(`SELECT unnest(['missing', 'other', 'other', 'x', NULL]) AS s`, values('s', 's', 2))
  expect(sizes(partition)).toEqual(['s=missing: 1', 's=other: 2', 's=(other): 1', 's=(missing): 1'])
})

test('255 values are one byte a row, and missing rows on top of them two', async () => {
  const [exact, more] = await cut(
    `SELECT i % 255 AS a, CASE WHEN i % 256 < 255 THEN i % 256 END AS b FROM range(25600) t(i)`,
    values('a'),
    values('b'),
  )
  expect(exact.codes).toBeInstanceOf(Uint8Array)
  expect(exact).toMatchObject({ outside: 255 })
  expect(more.codes).toBeInstanceOf(Uint16Array)
  expect(more).toMatchObject({ outside: 65_535 })
  expect(more.slices.at(-1)).toEqual({ name: 'b=missing', rows: 100 })
})

test('edges cut half-open bins; the last is closed, and what is beyond them is in no slice', async () => {
  const query = `SELECT unnest([-1, 0, 49999.5, 50000, 200000, 200001, NULL]) AS v`
  const edges = (name: string, list: number[]): SliceRequest => ({ kind: 'edges', name, column: 'v', edges: list })
  const [closed, open] = await cut(
    query,
    edges('limit', [0, 50_000, 200_000]),
    edges('up', [Number.NEGATIVE_INFINITY, 0, 1e6, Number.POSITIVE_INFINITY]),
  )
  expect(rowsOf(closed)).toEqual([
    '-',
    'limit=[0, 50000)',
    'limit=[0, 50000)',
    'limit=[50000, 200000]',
    'limit=[50000, 200000]',
    '-',
    'limit=missing',
  ])
  expect(sizes(open)).toEqual(['up=[-inf, 0): 1', 'up=[0, 1000000): 5', 'up=[1000000, inf): 0', 'up=missing: 1'])
})

test('quantiles never part equal values, and edges that coincide are one', async () => {
  const ages = [21, 21, 22, 27, 28, 28, 28, 40, 41, 60]
  const [age, same, twice] = await cut(
    `SELECT unnest([${ages}]) AS age, 5 AS same, unnest([0, 0, 0, 0, 0, 0, 0, 1, 1, 1]) AS flag`,
    { kind: 'quantiles', name: 'age', column: 'age', quantiles: 4 },
    { kind: 'quantiles', name: 'same', column: 'same', quantiles: 4 },
    { kind: 'quantiles', name: 'flag', column: 'flag', quantiles: 4 },
  )
  expect(sizes(age)).toEqual(['age=[21, 22): 2', 'age=[22, 28): 2', 'age=[28, 40): 3', 'age=[40, 60]: 3'])
  expect(sizes(same)).toEqual(['same=[5, 5]: 10'])
  expect(sizes(twice)).toEqual(['flag=[0, 1): 7', 'flag=[1, 1]: 3'])
})

test('quantile edges are order statistics, however many values there are', () => {
  const doubles = fc.array(fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(doubles, fc.integer({ min: 2, max: 7 }), (list, quantiles) => {
      const dense = {
        kind: 'dense',
        values: Float64Array.from(list),
        missing: list.filter(Number.isNaN).length,
      } as const
      const sorted = list.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
      const places = sorted.map((_, place) => place)
      expect(valuesAt(dense, places).map((value) => value + 0)).toEqual(sorted.map((value) => value + 0))
      const { labels, binOf } = quantileBins('q', dense, quantiles, String)
      for (const value of sorted) expect(labels[binOf(value)]).toBeDefined()
      expect(new Set(sorted.map(binOf)).size).toBe(labels.length)
    }),
  )
})

test('quantiles of a column with more values than codes are those of its sorted values', async () => {
  const [partition] = await cut(`SELECT ((i * 7919) % 200000) / 8 AS v FROM range(200000) t(i)`, {
    kind: 'quantiles',
    name: 'v',
    column: 'v',
    quantiles: 4,
  })
  expect(sizes(partition)).toEqual([
    'v=[0, 6250): 50000',
    'v=[6250, 12500): 50000',
    'v=[12500, 18750): 50000',
    'v=[18750, 24999.875]: 50000',
  ])
})

test('bins are found by binary search as by looking at each', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), fc.integer(), (list, value) => {
      const starts = list.sort((a, b) => a - b)
      expect(binByStarts(starts)(value)).toBe(starts.filter((start) => start <= value).length - 1)
    }),
  )
})

const times = `SELECT unnest([TIMESTAMP '2023-12-31 23:30:00', TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-02-29 12:00:00',
  TIMESTAMP '2024-12-30 01:00:00', NULL]) AS at`
const every = (period: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'): SliceRequest => ({
  kind: 'every',
  name: 'at',
  column: 'at',
  every: period,
})

test('every calendar period that has rows is a slice', async () => {
  const [hour, day, week, month, quarter, year] = await cut(
    times,
    every('hour'),
    every('day'),
    every('week'),
    every('month'),
    every('quarter'),
    every('year'),
  )
  expect(rowsOf(hour)[2]).toBe('at=2024-02-29T12')
  expect(rowsOf(day)).toEqual(['at=2023-12-31', 'at=2024-01-01', 'at=2024-02-29', 'at=2024-12-30', 'at=missing'])
  expect(rowsOf(week)).toEqual(['at=2023-W52', 'at=2024-W01', 'at=2024-W09', 'at=2025-W01', 'at=missing'])
  expect(rowsOf(month)).toEqual(['at=2023-12', 'at=2024-01', 'at=2024-02', 'at=2024-12', 'at=missing'])
  expect(rowsOf(quarter)).toEqual(['at=2023-Q4', 'at=2024-Q1', 'at=2024-Q1', 'at=2024-Q4', 'at=missing'])
  expect(sizes(year)).toEqual(['at=2023: 1', 'at=2024: 3', 'at=missing: 1'])
})

test('periods agree with DuckDB over seven centuries', async () => {
  const days = `SELECT d AS "at", strftime(d, '%Y-%m') AS m, strftime(d, '%G-W%V') AS w, year(d) || '-Q' || quarter(d) AS q
    FROM (SELECT DATE '1600-01-01' + (i * 37)::INTEGER AS d FROM range(7000) t(i))`
  const parts = await cut(days, every('month'), values('m'), every('week'), values('w'), every('quarter'), values('q'))
  for (const pair of [0, 2, 4]) {
    const plain = (partition: CodedPartition) => rowsOf(partition).map((name) => name.slice(name.indexOf('=') + 1))
    expect(plain(parts[pair])).toEqual(plain(parts[pair + 1]))
  }
})

test('times may be dates, zoned, or ISO 8601 text, also of months', async () => {
  for (const column of [
    `DATE '2024-03-05'`,
    `TIMESTAMPTZ '2024-03-05 01:00:00+02'`,
    `'2024-03-05T10:00:00Z'`,
    `'2024-03-05'`,
    `'2024-03'`,
  ]) {
    const [month] = await cut(`SELECT ${column} AS at`, every('month'))
    expect(sizes(month), column).toEqual(['at=2024-03: 1'])
  }
})

test('windows reach back from the newest time, and several are a partition each', async () => {
  const parts = await cut(
    `SELECT unnest([DATE '2024-03-31', DATE '2024-03-25', DATE '2024-03-24', DATE '2024-03-01', NULL]) AS at`,
    { kind: 'windows', name: 'recency', column: 'at', windows: { week: '7d', month: 'P30D' } },
  )
  expect(parts.map(({ name }) => name)).toEqual(['recency', 'recency'])
  expect(rowsOf(parts[0])).toEqual(['recency=week', 'recency=week', '-', '-', '-'])
  expect(sizes(parts[1])).toEqual(['recency=month: 3'])
})

test('a predicate is one slice under its own name; unknown is outside', async () => {
  const [partition, nobody] = await cut(
    `SELECT unnest([10, 30, NULL]) AS age, unnest(['a', 'b', 'b']) AS s`,
    { kind: 'where', name: 'old-b', where: `age >= 20 AND s = 'b'` },
    { kind: 'where', name: 'nobody', where: 'age > 100' },
  )
  expect(rowsOf(partition)).toEqual(['-', 'old-b', '-'])
  expect(sizes(nobody)).toEqual(['nobody: 0'])
})

test('a cross holds the combinations that have rows', async () => {
  const [cross, deep] = await cut(
    `SELECT unnest([2, 1, 1, 2]) AS sex, unnest(['b', 'a', NULL, 'b']) AS education, unnest([5, 15, 15, 25]) AS age`,
    { kind: 'cross', name: 'sex x education', of: [values('sex'), values('education')] },
    {
      kind: 'cross',
      name: 'deep',
      of: [
        values('sex'),
        { kind: 'edges', name: 'age', column: 'age', edges: [0, 10, 20] },
        { kind: 'where', name: 'known', where: 'education IS NOT NULL' },
      ],
    },
  )
  expect(sizes(cross)).toEqual(['sex=1 & education=a: 1', 'sex=1 & education=missing: 1', 'sex=2 & education=b: 2'])
  expect(cross.name).toBe('sex x education')
  expect(rowsOf(deep)).toEqual(['sex=2 & age=[0, 10) & known', 'sex=1 & age=[10, 20] & known', '-', '-'])
})

test('a column read as number or category is cut without reading it again, with the same slices', async () => {
  const directory = await queryFile('t.parquet', `SELECT (i * 31) % 97 AS v FROM range(1000) t(i)`)
  const slices: SliceRequest[] = [{ kind: 'quantiles', name: 'q', column: 'v', quantiles: 3 }]
  const plain = await readTable(request(directory, 't.parquet', [], slices))
  for (const as of ['number', 'category', 'key'] as const) {
    const table = await readTable(request(directory, 't.parquet', [{ name: 'v', as }], slices))
    expect(table.partitions, as).toEqual(plain.partitions)
  }
})

const wrongSlices: readonly (readonly [string, SliceRequest, string])[] = [
  ['edges that descend', { kind: 'edges', name: 's', column: 'v', edges: [3, 1] }, 'invalid-slice'],
  ['a single edge', { kind: 'edges', name: 's', column: 'v', edges: [3] }, 'invalid-slice'],
  ['one quantile', { kind: 'quantiles', name: 's', column: 'v', quantiles: 1 }, 'invalid-slice'],
  ['top of none', { kind: 'value', name: 's', column: 'v', top: 0 }, 'invalid-slice'],
  ['quantiles of text', { kind: 'quantiles', name: 's', column: 'text', quantiles: 4 }, 'not-numeric'],
  ['periods of numbers', { kind: 'every', name: 's', column: 'v', every: 'month' }, 'not-a-timestamp'],
  ['periods of words', { kind: 'every', name: 's', column: 'text', every: 'month' }, 'not-a-timestamp'],
  [
    'a window of no length',
    { kind: 'windows', name: 's', column: 'day', windows: { last: '30 moons' } },
    'invalid-slice',
  ],
]

test.each(wrongSlices)('%s is refused', async (_, slice, code) => {
  const reading = cut(`SELECT 1 AS v, 'spring' AS text, DATE '2024-01-01' AS day`, slice)
  await expect(reading).rejects.toBeInstanceOf(DatasetError)
  await expect(reading).rejects.toMatchObject({ code })
})
