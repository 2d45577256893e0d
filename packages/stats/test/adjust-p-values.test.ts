import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adjustPValues, type Correction } from '../src/index.ts'

const family = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.01, 0.05, 1)), {
  maxLength: 12,
})
const methods: Correction[] = ['holm', 'hochberg', 'hommel', 'bonferroni', 'bh', 'by', 'none']

test.each(methods)('%s keeps the order, stays in [0, 1], never falls below the raw value, and ties ties', (method) => {
  fc.assert(
    fc.property(family, (p) => {
      const adjusted = adjustPValues(p, method)
      p.forEach((one, i) => {
        expect(adjusted[i]).toBeGreaterThanOrEqual(one - 1e-15)
        expect(adjusted[i]).toBeLessThanOrEqual(1)
        p.forEach((other, j) => {
          if (one < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!)
          if (one === other) expect(adjusted[i]).toBe(adjusted[j])
        })
      })
    }),
  )
})

test.each([
  ['holm', 'bonferroni'],
  ['hochberg', 'holm'],
  ['hommel', 'hochberg'],
  ['bh', 'hochberg'],
  ['bh', 'by'],
] as [Correction, Correction][])('%s rejects whatever %s rejects', (stronger, weaker) => {
  fc.assert(
    fc.property(family, (p) => {
      const strong = adjustPValues(p, stronger)
      const weak = adjustPValues(p, weaker)
      for (let i = 0; i < p.length; i++) expect(strong[i]!).toBeLessThanOrEqual(weak[i]! + 1e-15)
    }),
  )
})

test('Hommel rejects exactly what closing Simes’s test rejects', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 7 }), (p) => {
      const adjusted = adjustPValues(p, 'hommel')
      const closed = p.map(() => 0)
      for (let subset = 1; subset < 2 ** p.length; subset++) {
        const members = p.map((_, i) => i).filter((i) => (subset >> i) & 1)
        const sorted = members.map((i) => p[i]!).sort((a, b) => a - b)
        const simes = Math.min(...sorted.map((value, k) => (value * sorted.length) / (k + 1)))
        for (const i of members) closed[i] = Math.max(closed[i]!, simes)
      }
      adjusted.forEach((value, i) => {
        expect(value).toBeCloseTo(closed[i]!, 12)
      })
    }),
  )
})

test('an empty family stays empty, and a family of one is left alone', () => {
  for (const method of methods) {
    expect(adjustPValues([], method)).toEqual([])
    expect(adjustPValues([0.03], method)).toEqual([0.03])
  }
})

test('a member without a p-value is refused with its position', () => {
  expect(() => adjustPValues([0.1, Number.NaN], 'holm')).toThrow(/p-value 1 is NaN.*leave out/)
})
