import type { BinarySample } from '@sluice/metrics'
import { createRandom, interval } from '@sluice/stats'
import { expect, test } from 'vitest'
import { smoothEce } from '../src/index.ts'
import { draw, drawSample, type Model } from './random-samples.ts'
import { binarySample, casesOf, sampleOf } from './vectors.ts'

const overconfident: Model = { center: -1, spread: 1.5, intercept: 0.2, slope: 0.6 }
const calibrated: Model = { center: -1, spread: 1.2, intercept: 0, slope: 1 }

/** The paper's definition, term by term: the reflected kernel as a sum over mirror images, the integral by the trapezoid. */
function byDefinition({ scores, labels, weights }: BinarySample, bandwidth: number, points = 4000): number {
  const kernel = (t: number, p: number) => {
    let sum = 0
    for (let image = -4; image <= 4; image += 2) {
      for (const at of [p + image, -p + image]) sum += Math.exp(-((t - at) ** 2) / (2 * bandwidth ** 2))
    }
    return sum / (bandwidth * Math.sqrt(2 * Math.PI))
  }
  const total = weights === undefined ? scores.length : weights.reduce((a, b) => a + b, 0)
  let integral = 0
  for (let j = 0; j <= points; j++) {
    let sum = 0
    for (let i = 0; i < scores.length; i++)
      sum += ((weights?.[i] ?? 1) * (labels[i] - scores[i]) * kernel(j / points, scores[i])) / total
    integral += (Math.abs(sum) * (j === 0 || j === points ? 0.5 : 1)) / points
  }
  return integral
}

function smoothErrorOf(sample: BinarySample): number {
  const { value } = smoothEce.estimate(sample, {})
  if (value === null) throw new Error('no value')
  return value
}

test.each([
  ['bin40', sampleOf(casesOf('smoothEce')[0])],
  ['over-confident', drawSample(150, overconfident, 1)],
  ['calibrated', drawSample(150, calibrated, 2)],
])('at the bandwidth that equals the error, the definition gives the error: %s', (_, sample) => {
  const value = smoothErrorOf(sample)
  expect(Math.abs(byDefinition(sample, value) - value)).toBeLessThan(1e-4 * value)
})

test('a weight of 2 counts like a repeated row', () => {
  const { scores, labels } = draw(80, overconfident, 3)
  const doubled = binarySample([...scores, ...scores.slice(0, 30)], [...labels, ...labels.slice(0, 30)])
  const weighted = binarySample(
    scores,
    labels,
    scores.map((_, i) => (i < 30 ? 2 : 1)),
  )
  expect(smoothErrorOf(weighted)).toBeCloseTo(smoothErrorOf(doubled), 9)
  expect(Math.abs(byDefinition(weighted, smoothErrorOf(weighted)) - smoothErrorOf(weighted))).toBeLessThan(1e-4)
})

test('influences have mean 0 and the spread of the bootstrap', () => {
  const { scores, labels } = draw(2000, overconfident, 4)
  const sample = binarySample(scores, labels)
  const phi = smoothEce.influence!(sample, {})!
  expect(Math.abs(phi.reduce((a, b) => a + b, 0) / phi.length)).toBeLessThan(1e-12)
  const error = Math.sqrt(phi.reduce((a, b) => a + b * b, 0)) / phi.length
  const random = createRandom(5)
  const values = Array.from({ length: 200 }, () => {
    const rows = scores.map(() => random.integer(0, scores.length - 1))
    return smoothErrorOf(
      binarySample(
        rows.map((i) => scores[i]),
        rows.map((i) => labels[i]),
      ),
    )
  })
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1))
  expect(error / spread).toBeGreaterThan(0.85)
  expect(error / spread).toBeLessThan(1.25)
})

test('the interval covers 0 for a calibrated model, and the error of a miscalibrated one, about as often as it says', () => {
  const truth = smoothErrorOf(drawSample(300_000, overconfident, 6))
  let [zero, right] = [0, 0]
  for (let seed = 0; seed < 200; seed++) {
    const ends = (model: Model) => {
      const { value, uncertainty } = smoothEce.estimate(drawSample(1000, model, 1000 + seed), {})
      return interval(value!, uncertainty!, 0.95)
    }
    if (ends(calibrated).lower === 0) zero++
    const { lower, upper } = ends(overconfident)
    if (lower <= truth && truth <= upper) right++
  }
  expect(zero).toBeGreaterThanOrEqual(183)
  expect(right).toBeGreaterThanOrEqual(183)
})

test('clusters widen the interval; no rows have no value; perfect certainty has the value 0', () => {
  const { scores, labels } = draw(600, overconfident, 7)
  const clusters = scores.map((_, i) => i % 300)
  const twice = (values: number[]) => [...values.slice(0, 300), ...values.slice(0, 300)]
  const width = (sample: BinarySample) => {
    const { value, uncertainty } = smoothEce.estimate(sample, {})
    const { lower, upper } = interval(value!, uncertainty!, 0.95)
    return upper - lower
  }
  const repeated = binarySample(twice(scores), twice(labels))
  const clustered = binarySample(twice(scores), twice(labels), undefined, clusters)
  expect(width(clustered)).toBeGreaterThan(1.2 * width(repeated))
  expect(smoothEce.estimate(binarySample([], []), {}).undefinedBecause).toBe('empty')
  const certain = smoothEce.estimate(binarySample([0, 0, 1, 1], [0, 0, 1, 1]), {})
  expect([certain.value, certain.uncertainty]).toEqual([0, null])
})

test('scores crowded at one end have an interval', () => {
  const random = createRandom(8)
  const scores = Array.from({ length: 1500 }, () => 1 - 10 ** (-12 * random.uniform()))
  const labels = scores.map((p) => (random.uniform() < p - 0.07 ? 1 : 0))
  const { value, uncertainty } = smoothEce.estimate(binarySample(scores, labels), {})
  const { lower, upper } = interval(value!, uncertainty!, 0.95)
  expect(lower).toBeGreaterThan(0)
  expect(upper).toBeLessThan(1)
})
