import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jensenShannonDistance, populationStabilityIndex, totalVariation } from '../src/index.ts'

const p = [10, 20, 30, 0, 40]
const q = [5, 25, 20, 10, 0]

describe('distances of two distributions over bins', () => {
  test('reference values', () => {
    // SciPy 1.17: spatial.distance.jensenshannon(p, q, base=2); the other two written out in NumPy 2.4
    expect(jensenShannonDistance(p, q)).toBeCloseTo(0.5590752357789673, 14)
    expect(totalVariation(p, q)).toBeCloseTo(0.4166666666666667, 14)
    expect(populationStabilityIndex(p, q)).toBeCloseTo(4.718056107847084, 13)
  })

  test('are symmetric, 0 for the same shares, 1 for disjoint ones, and bounded', () => {
    const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(counts, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x + 1), pairs.map(([, y]) => y)]
        b[0]!++
        for (const distance of [totalVariation, jensenShannonDistance]) {
          expect(distance(a, b)).toBeCloseTo(distance(b, a), 12)
          expect(
            distance(
              a,
              a.map((x) => 3 * x),
            ),
          ).toBeCloseTo(0, 7)
          expect(distance(a, b)).toBeLessThanOrEqual(1)
        }
      }),
      { seed: 11 },
    )
    expect(totalVariation([1, 0], [0, 1])).toBe(1)
    expect(jensenShannonDistance([1, 0], [0, 1])).toBe(1)
  })

  test('refuse bins that do not match and sides without rows', () => {
    expect(() => totalVariation([1], [1, 2])).toThrow(/1 bins against 2/)
    expect(() => totalVariation([0, 0], [1, 2])).toThrow(/sum to 0/)
    expect(() => totalVariation([-1, 2], [1, 2])).toThrow(/Bin 0 holds -1/)
  })
})
