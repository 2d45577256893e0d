import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  interval,
  mcNemar,
  pairedProportionInterval,
  pairedProportionUncertainty,
  proportionDifferenceInterval,
} from '../src/index.ts'
import { expectClose } from './closeness.ts'

test("Tango's interval equals a direct maximisation of the paired likelihood", () => {
  const url = new URL('vectors/distributions.json', import.meta.url)
  const { tango } = JSON.parse(readFileSync(url, 'utf8')) as Record<string, number[][]>
  for (const [b, c, rows, level, lower, upper] of tango as [number, number, number, number, number, number][]) {
    const got = pairedProportionInterval({ onlyFirst: b, onlySecond: c }, rows, level)
    expectClose([got.lower, got.upper], [lower, upper], 1e-6)
  }
})

test("Tango's interval leaves 0 out exactly where McNemar's uncorrected test rejects", () => {
  const count = fc.integer({ min: 0, max: 60 })
  fc.assert(
    fc.property(count, count, fc.integer({ min: 1, max: 500 }), (onlyFirst, onlySecond, concordant) => {
      const { lower, upper } = pairedProportionInterval(
        { onlyFirst, onlySecond },
        onlyFirst + onlySecond + concordant,
        0.95,
      )
      expect(lower).toBeLessThanOrEqual((onlyFirst - onlySecond) / (onlyFirst + onlySecond + concordant))
      const { chiSquareP } = mcNemar({ onlyFirst, onlySecond })
      expect(lower > 0 || upper < 0).toBe((chiSquareP ?? 1) < 0.05)
    }),
  )
})

test('without a discordant pair nothing is refuted, and the interval still has a width', () => {
  expect(mcNemar({ onlyFirst: 0, onlySecond: 0 })).toMatchObject({ exactP: 1, midP: 1, chiSquare: null })
  const { lower, upper } = pairedProportionInterval({ onlyFirst: 0, onlySecond: 0 }, 50, 0.95)
  expect(lower).toBeCloseTo(-0.0713, 3)
  expect(upper).toBeCloseTo(0.0713, 3)
})

// numpy: mean and standard error of the table with half a pair in each cell, laid out as weighted rows.
test.each([
  [0, 0, 4, -0.32666066409000893, 0.32666066409000893],
  [3, 1, 20, -0.1046450435774976, 0.2864632253956794],
  [12, 5, 200, -0.006233673889144038, 0.07554060458221334],
  [0, 7, 30, -0.3745287792756837, -0.06297122072431632],
])('half a pair in each cell: %i and %i of %i', (onlyFirst, onlySecond, rows, lower, upper) => {
  const got = interval(
    (onlyFirst - onlySecond) / rows,
    pairedProportionUncertainty({ onlyFirst, onlySecond }, rows),
    0.95,
  )
  expectClose([got.lower, got.upper], [lower, upper], 1e-12)
  const tango = pairedProportionInterval({ onlyFirst, onlySecond }, rows, 0.95)
  expect(Math.abs(got.lower - tango.lower)).toBeLessThan(0.5 / Math.sqrt(rows))
})

test('the mid-p value is at most the exact one', () => {
  const count = fc.integer({ min: 0, max: 200 })
  fc.assert(
    fc.property(count, count, (onlyFirst, onlySecond) => {
      const { exactP, midP } = mcNemar({ onlyFirst, onlySecond })
      expect(midP).toBeLessThanOrEqual(exactP)
      expect(midP).toBeGreaterThan(0)
    }),
  )
})

test('counts that are no counts are refused', () => {
  expect(() => mcNemar({ onlyFirst: 1.5, onlySecond: 2 })).toThrow(/is 1.5; it must be a whole number/)
  expect(() => pairedProportionInterval({ onlyFirst: 9, onlySecond: 2 }, 10, 0.95)).toThrow(/do not fit in 10 rows/)
  expect(() => pairedProportionUncertainty({ onlyFirst: 0, onlySecond: 0 }, 0)).toThrow(/do not fit in 0 rows/)
})

test('a difference of independent proportions mirrors when its sides are swapped', () => {
  const count = fc
    .record({ trials: fc.integer({ min: 1, max: 300 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ trials, share }) => ({ trials, successes: Math.round(trials * share) }))
  const method = fc.constantFrom('newcombe' as const, 'miettinen_nurminen' as const, 'wald' as const)
  fc.assert(
    fc.property(count, count, method, (first, second, how) => {
      const one = proportionDifferenceInterval(first, second, 0.9, how)
      const other = proportionDifferenceInterval(second, first, 0.9, how)
      expectClose([one.lower, one.upper], [-other.upper, -other.lower], 1e-7)
      expect(one.lower).toBeLessThanOrEqual(one.upper)
      const observed = first.successes / first.trials - second.successes / second.trials
      expect(one.lower - 1e-12 <= observed && observed <= one.upper + 1e-12).toBe(true)
    }),
  )
})

test('a difference with an empty side is refused', () => {
  const some = { successes: 1, trials: 2 }
  expect(() => proportionDifferenceInterval(some, { successes: 0, trials: 0 }, 0.95)).toThrow(/one side has 0/)
})
