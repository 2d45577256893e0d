import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AllocationMethod, allocateSample, createRandom, drawStratifiedSample } from '../src/index.ts'

const sizes = [5000, 800, 150, 4].map((size) => ({ size }))

describe('allocation', () => {
  test.each<[AllocationMethod, number, number[]]>([
    ['proportional', 1, [420, 67, 12, 1]],
    ['proportional', 30, [378, 61, 30, 4]],
    ['square_root', 1, [314, 126, 54, 4]],
    ['equal', 1, [173, 173, 150, 4]],
  ])('%s with a minimum of %i', (method, minimum, expected) => {
    const rows = expected.reduce((a, b) => a + b, 0)
    const allocation = allocateSample(sizes, { rows, method, minimum })
    expect(allocation.reduce((a, b) => a + b, 0)).toBe(rows)
    allocation.forEach((n, h) => {
      expect(Math.abs(n - expected[h]!)).toBeLessThanOrEqual(1)
    })
  })

  test('Neyman goes by size times spread (Cochran 1977, section 5.5)', () => {
    const strata = [
      { size: 100, spread: 1 },
      { size: 100, spread: 3 },
    ]
    expect(allocateSample(strata, { rows: 40, method: 'neyman' })).toEqual([10, 30])
  })

  test('sums to the rows, within minimum and size, for any strata', () => {
    const strata = fc.array(fc.record({ size: fc.nat(300), spread: fc.double({ min: 0, max: 5, noNaN: true }) }), {
      minLength: 1,
      maxLength: 15,
    })
    const methods = fc.constantFrom<AllocationMethod>('proportional', 'square_root', 'neyman', 'equal')
    fc.assert(
      fc.property(strata, methods, fc.nat(10), fc.nat(2000), (list, method, minimum, extra) => {
        const rows = list.length * minimum + extra
        const population = list.reduce((sum, { size }) => sum + size, 0)
        const allocation = allocateSample(list, { rows, method, minimum })
        expect(allocation.reduce((a, b) => a + b, 0)).toBe(Math.min(rows, population))
        allocation.forEach((n, h) => {
          expect(n).toBeLessThanOrEqual(list[h]!.size)
          expect(n).toBeGreaterThanOrEqual(Math.min(minimum, list[h]!.size))
        })
      }),
      { seed: 3, numRuns: 300 },
    )
  })

  test('refuses a minimum that the rows cannot hold', () => {
    expect(() => allocateSample(sizes, { rows: 50, method: 'proportional', minimum: 30 })).toThrow(
      /take 94 rows, and 50 are asked for/,
    )
  })
})

describe('drawing', () => {
  const codes = Uint8Array.from({ length: 300 }, (_, i) => (i % 10 === 0 ? 1 : 0))

  test('is deterministic, ascending, and weights sum to the population', () => {
    const one = drawStratifiedSample(codes, [20, 15], 7)
    expect(drawStratifiedSample(codes, [20, 15], 7)).toEqual(one)
    expect(drawStratifiedSample(codes, [20, 15], 8).rows).not.toEqual(one.rows)
    expect([...one.rows]).toEqual([...one.rows].sort((a, b) => a - b))
    expect(new Set(one.rows).size).toBe(35)
    const weights = one.inclusionProbabilities.map((p) => 1 / p)
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(300, 9)
  })

  test('draws each row of a stratum equally often, and weighted totals are unbiased', () => {
    const random = createRandom('population')
    const values = Float64Array.from(codes, (code) => (code === 1 ? 10 : 0) + random.normal())
    const total = values.reduce((a, b) => a + b, 0)
    const times = new Float64Array(300)
    const draws = 2000
    const errors = Float64Array.from({ length: draws }, (_, seed) => {
      const { rows, inclusionProbabilities } = drawStratifiedSample(codes, [20, 15], seed)
      for (const row of rows) times[row]!++
      return rows.reduce((sum, row, i) => sum + values[row]! / inclusionProbabilities[i]!, 0) - total
    })
    const mean = errors.reduce((a, b) => a + b, 0) / draws
    const spread = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / draws)
    expect(Math.abs(mean)).toBeLessThan((4 * spread) / Math.sqrt(draws))
    times.forEach((count, row) => {
      const p = codes[row] === 1 ? 15 / 30 : 20 / 270
      expect(Math.abs(count - draws * p)).toBeLessThan(4.5 * Math.sqrt(draws * p * (1 - p)))
    })
  })

  test('refuses rows without a stratum and strata that cannot be drawn from', () => {
    expect(() => drawStratifiedSample([0, 255], [1], 1)).toThrow(/Row 1 lies in no stratum/)
    expect(() => drawStratifiedSample([0, 0], [3], 1)).toThrow(/has 2 rows and 3 are to be drawn/)
    expect(() => drawStratifiedSample([0, 1], [1, 0], 1)).toThrow(/have no weight/)
  })
})
