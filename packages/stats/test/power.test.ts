import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createRandom,
  detectableEffect,
  detectablePairedDifference,
  powerOfMean,
  powerOfProportions,
  proportionInterval,
  rowsForMean,
  rowsForProportions,
  rowsForWilson,
} from '../src/index.ts'

test('the rows for an effect reach the wanted power, and one row fewer does not', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      fc.constantFrom(1 as const, 2 as const),
      (deviation, effect, sides) => {
        const rows = rowsForMean(deviation, effect, { power: 0.9, sides })
        expect(powerOfMean(deviation, effect, rows, { sides })).toBeGreaterThanOrEqual(0.9 - 1e-9)
        if (rows > 5) expect(powerOfMean(deviation, effect, rows - 1, { sides })).toBeLessThan(0.9 + 1e-4)
      },
    ),
  )
})

test('the detectable effect is what the rows for it detect', () => {
  const effect = detectablePairedDifference(0.35, 9615)
  expect(effect).toBeLessThanOrEqual(0.01)
  expect(rowsForMean(0.35, 0.01, { sides: 1 })).toBeLessThan(9615)
  expect(detectableEffect(0.02, { alpha: 0.05, power: 0.8 })).toBeCloseTo(0.02 * 2.801585, 6)
})

test('the power for two proportions is what simulation finds', () => {
  const rows = rowsForProportions(0.1, 0.14)
  expect(rows).toBe(Math.ceil(((1.959963984540054 + 0.8416212335729143) ** 2 * (0.09 + 0.1204)) / 0.0016))
  const random = createRandom('power')
  const runs = 2000
  let seen = 0
  for (let run = 0; run < runs; run++) {
    let difference = 0
    let variance = 0
    for (const [rate, sign] of [
      [0.1, -1],
      [0.14, 1],
    ] as const) {
      let successes = 0
      for (let i = 0; i < rows; i++) successes += random.uniform() < rate ? 1 : 0
      difference += (sign * successes) / rows
      variance += ((successes / rows) * (1 - successes / rows)) / rows
    }
    if (Math.abs(difference) > 1.96 * Math.sqrt(variance)) seen++
  }
  expect(powerOfProportions(0.1, 0.14, rows)).toBeCloseTo(0.8, 3)
  expect(Math.abs(seen / runs - 0.8)).toBeLessThan(0.035)
})

test('the rows for a Wilson interval are the fewest that narrow it enough', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.005, max: 0.2, noNaN: true }),
      (rate, halfWidth) => {
        const rows = rowsForWilson(rate, halfWidth, 0.95)
        const half = (n: number) => {
          const { lower, upper } = proportionInterval(rate * n, n, 0.95)
          return (upper - lower) / 2
        }
        expect(half(rows)).toBeLessThanOrEqual(halfWidth + 1e-9)
        if (rows > 2) expect(half(rows - 1)).toBeGreaterThan(halfWidth - 1e-9)
      },
    ),
  )
})

test('designs outside their range are refused by name', () => {
  expect(() => rowsForMean(1, 0)).toThrow(/effect is 0/)
  expect(() => rowsForMean(1, 1, { power: 80 })).toThrow(/power is 80/)
  expect(() => powerOfProportions(0, 0.5, 10)).toThrow(/first proportion is 0/)
  expect(() => rowsForWilson(0.5, 0.6, 0.95)).toThrow(/halfWidth is 0.6/)
})
