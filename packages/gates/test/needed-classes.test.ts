import { orderByScore } from '@sluice/metrics'
import { neededClasses } from '@sluice/policy'
import { expect, test } from 'vitest'
import { measures } from '../src/measures/index.ts'

/** Whether a measure has a value on 40 rows of one class, with scores from 0 to 1. */
function hasValue(name: string, label: 0 | 1): boolean {
  const measure = measures.get(name)!
  const scores = Float64Array.from({ length: 40 }, (_, i) => (i + 0.5) / 40)
  const metric = measure.measure.binary!(measure.options.parse({}), { threshold: 0.5, seed: 1 })
  return metric.estimate(orderByScore(scores, new Uint8Array(40).fill(label))).value !== null
}

const binary = [...measures.values()]
  .filter(({ measure, subject }) => measure.binary !== undefined && subject !== 'pair')
  .map(({ name }) => name)

test.each(binary)('lint knows which classes %s needs', (name) => {
  const needs = { positives: !hasValue(name, 0), negatives: !hasValue(name, 1) }
  const expected = needs.positives
    ? needs.negatives
      ? 'both'
      : 'positives'
    : needs.negatives
      ? 'negatives'
      : undefined
  expect(neededClasses[name]).toBe(expected)
})

test('lint knows the needs of no measure that there is not', () => {
  expect(Object.keys(neededClasses).filter((name) => !binary.includes(name))).toEqual([])
})
