import fc from 'fast-check'
import { expect, it } from 'vitest'
import { attack, type Cell, type Columns, cellAt, type FeatureRules, takeRows } from '../src/index.ts'
import { mixedScore, mixedTable } from './support/tables.ts'

const table = mixedTable(40)
const bounds = { income: [-2_000, 2_000], balance: [0, 5e4], age: [18, 90], months: [-2, 8] } as const
const categories = { region: ['north', 'south'], school: [1, 2, 3] }
const cellOf = (columns: Columns, name: string, row: number) => cellAt(columns.find((c) => c.name === name)!, row)

/** What is wrong with a row that a model was shown, given the row that it was made from. */
function faults(asked: Columns, i: number, rules: FeatureRules, units: Record<string, number>): string[] {
  const own = Number(cellOf(asked, 'row', i))
  const found: string[] = []
  for (const { name, kind } of table) {
    const [before, after] = [cellOf(table, name, own), cellOf(asked, name, i)]
    if (Object.is(before, after)) continue
    const say = (what: string) => found.push(`${name} of row ${own}: ${before} to ${after}, ${what}`)
    if (rules.immutable?.includes(name) || kind === 'text') say('is immutable')
    if (before === null || after === null) say('missing values stay')
    if (kind === 'boolean' && typeof after !== 'boolean') say('is no boolean')
    if (kind === 'category' && !(categories[name as 'region'] as Cell[]).includes(after)) say('is not in its set')
    if (typeof before !== 'number' || typeof after !== 'number' || kind === 'category') continue
    if (kind !== 'number' && !Number.isInteger(after)) say('is not whole')
    const [lower, upper] = bounds[name as keyof typeof bounds] ?? [-Infinity, Infinity]
    if (after < Math.min(lower, before) || after > Math.max(upper, before)) say('is out of bounds')
    if (rules.monotone?.[name] === 'increasing' && after < before) say('must not shrink')
    if (rules.monotone?.[name] === 'decreasing' && after > before) say('must not grow')
    const reach = (rules.maxChange ?? Infinity) * units[name]!
    if (Math.abs(after - before) > reach * (1 + 1e-12)) say(`goes further than ${reach}`)
  }
  return found
}

it('no constraint is ever broken, in no query and in no result', async () => {
  const names = table.map(({ name }) => name).filter((name) => name !== 'row')
  const numeric = ['income', 'balance', 'age', 'months', 'since'] as const
  const times = table.find(({ name }) => name === 'since')!.values as Float64Array
  const units = {
    ...Object.fromEntries(Object.entries(bounds).map(([name, [lower, upper]]) => [name, upper - lower])),
    since: Math.max(...times) - Math.min(...times),
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('hop_skip_jump', 'square'),
      fc.subarray(names, { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...numeric), fc.constantFrom('increasing', 'decreasing'), { maxKeys: 3 }),
      fc.option(fc.double({ min: 0.01, max: 1, noNaN: true }), { nil: undefined }),
      fc.integer({ min: 1, max: 150 }),
      fc.integer(),
      async (method, immutable, monotone, maxChange, queries, seed) => {
        const rules: FeatureRules = {
          bounds,
          categories,
          immutable: ['row', ...immutable],
          monotone,
          ...(maxChange !== undefined && { maxChange }),
        }
        const asked = new Map<number, number>()
        const score = async (columns: Columns) => {
          const broken: string[] = []
          for (let i = 0; i < columns[0]!.values.length; i++) {
            broken.push(...faults(columns, i, rules, units))
            const own = Number(cellOf(columns, 'row', i))
            asked.set(own, (asked.get(own) ?? -1) + 1)
          }
          expect(broken).toEqual([])
          return mixedScore(columns)
        }
        const result = await attack(table, score, { method, queries, rules, seed })
        for (let row = 0; row < 40; row++) expect(faults(result.columns, row, rules, units)).toEqual([])
        // The first time a row was asked is the clean score; every other time is a query of its budget.
        const counts = [...asked.values()]
        expect(Math.max(...counts)).toBeLessThanOrEqual(queries)
        expect(result.queries.search).toBe(counts.reduce((sum, count) => sum + count, 0))
        expect(result.queries.mostOfOneRow).toBe(Math.max(...counts))
        const flipped = [...mixedScore(result.columns)].map(
          (p, row) => p >= 0.5 !== mixedScore(takeRows(table, [row]))[0]! >= 0.5,
        )
        expect([...result.flipped].map(Boolean)).toEqual(flipped)
      },
    ),
    { numRuns: 40 },
  )
})
