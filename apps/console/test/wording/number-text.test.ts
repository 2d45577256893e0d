import { expect, test } from 'vitest'
import { bytesText, numberText, percentText, scaleOf, shortNumber } from '../../src/wording/index.ts'

test('numbers of one table have the same decimals', () => {
  const scale = scaleOf([0.6538, 0.5, null], [0.7])
  expect([0.6538, 0.5].map((value) => numberText(value, scale))).toEqual(['0.654', '0.500'])
})

test('a value that misses its bound never looks equal to it', () => {
  const scale = scaleOf([0.69996], [0.7])
  expect(numberText(0.69996, scale)).toBe('0.69996')
})

test('differences carry their sign, zero carries none', () => {
  const scale = scaleOf([0.0549, -0.0126])
  expect(numberText(0.0549, scale, true)).toBe('+0.0549')
  expect(numberText(-0.0126, scale, true)).toBe('−0.0126')
  expect(numberText(-0.00001, scale, true)).toBe('0.0000')
})

test('numbers in sentences are short', () => {
  expect([0.1 + 0.2, -0.005, 12_345, 2.06e-13].map(shortNumber)).toEqual(['0.3', '−0.005', '12,345', '2.06e-13'])
  expect(percentText(0.95)).toBe('95 %')
  expect([0, 999, 1000, 842_113, 2_000_000].map(bytesText)).toEqual(['0 bytes', '999 bytes', '1 kB', '842 kB', '2 MB'])
})
