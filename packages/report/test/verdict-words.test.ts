import { expect, test } from 'vitest'
import { verdictWords } from '../src/words.ts'

const sentence = (...given: Parameters<typeof verdictWords>) => {
  const { opening, rest } = verdictWords(...given)
  return `${opening}: ${rest}`
}

test('a verdict that holds the release back names the worst first', () => {
  expect(sentence('fail', { pass: 4, inconclusive: 1, fail: 2 })).toBe(
    'Not ready: 2 of 7 gates fail, 1 cannot be decided, 4 pass.',
  )
})

test('a good verdict names what passes first', () => {
  expect(sentence('pass', { waived: 1, pass: 6 })).toBe('Ready: 6 of 7 gates pass, 1 is waived.')
})

test('gates that all agree are not counted apart', () => {
  expect(sentence('pass', { pass: 7 })).toBe('Ready: all 7 gates pass.')
  expect(sentence('fail', { fail: 2 })).toBe('Not ready: both gates fail.')
  expect(sentence('inconclusive', { inconclusive: 1 })).toBe('Not decided: its only gate cannot be decided.')
})

test('a policy that was not judged says how many problems it has', () => {
  expect(sentence('error', {}, 2)).toBe('Not judged: 2 problems in the policy or its data.')
  expect(sentence('error', {})).toBe('Not judged: the policy or its data is wrong.')
  expect(sentence('pass', {})).toBe('Ready: the policy has no gates.')
})
