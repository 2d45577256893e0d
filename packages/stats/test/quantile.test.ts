import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type QuantileType,
  quantile,
  quantileInterval,
  quantiles,
  sortedQuantile,
  weightedQuantile,
} from '../src/index.ts'

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
const probability = fc.double({ min: 0, max: 1, noNaN: true })
const types: QuantileType[] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

test.each(types)('type %i is between the extremes and grows with the probability', (type) => {
  fc.assert(
    fc.property(values, probability, probability, (list, a, b) => {
      const [low, high] = quantiles(list, [Math.min(a, b), Math.max(a, b)], type)!
      expect(low!).toBeGreaterThanOrEqual(Math.min(...list))
      expect(high!).toBeLessThanOrEqual(Math.max(...list))
      expect(low!).toBeLessThanOrEqual(high! + 1e-9)
    }),
  )
})

test('equal weights give type 1, and a weight of 2 is a row twice', () => {
  fc.assert(
    fc.property(values, probability, (list, p) => {
      expect(
        weightedQuantile(
          list,
          list.map(() => 2),
          p,
        ),
      ).toBe(quantile(list, p, 1))
      expect(weightedQuantile([...list, 7], [...list.map(() => 1), 2], p)).toBe(quantile([...list, 7, 7], p, 1))
    }),
  )
})

test('infinite values are ordered like others, and nothing has no quantile', () => {
  expect(quantile([1, Infinity, 2, Infinity], 0.9)).toBe(Infinity)
  expect(quantile([], 0.5)).toBeNull()
  expect(weightedQuantile([1, 2], [0, 0], 0.5)).toBeNull()
  expect(weightedQuantile([1, 2], [0, 1], 0)).toBe(2)
})

test('what cannot be ordered or weighed is refused', () => {
  expect(() => quantile([1, Number.NaN], 0.5)).toThrow(/value is NaN/)
  expect(() => sortedQuantile([1], 2)).toThrow(/is 2; give a number from 0 to 1/)
  expect(() => weightedQuantile([1], [-1], 0.5)).toThrow(/value 0 is -1/)
  expect(() => weightedQuantile([Number.NaN], [1], 0.5)).toThrow(/Value 0 is NaN/)
  expect(() => weightedQuantile([1, 2], [1], 0.5)).toThrow(/2 values with 1 weights/)
})

test('the ranks of a quantile interval equal those from binomial tails in scipy', () => {
  const url = new URL('vectors/distributions.json', import.meta.url)
  const table = JSON.parse(readFileSync(url, 'utf8')) as Record<string, (number | null)[][]>
  for (const [n, q, level, lowerRank, upperRank, coverage] of table['quantile_ranks']!) {
    const sorted = Float64Array.from({ length: n! }, (_, i) => i + 1)
    const found = quantileInterval(sorted, q!, level!)
    if (coverage === null) expect(found).toBeNull()
    else {
      expect(found).toMatchObject({ lowerRank, upperRank, lower: lowerRank, upper: upperRank })
      expect(found!.coverage).toBeCloseTo(coverage!, 10)
      expect(found!.coverage).toBeGreaterThanOrEqual(level!)
    }
  }
})

test('the extremes have no order-statistic interval', () => {
  expect(() => quantileInterval([1, 2], 1, 0.95)).toThrow(/the extremes have no such interval/)
})
