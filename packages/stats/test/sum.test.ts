import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CompensatedSum, mean, sum, sumOf } from '../src/index.ts'

test('keeps what plain addition loses', () => {
  expect(sum([1, 1e100, 1, -1e100])).toBe(2)
  expect(sum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000)
})

test('adds whole numbers exactly, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 300 }), (values) => {
      const exact = Number(values.reduce((total, value) => total + BigInt(value), 0n))
      expect(sum(values)).toBe(exact + 0)
      expect(sum([...values].reverse())).toBe(exact + 0)
    }),
  )
})

test('blocks that are summed apart and added in order give the same bits', () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => Math.sin(i) * 10 ** (i % 17))
  const blocks = new CompensatedSum()
  for (let start = 0; start < values.length; start += 4096) blocks.add(sum(values.subarray(start, start + 4096)))
  expect(blocks.value).toBe(sum(values))
  expect(sumOf(values.length, (i) => values[i]!)).toBe(sum(values))
})

test('infinities stay infinite, NaN stays NaN, and nothing has no mean', () => {
  expect(sum([1, Infinity, 2])).toBe(Infinity)
  expect(sum([Infinity, -Infinity])).toBeNaN()
  expect(sum([])).toBe(0)
  expect(mean([])).toBeNull()
  expect(mean([1, 2])).toBe(1.5)
})
