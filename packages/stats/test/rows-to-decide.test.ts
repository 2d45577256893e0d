import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { interval, rowsToDecide, type Uncertainty } from '../src/index.ts'
import { arbitraryUncertain } from './uncertainties.ts'

test('a Wilson interval of as many rows clears the bound, one of 1 % fewer does not', () => {
  const rows = rowsToDecide(0.7, { kind: 'proportion', method: 'wilson', successes: 70, trials: 100 }, 0.65, 0.95, 100)!
  const lower = (n: number) =>
    interval(0.7, { kind: 'proportion', method: 'wilson', successes: 0.7 * n, trials: n }, 0.95).lower
  expect(lower(rows)).toBeGreaterThanOrEqual(0.65)
  expect(lower(rows * 0.99)).toBeLessThan(0.65)
})

test('a normal interval needs (z · se / distance)² times the rows', () => {
  const uncertainty: Uncertainty = {
    kind: 'normal',
    method: 'delta',
    scale: 'identity',
    standardError: 0.04,
    degreesOfFreedom: null,
  }
  expect(rowsToDecide(0.72, uncertainty, 0.7, 0.95, 500)).toBe(Math.ceil(500 * (1.959963984540054 * 2) ** 2))
})

test('rows that already decide are the answer, and a bound at the value is never cleared', () => {
  const uncertainty = { kind: 'proportion', method: 'wilson', successes: 90, trials: 100 } as const
  expect(rowsToDecide(0.9, uncertainty, 0.5, 0.95, 100)).toBe(100)
  expect(rowsToDecide(0.9, uncertainty, 0.9, 0.95, 100)).toBeNull()
})

test('more rows are no remedy where they cannot narrow anything', () => {
  const pairs = { kind: 'ordered_pairs', method: 'ordered_pairs', pairs: 3 } as const
  expect(rowsToDecide(1, pairs, 0.5, 0.99, 30)).toBeGreaterThan(30)
  expect(rowsToDecide(1, { ...pairs, pairs: 0 }, 0.5, 0.99, 30)).toBeNull()
  const few = {
    kind: 'resampled',
    method: 'bootstrap_percentile',
    quantiles: [-1, 0, 1],
    bias: 0,
    acceleration: 0,
    replicates: 50,
  } as const
  expect(rowsToDecide(0, few, 0.4, 0.99, 100)).toBeNull()
  expect(rowsToDecide(0, few, 0.4, 0.9, 100)).toBeGreaterThan(100)
})

test('rows that are not positive are refused', () => {
  const pairs = { kind: 'ordered_pairs', method: 'ordered_pairs', pairs: 3 } as const
  expect(() => rowsToDecide(1, pairs, 0.5, 0.95, 0)).toThrow(/from 0 rows/)
})

describe.each(Object.entries(arbitraryUncertain))('any %s uncertainty', (_, arbitrary) => {
  test('needs no fewer rows than there are, and no fewer at a higher level', () => {
    fc.assert(
      fc.property(arbitrary, fc.double({ min: -0.5, max: 1.5, noNaN: true }), (one, bound) => {
        const lenient = rowsToDecide(one.value, one.uncertainty, bound, 0.8, 200)
        const strict = rowsToDecide(one.value, one.uncertainty, bound, 0.95, 200)
        if (strict === null) return
        expect(lenient).not.toBeNull()
        expect(lenient!).toBeGreaterThanOrEqual(200)
        expect(strict).toBeGreaterThanOrEqual(lenient!)
      }),
    )
  })
})
