import { createRandom, type Random } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestDistances } from '../../src/golden-set/nearest-rows.ts'
import { type Feature, type FeatureRows, featureScales, leakedRows, repeatedBeyondChance } from '../../src/index.ts'

const three: Feature[] = ['x', 'y', 'z'].map((name) => ({ name, kind: 'number', labels: [] }))
const count = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0)

function table(rows: readonly (readonly number[])[], features = three): FeatureRows {
  return { rows: rows.length, columns: features.map((_, f) => Float64Array.from(rows, (row) => row[f]!)), inputs: [] }
}

function drawn(random: Random, rows: number): number[][] {
  return Array.from({ length: rows }, () => [random.normal(), random.uniform(), random.normal() ** 2])
}

function compared(reference: FeatureRows, features = three) {
  return { features, scales: featureScales(features, reference), seed: 'found' }
}

const population = table(drawn(createRandom('production'), 20_000))

describe('rows of independent tables', () => {
  const train = table(drawn(createRandom('train'), 20_000))
  const comparison = compared(train)

  test('are near in three features, and no leak', () => {
    const golden = table(drawn(createRandom('golden'), 300))
    // What the audit saw: within a mean difference of 0.01 more than half of the rows have a stranger.
    const within = nearestDistances(golden, train, comparison, { within: 0.01 })
    expect(within.filter((distance) => distance <= 0.01).length).toBeGreaterThan(150)
    const { exact, near, tolerance, chance } = leakedRows(golden, [train], population, comparison)
    expect([count(exact), count(near)]).toEqual([0, 0])
    expect(tolerance).toBeLessThan(0.01)
    expect(chance!.near).toBeLessThan(0.05 / 300)
  })

  test('bring a match to one set in twenty at most, and no repeated row to a random sample', () => {
    const sets = Array.from({ length: 40 }, (_, i) => table(drawn(createRandom(`golden ${i}`), 300)))
    const matched = sets.filter((golden) => count(leakedRows(golden, [train], population, comparison).near) > 0)
    expect(matched.length).toBeLessThanOrEqual(5)
    const repeated = sets.filter((golden) => count(repeatedBeyondChance(golden, population, comparison).near) > 0)
    expect(repeated.length).toBeLessThanOrEqual(5)
  })

  test('are told from strangers by few training rows as well', () => {
    const few = table(drawn(createRandom('few'), 150))
    const sets = Array.from({ length: 40 }, (_, i) => table(drawn(createRandom(`golden ${i}`), 300)))
    const matched = sets.filter((golden) => count(leakedRows(golden, [few], population, comparison).near) > 0)
    expect(matched.length).toBeLessThanOrEqual(5)
  })
})

describe('rows that were copied', () => {
  const original = drawn(createRandom('train'), 20_000)
  const train = table(original)
  const comparison = compared(train)
  const copies = (share: number, change: number) => {
    const random = createRandom(`copies ${share} ${change}`)
    const { scales } = comparison
    return table(
      drawn(random, 300).map((stranger, i) =>
        i < share * 300
          ? original[17 * i]!.map((value, f) => value + change * scales[f]! * (2 * random.uniform() - 1))
          : stranger,
      ),
    )
  }

  test.each([
    ['as they are', 0.1, 0, 30, 30],
    ['with values rounded', 0.1, 2e-4, 0, 30],
    ['all of them, so altered that strangers are as near', 1, 0.004, 0, 300],
  ])('are found: %s', (_, share, change, exact, near) => {
    const found = leakedRows(copies(share, change), [train], population, comparison)
    expect(count(found.exact)).toBe(exact)
    expect(Math.abs(count(found.near) - near)).toBeLessThanOrEqual(near === 300 ? 15 : 1)
  })

  test('within the set itself', () => {
    const rows = drawn(createRandom('repeats'), 200)
    const golden = table([...rows, ...rows.slice(0, 10), ...rows.slice(10, 20).map((row) => row.map((v) => v + 1e-4))])
    const { exact, near } = repeatedBeyondChance(golden, population, comparison)
    expect([count(exact), count(near)]).toEqual([10, 20])
    expect([...near.subarray(0, 200)].some(Boolean)).toBe(false)
  })

  test('in any of several tables', () => {
    const golden = copies(0.1, 0)
    const other = table([...drawn(createRandom('other'), 500), golden.columns.map((column) => column[299]!)])
    expect(count(leakedRows(golden, [train, other], population, comparison).exact)).toBe(31)
  })
})

test('of few values, rows have twins by chance', () => {
  const kinds: Feature[] = ['a', 'b'].map((name) => ({ name, kind: 'category', labels: ['0', '1', '2'] }))
  const random = createRandom('few values')
  const rows = (n: number) =>
    table(
      Array.from({ length: n }, () => [random.integer(0, 2), random.integer(0, 2)]),
      kinds,
    )
  const { exact, chance } = leakedRows(rows(50), [rows(400)], rows(400), compared(rows(5), kinds))
  expect([count(exact), chance!.exact, chance!.near]).toEqual([50, 1, 1])
})

test('the nearest row is that of the definition, whatever the tree', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 9, noNaN: true }))
  const rows = fc.array(fc.tuple(value, value, fc.constantFrom(0, 1)), { minLength: 1, maxLength: 60 })
  const features: Feature[] = [...three.slice(0, 2), { name: 'c', kind: 'category', labels: ['a', 'b'] }]
  fc.assert(
    fc.property(rows, rows, (ours, theirs) => {
      const comparison = { features, scales: Float64Array.of(2, 3, 1), seed: 1 }
      const distance = (a: readonly number[], b: readonly number[]) => {
        const mean = (Math.abs(a[0]! / 2 - b[0]! / 2) + Math.abs(a[1]! / 3 - b[1]! / 3)) / 2
        return a[2] === b[2] && mean <= 0.4 ? mean : Infinity
      }
      const least = (row: readonly number[], others: readonly (readonly number[])[]) =>
        Math.min(Infinity, ...others.map((other) => distance(row, other)))
      const [a, b] = [table(ours, features), table(theirs, features)]
      const request = { within: 0.4 }
      expect([...nearestDistances(a, b, comparison, request)]).toEqual(ours.map((row) => least(row, theirs)))
      expect([...nearestDistances(a, a, comparison, { ...request, own: 'earlier' })]).toEqual(
        ours.map((row, i) => least(row, ours.slice(0, i))),
      )
      expect([...nearestDistances(a, a, comparison, { ...request, own: 'others' })]).toEqual(
        ours.map((row, i) => least(row, ours.toSpliced(i, 1))),
      )
    }),
    { seed: 5, numRuns: 300 },
  )
})
