import { expect, test } from 'vitest'
import { daysBetween, relativeText, today } from '../../src/wording/index.ts'

const now = new Date('2026-11-24T12:00:00Z')

test.each([
  ['2026-11-24T11:59:30Z', 'just now'],
  ['2026-11-24T11:50:00Z', '10 minutes ago'],
  ['2026-11-23T11:00:00Z', 'yesterday'],
  ['2026-11-27T13:00:00Z', 'in 3 days'],
  ['2025-10-01T00:00:00Z', 'last year'],
])('%s is %s', (at, words) => {
  expect(relativeText(new Date(at), now)).toBe(words)
})

test('days are counted in UTC, the zone of waivers', () => {
  expect(today(new Date('2026-11-24T23:30:00-05:00'))).toBe('2026-11-25')
  expect(daysBetween('2026-11-24', '2026-12-01')).toBe(7)
  expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2)
})
