import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type DrawGoldenSetRequest, drawGoldenSet, readTable } from '../../src/index.ts'
import { folder, queryFile } from '../support/tables.ts'

/** 1 000 rows: 900 common, 90 seldom, 10 rare, in turn by row number. */
const population = `SELECT i AS id, CASE WHEN i % 100 = 0 THEN 'rare' WHEN i % 10 = 0 THEN 'seldom' ELSE 'common' END AS kind,
  CASE WHEN i < 500 THEN 'a "quoted" text' ELSE NULL END AS note FROM range(1000) t(i)`

async function request(over: Partial<DrawGoldenSetRequest> = {}): Promise<DrawGoldenSetRequest> {
  return {
    paths: ['all.parquet'],
    directory: await queryFile('all.parquet', population),
    by: [{ kind: 'value', name: 'kind', column: 'kind' }],
    rows: 100,
    minimum: 8,
    allocation: 'proportional',
    seed: 7,
    output: join(folder(), 'golden.parquet'),
    ...over,
  }
}

async function numbers(file: string, names: readonly string[]) {
  const columns = names.map((name) => ({ name, as: 'number' }) as const)
  const table = await readTable({ paths: [file], directory: '/', columns, slices: [] })
  return names.map((name) => [...(table.columns.get(name) as { values: Float64Array }).values])
}

describe('drawing a golden set', () => {
  test('keeps the distribution, gives rare strata their minimum, and writes each row with its weight', async () => {
    const asked = await request()
    const drawn = await drawGoldenSet(asked)
    expect(drawn.strata.map(({ stratum, population: of, drawn: n }) => [stratum, of, n])).toEqual([
      ['kind=common', 900, 84],
      ['kind=rare', 10, 8],
      ['kind=seldom', 90, 8],
    ])
    const [ids, probabilities, weights] = await numbers(asked.output, [
      'id',
      'inclusion_probability',
      'sampling_weight',
    ])
    expect(ids).toHaveLength(100)
    expect(ids).toEqual([...ids!].sort((a, b) => a - b))
    expect(weights!.reduce((a, b) => a + b, 0)).toBeCloseTo(1000, 9)
    const rare = ids!.findIndex((id) => id % 100 === 0)
    expect(probabilities![rare]).toBe(0.8)
    expect(drawn.effectiveRows).toBeLessThan(100)
    expect(readdirSync(join(asked.output, '..'))).toEqual(['golden.parquet'])
  })

  test('draws the same rows for the same seed, in every format', async () => {
    const asked = await request()
    const csv = { ...asked, output: asked.output.replace('.parquet', '.csv') }
    const json = { ...asked, output: asked.output.replace('.parquet', '.jsonl') }
    for (const one of [asked, csv, json]) await drawGoldenSet(one)
    const [ids] = await numbers(asked.output, ['id'])
    for (const one of [csv, json]) expect(await numbers(one.output, ['id'])).toEqual([ids])
    await drawGoldenSet({ ...asked, seed: 8 })
    expect(await numbers(asked.output, ['id'])).not.toEqual([ids])
  })

  test('crosses several columns', async () => {
    const kind = { kind: 'value', name: 'kind', column: 'kind' } as const
    const note = { kind: 'value', name: 'note', column: 'note' } as const
    const { strata } = await drawGoldenSet(await request({ by: [kind, note], minimum: 1 }))
    expect(strata).toHaveLength(6)
    expect(strata.reduce((sum, { drawn }) => sum + drawn, 0)).toBe(100)
  })

  test.each<[string, Partial<DrawGoldenSetRequest>, RegExp]>([
    ['too few rows for the minimum', { rows: 20 }, /3 strata with at least 8 rows each take 24 rows/],
    [
      'rows outside every stratum',
      { by: [{ kind: 'edges', name: 'id', column: 'id', edges: [0, 10] }] },
      /989 rows lie in no stratum/,
    ],
    ['a column that is not there', { by: [{ kind: 'value', name: 'knid', column: 'knid' }] }, /knid/],
    ['a file of another kind', { output: '/tmp/golden.xlsx' }, /written as Parquet, CSV or JSON lines/],
  ])('refuses %s, and leaves nothing behind', async (_, over, message) => {
    const asked = await request(over)
    await expect(drawGoldenSet(asked)).rejects.toThrow(message)
    expect(existsSync(asked.output)).toBe(false)
  })

  test('refuses a table that was drawn before', async () => {
    const asked = await request()
    await drawGoldenSet(asked)
    const again = { ...asked, paths: [asked.output], rows: 50, output: asked.output.replace('golden', 'again') }
    await expect(drawGoldenSet(again)).rejects.toThrow(/has a column "inclusion_probability" already/)
  })
})
