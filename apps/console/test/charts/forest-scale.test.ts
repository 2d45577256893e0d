import { expect, test } from 'vitest'
import { forestScale } from '../../src/charts/forest-scale.ts'

const row = (value: number | null, lower: number | null = null, upper: number | null = null) => ({
  value,
  lower,
  upper,
})

test('every estimate, usual interval and bound lies within the axis', () => {
  const scale = forestScale([row(0.8, 0.75, 0.85), row(0.6, 0.5, 0.7)], [0.7])!
  for (const value of [0.5, 0.6, 0.7, 0.8, 0.85]) expect(scale.isBeyond(value)).toBe(false)
  expect(scale.at(0.6)).toBeLessThan(scale.at(0.7))
  expect(scale.ticks.length).toBeGreaterThan(1)
})

test('an interval far wider than the rest is cut at the axis', () => {
  const usual = [row(0.8, 0.79, 0.81), row(0.81, 0.8, 0.82), row(0.82, 0.81, 0.83)]
  const scale = forestScale([...usual, row(0.8, -4, 5)], [0.8])!
  expect(scale.isBeyond(-4)).toBe(true)
  expect(scale.at(-4)).toBe(0)
  expect(scale.at(5)).toBe(100)
  expect(scale.at(0.83) - scale.at(0.79)).toBeGreaterThan(20)
})

test('one value that equals its bound still has an axis', () => {
  const scale = forestScale([row(0)], [0])!
  expect(scale.at(0)).toBeCloseTo(50)
})

test('without any value or bound there is none', () => {
  expect(forestScale([row(null)], [])).toBeNull()
})
