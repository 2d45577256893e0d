import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conformalQuantile, conformalRank, leastCalibrationRows, weightedConformalQuantile } from '../../src/index.ts'

describe('the rank of the conformal quantile', () => {
  test('is exact where the product of doubles is rounded up', () => {
    // (9 + 1)·(1 − 0.7) is 3.0000000000000004 in doubles, so its ceiling would be 4.
    expect(conformalRank(9, 0.7)).toBe(3)
    expect(Math.ceil(10 * (1 - 0.7))).toBe(4)
    expect(conformalRank(99, 1e-7)).toBe(100)
    expect(conformalRank(0, 0.1)).toBe(1)
  })

  test('equals the ceiling in whole percents', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 99 }), (rows, percent) => {
        const exact = (rows + 1) * (100 - percent)
        expect(conformalRank(rows, Number(`0.${String(percent).padStart(2, '0')}`))).toBe(
          (exact + ((100 - (exact % 100)) % 100)) / 100,
        )
      }),
      { seed: 4, numRuns: 500 },
    )
  })

  test('the least rows with a finite quantile are exactly so many', () => {
    for (const alpha of [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.9]) {
      const rows = leastCalibrationRows(alpha)
      expect(conformalRank(rows, alpha)).toBeLessThanOrEqual(rows)
      expect(conformalRank(rows - 1, alpha)).toBeGreaterThan(rows - 1)
    }
    expect(leastCalibrationRows(0.1)).toBe(9)
    expect(conformalQuantile(new Float64Array(8), 0.1)).toBe(Number.POSITIVE_INFINITY)
  })

  test('equal weights give the unweighted quantile, ties counted one by one', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(scores, fc.constantFrom(0.125, 0.25, 0.5), (values, alpha) => {
        const weights = values.map(() => 1)
        expect(weightedConformalQuantile(values, weights, 1, alpha)).toBe(conformalQuantile(values, alpha))
      }),
      { seed: 4 },
    )
  })

  test.each([0, 1, -0.1, Number.NaN])('refuses alpha %s', (alpha) => {
    expect(() => conformalRank(10, alpha)).toThrow(/strictly between 0 and 1/)
  })

  test('refuses scores and weights that are not finite, naming the row', () => {
    expect(() => conformalQuantile([1, Number.NaN], 0.1)).toThrow(/score 1 is NaN/)
    expect(() => weightedConformalQuantile([1], [-1], 1, 0.1)).toThrow(/weight is -1/)
    expect(() => weightedConformalQuantile([1], [], 1, 0.1)).toThrow(/0 weights for 1 scores/)
  })
})
