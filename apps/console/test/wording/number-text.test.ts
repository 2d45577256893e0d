import { expect, test } from 'vitest'
import { bytesText, numberText, scaleOf } from '../../src/wording/index.ts'

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
