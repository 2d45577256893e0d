import { describe, expect, test } from 'vitest'
import { sharedKeys } from '../src/index.ts'
import { queryFile, textFile } from './support/tables.ts'

const numbers = () => queryFile('a.parquet', 'SELECT range AS id FROM range(5000)')

describe('keys that two tables share', () => {
  test('are counted once each, with one of them', async () => {
    const first = await numbers()
    const second = await queryFile('b.parquet', 'SELECT 4990 + range % 30 AS key FROM range(9000)')
    const shared = await sharedKeys(
      { paths: ['a.parquet'], directory: first, column: 'id' },
      { paths: ['b.parquet'], directory: second, column: 'key' },
    )
    expect(shared.count).toBe(10)
    expect(Number(shared.example)).toBeGreaterThanOrEqual(4990)
    expect(Number(shared.example)).toBeLessThan(5000)
  })

  test.each([
    ['text of a CSV', 'b.csv', 'id\n7\nx8\n9\n'],
    ['numbers with decimals', 'b.csv', 'id\n7.0\n8.5\n9.0\n'],
    ['JSON lines, one key missing', 'b.jsonl', '{"id":"7"}\n{"id":null}\n{"id":"9"}\n'],
  ])('whatever their types: %s', async (_, name, text) => {
    const shared = await sharedKeys(
      { paths: ['a.parquet'], directory: await numbers(), column: 'id' },
      { paths: [name], directory: textFile(name, text), column: 'id' },
    )
    expect(shared.count).toBe(2)
  })

  test('missing keys are shared with nobody', async () => {
    const directory = await queryFile('c.parquet', 'SELECT NULL::INTEGER AS id FROM range(9)')
    const table = { paths: ['c.parquet'], directory, column: 'id' }
    expect(await sharedKeys(table, table)).toEqual({ count: 0, example: null })
  })

  test('a column that is not there is named', async () => {
    const table = { paths: ['a.parquet'], directory: await numbers(), column: 'di' }
    await expect(sharedKeys(table, table)).rejects.toMatchObject({ code: 'missing-column', column: 'di' })
  })
})
