import type { MeasurementVerdict } from '@sluice/gates'
import { expect, test } from 'vitest'
import type { SeriesPoint } from '../../src/api/records.ts'
import { trendSlice } from '../../src/trends/trend-slice.ts'
import { movementWords, pointWords, trendText } from '../../src/trends/trend-words.ts'

const measured = (slice: string, status: string, value: number | null) =>
  ({ slice, status, value, lower: null, upper: null }) as MeasurementVerdict
const gate = (...measurements: MeasurementVerdict[]) => ({ condition: { min: 0.7 }, measurements })
const point = (value: number | null, lower: number | null = null, upper: number | null = null): SeriesPoint => ({
  evaluation: 'e',
  createdAt: '2026-11-24T09:31:00.000Z',
  status: 'fail',
  value,
  lower,
  upper,
  rows: 100,
})

test('the slice that is followed is the one pointed at, else the worst that has a value', () => {
  const slices = gate(measured('a', 'pass', 0.9), measured('b', 'inconclusive', null), measured('c', 'pass', 0.6))
  expect(trendSlice(slices, undefined)).toBe('c')
  expect(trendSlice(slices, 'a')).toBe('a')
  expect(trendSlice(slices, 'b')).toBe('b')
  expect(trendSlice(slices, 'gone')).toBe('c')
  expect(trendSlice(gate(measured('b', 'inconclusive', null)), undefined)).toBe('b')
  expect(trendSlice(gate(), undefined)).toBeNull()
})

test('how a value moved, and in how many evaluations it was measured', () => {
  const words = (points: readonly SeriesPoint[], slice: string) =>
    movementWords(points, slice, trendText(points, { condition: { min: 0.7 } }))
  expect(words([point(0.71), point(0.69), point(0.6812)], 'all')).toBe('0.710 to 0.681 over 3 evaluations')
  expect(words([point(0.71), point(0.69)], 'sex=1')).toBe('0.710 to 0.690 of sex=1 over 2 evaluations')
  expect(words([point(null), point(0.5), point(0.6)], 'all')).toBe('0.500 to 0.600, measured in 2 of 3 evaluations')
  expect(words([point(null), point(0.5)], 'all')).toBe('0.500, measured in 1 of 2 evaluations')
  expect(words([point(null), point(null)], 'sex=1')).toBe('no value of sex=1 in 2 evaluations')
})

test('a point says its value, its interval and what was said of it', () => {
  const text = trendText([point(-0.02)], { condition: { min_delta: -0.01 } })
  expect(pointWords(point(-0.02, -0.03, 0.01), text)).toEqual([
    '−0.0200',
    '−0.0300 to +0.0100',
    expect.stringMatching(/^Fail, 24 Nov 2026/),
  ])
  expect(pointWords(point(null), text)[0]).toBe('no value')
})
