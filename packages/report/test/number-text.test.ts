import { describe, expect, test } from 'vitest'
import { countText, intervalText, numberText, percentText, scaleOf, shortNumber } from '../src/number-text.ts'

describe('numbers', () => {
  test.each([
    [[0.7124, 0.69, 0.7301], '0.712'],
    [[0.00923, 0.0031], '0.00923'],
    [[27412.7, 26890.1], '27,413'],
    [[1.23456, 1.1], '1.235'],
    [[123.456], '123.5'],
    [[0], '0.000'],
    [[3e-9], '3.00e-9'],
    [[-0.00001, 0.5], '0.000'],
  ] as const)('%j reads %s', (values, text) => {
    expect(numberText(values[0], scaleOf(values))).toBe(text)
  })

  test('of one table have the same decimals', () => {
    const scale = scaleOf([0.7, 0.0312, 0.95])
    expect([0.7, 0.0312, 0.95].map((value) => numberText(value, scale))).toEqual(['0.700', '0.031', '0.950'])
  })

  test('show their sign where they are differences', () => {
    const scale = scaleOf([0.012, -0.003])
    expect(intervalText(-0.003, 0.012, scale, true)).toBe('[-0.0030, +0.0120]')
    expect(numberText(0, scale, true)).toBe('0.0000')
  })

  test('get more decimals where they would look equal to a bound that they miss', () => {
    expect(numberText(0.69998, scaleOf([0.69998], [0.7]))).toBe('0.69998')
    expect(numberText(0.7, scaleOf([0.7], [0.7]))).toBe('0.700')
  })

  test('in sentences are short', () => {
    expect([0.7, 30000, 1234567.5, 0.00001, 2 / 3].map(shortNumber)).toEqual([
      '0.7',
      '30,000',
      '1235000',
      '1.00e-5',
      '0.667',
    ])
  })

  test('of rows have separators, shares are percentages', () => {
    expect([countText(1234567), percentText(0.95), percentText(0.999)]).toEqual(['1,234,567', '95%', '99.9%'])
  })

  test('have no text of an interval that lacks an end', () => {
    expect(intervalText(null, 0.5, scaleOf([0.5]))).toBe('')
  })
})
