import { expect, test } from 'vitest'
import {
  bytesText,
  expectation,
  expectationSign,
  numberText,
  percentText,
  scaleOf,
  shortNumber,
  withMinus,
} from '../../src/wording/index.ts'

test('a minus in a table is a minus, not a hyphen', () => {
  const scale = scaleOf([0.0549, -0.0126])
  expect(numberText(0.0549, scale, true)).toBe('+0.0549')
  expect(numberText(-0.0126, scale, true)).toBe('−0.0126')
  expect(numberText(-0.00001, scale, true)).toBe('0.0000')
  expect(numberText(Number.NEGATIVE_INFINITY, scale)).toBe('−∞')
})

test('bytes are told in powers of a thousand', () => {
  expect([0, 999, 1000, 842_113, 2_000_000].map(bytesText)).toEqual(['0 bytes', '999 bytes', '1 kB', '842 kB', '2 MB'])
})

test('each minus of a sentence is one, and hyphens of names, days and ranges stay', () => {
  expect(withMinus('-0.0123 [-0.02, -3.15e-5]: expected ≥ -0.01')).toBe('−0.0123 [−0.02, −3.15e−5]: expected ≥ −0.01')
  expect(withMinus('pay_0=-1 since 2026-11-23, int8-keeps, 3-4 rows, non-1')).toBe(
    'pay_0=-1 since 2026-11-23, int8-keeps, 3-4 rows, non-1',
  )
  expect([shortNumber(-0.008), shortNumber(-2.9e-5), percentText(-0.003)]).toEqual(['−0.008', '−2.90e−5', '−0.3%'])
  const gate = { condition: { min_delta: -0.01 }, versus: 'fp32', dataset: 'test' }
  expect(expectationSign(gate)).toBe('Δ ≥ −0.01')
  expect(expectation({ ...gate, condition: { min: -0.5 } })).toBe('at least −0.5')
})
