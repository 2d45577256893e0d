import { describe, expect, test } from 'vitest'
import { renderJson } from '../src/index.ts'
import { gate, measurement, policy, result } from './fixtures/build.ts'
import { creditDefault } from './fixtures/credit-default.ts'
import { hostile } from './fixtures/hostile.ts'

describe('the JSON report', () => {
  test('is the verdict itself, field for field', () => {
    expect(JSON.parse(renderJson(creditDefault))).toEqual(creditDefault)
  })

  test('keeps numbers in full double precision', () => {
    const value = 0.1 + 0.2
    const text = renderJson(
      result(policy('pass', [gate('g', 'pass', [measurement('all', 'pass', [value, 1 / 3, 2 / 3])])])),
    )
    expect(JSON.parse(text).policies[0].gates[0].measurements[0]).toMatchObject({ value, lower: 1 / 3, upper: 2 / 3 })
    expect(text).toContain('0.30000000000000004')
  })

  test('has null with a note for numbers that are not finite', () => {
    const text = renderJson(hostile)
    expect(text).not.toMatch(/NaN|Infinity/)
    const lost = JSON.parse(text).policies[0].gates[0].measurements[2]
    expect(lost).toMatchObject({
      value: null,
      lower: null,
      upper: null,
      note: 'not a finite number: value, lower, upper',
    })
  })

  test('says why a value does not exist', () => {
    const one = measurement('all', 'inconclusive', [null, null, null], { reason: 'No positive among 9 rows.' })
    const text = renderJson(result(policy('inconclusive', [gate('g', 'inconclusive', [one])])))
    expect(JSON.parse(text).policies[0].gates[0].measurements[0]).toMatchObject({
      value: null,
      note: 'No positive among 9 rows.',
    })
  })

  test('holds no control character but line breaks', () => {
    const texts: string[] = []
    JSON.parse(renderJson(hostile), (_, value) => {
      if (typeof value === 'string') texts.push(value)
      return value
    })
    expect(texts.join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })
})
