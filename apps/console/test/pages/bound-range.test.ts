import type { MeasurementVerdict } from '@sluice/gates'
import { expect, test } from 'vitest'
import { boundRange, reaching } from '../../src/pages/what-if/bound-range.ts'

const measurement = (value: number | null, lower: number | null, upper: number | null): MeasurementVerdict => ({
  slice: 'all',
  status: 'pass',
  value,
  lower,
  upper,
  level: 0.95,
  interval: null,
  n: 10,
  positives: null,
  versus: null,
  pValue: null,
  adjustedPValue: null,
  rowsNeeded: null,
  reason: '',
})

test('spans the intervals and the bound with some room, on round steps', () => {
  expect(boundRange({ condition: { min: 0.7 }, measurements: [measurement(0.78, 0.76, 0.8)] })).toEqual({
    from: 0.685,
    to: 0.815,
    step: 0.001,
  })
})

test('counts values without an interval, and bounds alone', () => {
  const { from, to } = boundRange({ condition: { max: 0.03 }, measurements: [measurement(0.18, null, null)] })
  expect(from).toBeLessThan(0.03)
  expect(to).toBeGreaterThan(0.18)
  expect(boundRange({ condition: { max: 2 }, measurements: [measurement(null, null, null)] })).toMatchObject({
    from: 1.7,
    to: 2.3,
  })
})

test('a bound typed beyond either end takes that end along, with room, and leaves the other', () => {
  const range = { from: 0.1, to: 0.3, step: 0.001 }
  expect(reaching(range, 0.2)).toBe(range)
  expect(reaching(range, 0.3)).toBe(range)
  const higher = reaching(range, 0.8)
  expect([higher.from, higher.to]).toEqual([0.1, expect.closeTo(0.91, 9)])
  const lower = reaching(range, -0.5)
  expect([lower.from, lower.to]).toEqual([expect.closeTo(-0.62, 9), 0.3])
  expect(reaching(higher, 0.25)).toBe(higher)
  expect(reaching(range, Number.NaN)).toBe(range)
})
