import { expect, test } from 'vitest'
import { describeTable } from '../src/index.ts'
import { queryFile, textFile } from './support/tables.ts'

const query = `SELECT i AS id, i % 2 AS label, CASE WHEN i > 0 THEN i / 1000 END AS score, ['b', 'a'][1 + i % 2] AS s,
  i % 2 = 0 AS flag, DATE '2024-01-01' + (i % 3)::INTEGER AS day, [i] AS list, 1.50::DECIMAL(4, 2) AS price
  FROM range(1000) t(i)`

test('names and types come without reading rows', async () => {
  const directory = await queryFile('t.parquet', query)
  const { rows, columns, files } = await describeTable(['t.parquet'], directory)
  expect(rows).toBe(1000)
  expect(files).toHaveLength(1)
  expect(columns.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
    'id: number',
    'label: number',
    'score: number',
    's: text',
    'flag: boolean',
    'day: time',
    'list: other',
    'price: number',
  ])
  expect(columns.every(({ statistics }) => statistics === null)).toBe(true)
})

test('statistics are counts, extremes and the values where they are few', async () => {
  const directory = await queryFile('t.parquet', query)
  const { columns } = await describeTable(['t.parquet'], directory, { statistics: true })
  const of = (name: string) => columns.find((column) => column.name === name)!.statistics
  expect(of('id')).toMatchObject({ missing: 0, distinct: 1000, min: 0, max: 999, values: null })
  expect(of('label')).toEqual({ missing: 0, distinct: 2, min: 0, max: 1, values: [0, 1] })
  expect(of('score')).toMatchObject({ missing: 1, min: 0.001, max: 0.999 })
  expect(of('s')).toMatchObject({ min: 'a', max: 'b', values: ['a', 'b'] })
  expect(of('flag')).toMatchObject({ min: false, max: true, values: [false, true] })
  expect(of('day')).toMatchObject({ min: '2024-01-01', max: '2024-01-03', distinct: 3 })
  expect(of('price')).toMatchObject({ min: 1.5, values: [1.5] })
  expect(of('list')).toBeNull()
})

test('a column of nothing but missing values has no extremes', async () => {
  const directory = textFile('t.jsonl', '{"a": 1, "b": null}\n{"a": 2, "b": null}\n')
  const { rows, columns } = await describeTable(['t.jsonl'], directory, { statistics: true })
  expect(rows).toBe(2)
  expect(columns[0]!.statistics).toMatchObject({ distinct: 2, values: [1, 2] })
})

test('a CSV does not say how many rows it has until it is read', async () => {
  const directory = textFile('t.csv', 'a\n1\n\n2\n')
  expect((await describeTable(['t.csv'], directory)).rows).toBeNull()
})

test('a file that is not there is refused as in reading', async () => {
  await expect(describeTable(['nowhere.parquet'], '/tmp')).rejects.toMatchObject({ code: 'missing-file' })
})
