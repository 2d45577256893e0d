import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { binaryLabelErrorRate, confidentLabels, labelErrorRate, orderByScore } from '../../src/index.ts'

const reference = JSON.parse(readFileSync(new URL('../vectors/confident-learning.json', import.meta.url), 'utf8')) as {
  labels: number[]
  probabilities: number[][]
  joint: number[][]
  off: number[]
  thresholds: number[]
  noise: number
}
const sample = {
  labels: Uint16Array.from(reference.labels),
  probabilities: Float64Array.from(reference.probabilities.flat()),
  classes: 3,
}

describe('confident learning', () => {
  test('agrees with cleanlab on thresholds, joint, suspects and noise', () => {
    const { thresholds, joint, suspected, estimatedNoise } = confidentLabels(sample)
    reference.thresholds.forEach((threshold, k) => {
      expect(thresholds[k]).toBeCloseTo(threshold, 12)
    })
    expect([...joint]).toEqual(reference.joint.flat())
    expect([...suspected.keys()].filter((i) => suspected[i] === 1)).toEqual(reference.off)
    // cleanlab rounds the scaled joint to whole rows.
    expect(Math.abs(estimatedNoise - reference.noise)).toBeLessThan(1 / 60)
  })

  test('the rate is the share of suspects, with Wilson', () => {
    const { value, uncertainty } = labelErrorRate.estimate(sample, {})
    expect(value).toBe(reference.off.length / 60)
    expect(uncertainty).toEqual({ kind: 'proportion', method: 'wilson', successes: 7, trials: 60 })
  })

  test('two classes: the scores of the positive one are enough, and one class says nothing', () => {
    const binary = orderByScore(Float64Array.of(0.1, 0.2, 0.9, 0.8, 0.95), Uint8Array.of(0, 0, 1, 1, 0))
    // The positives' mean is 0.85, which 0.9 and 0.95 reach; the negatives' mean of 1 − p is 0.5833.
    expect(binaryLabelErrorRate.estimate(binary, {}).value).toBe(1 / 5)
    const one = orderByScore(Float64Array.of(0.1, 0.2), Uint8Array.of(0, 0))
    expect(binaryLabelErrorRate.estimate(one, {})).toMatchObject({ value: null, undefinedBecause: 'one_class' })
  })

  test('a constant probability of a class reaches its own mean', () => {
    const constant = {
      labels: Uint16Array.of(0, 0, 0),
      probabilities: Float64Array.of(0.1, 0.9, 0.1, 0.9, 0.1, 0.9),
      classes: 2,
    }
    expect([...confidentLabels(constant).joint]).toEqual([3, 0, 0, 0])
  })
})
