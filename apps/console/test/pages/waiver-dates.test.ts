import { expect, test } from 'vitest'
import { soonestFirst, urgencyOf, waiverWords } from '../../src/pages/settings/waiver-dates.ts'

const day = '2026-11-24'
const until = (end: string, state: 'active' | 'unused' | 'expired' = 'active') => ({ until: end, state })

test('the waiver that ends first stands first, of one day by model and gate', () => {
  const waiver = (end: string, model: string, gate: string) => ({ until: end, model, gate })
  const sorted = soonestFirst([
    waiver('2027-01-01', 'a', 'x'),
    waiver('2026-12-01', 'b', 'y'),
    waiver('2026-12-01', 'a', 'z'),
  ])
  expect(sorted.map(({ model, gate }) => `${model} ${gate}`)).toEqual(['a z', 'b y', 'a x'])
})

test.each([
  ['2026-11-23', 'late', 'ended 1 day ago'],
  ['2026-11-24', 'soon', 'ends today'],
  ['2026-12-08', 'soon', 'ends in 14 days'],
  ['2026-12-09', null, 'ends in 15 days'],
] as const)('one until %s is %s and %s', (end, urgency, words) => {
  expect(urgencyOf(until(end), day)).toBe(urgency)
  expect(waiverWords(until(end), day)).toBe(words)
})

test('one that covers nothing says so while it lasts', () => {
  expect(waiverWords(until('2026-12-01', 'unused'), day)).toBe('ends in 7 days, covers nothing')
  expect(waiverWords(until('2026-11-20', 'expired'), day)).toBe('ended 4 days ago')
})
