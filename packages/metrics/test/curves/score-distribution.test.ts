import { expect, test } from 'vitest'
import { orderByScore, scoreDistribution } from '../../src/index.ts'

test('shares of each class in bins that hold their start and the last one its end', () => {
  const sample = orderByScore(Float64Array.of(0, 0.24, 0.25, 0.5, 1, 0.9), Uint8Array.of(0, 0, 1, 0, 1, 0))
  expect(scoreDistribution(sample, { bins: 4, range: [0, 1] })).toEqual({
    starts: [0, 0.25, 0.5, 0.75],
    end: 1,
    negatives: [0.5, 0, 0.25, 0.25],
    positives: [0, 0.5, 0, 0.5],
  })
})

test('weights count, infinite scores lie in the outer bins, and a class without rows has no share', () => {
  const sample = orderByScore(Float64Array.of(-Infinity, 1, 2, 3, Infinity), new Uint8Array(5), {
    weights: Float64Array.of(1, 1, 1, 1, 4),
  })
  const spread = scoreDistribution(sample, { bins: 2 })!
  expect([spread.starts, spread.end]).toEqual([[1, 2], 3])
  expect(spread.negatives).toEqual([0.25, 0.75])
  expect(spread.positives).toEqual([0, 0])
})

test('one value is one bin, and nothing is nothing', () => {
  const one = orderByScore(Float64Array.of(0.3, 0.3), Uint8Array.of(0, 1))
  expect(scoreDistribution(one, { bins: 3 })).toMatchObject({ positives: [1, 0, 0], negatives: [1, 0, 0] })
  expect(scoreDistribution(orderByScore(new Float64Array(0), new Uint8Array(0)))).toBeNull()
})
