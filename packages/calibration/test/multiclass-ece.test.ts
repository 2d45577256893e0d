import type { MulticlassSample } from '@sluice/metrics'
import { createRandom, interval } from '@sluice/stats'
import { expect, test } from 'vitest'
import { classSample, classwiseEce, ece, topLabelEce, topLabelSample } from '../src/index.ts'

const ten = { bins: 10, strategy: 'uniform' } as const

/** Labels drawn from the softmax of logits; probabilities from the softmax of `sharpness` times them. */
function drawClasses(rows: number, sharpness: number, seed: number): MulticlassSample {
  const random = createRandom(seed)
  const labels = new Uint16Array(rows)
  const probabilities = new Float64Array(3 * rows)
  for (let i = 0; i < rows; i++) {
    const logits = [random.normal(), random.normal(), random.normal()]
    const truth = softmax(logits)
    const u = random.uniform()
    labels[i] = u < truth[0] ? 0 : u < truth[0] + truth[1] ? 1 : 2
    probabilities.set(softmax(logits.map((z) => sharpness * z)), 3 * i)
  }
  return { labels, probabilities, classes: 3 }
}

function softmax(logits: readonly number[]): number[] {
  const powers = logits.map(Math.exp)
  const whole = powers.reduce((a, b) => a + b, 0)
  return powers.map((p) => p / whole)
}

test('top-label error judges the confidence of the decision, classwise error every class', () => {
  const sample = drawClasses(2000, 2, 1)
  const classwise = [0, 1, 2].map((c) => ece.estimate(classSample(sample, c), ten).value ?? Number.NaN)
  expect(topLabelEce.estimate(sample, ten).value).toBe(ece.estimate(topLabelSample(sample), ten).value)
  expect(classwiseEce.estimate(sample, ten).value).toBeCloseTo(classwise.reduce((a, b) => a + b, 0) / 3, 12)
  expect(topLabelEce.estimate(sample, ten)).toMatchObject({ positives: null, rows: 2000 })
})

/** The same for both errors: drawing costs more than measuring. */
const repeated = Array.from({ length: 200 }, (_, seed) => drawClasses(1500, 3, 50 + seed))

test.each([
  ['top-label', topLabelEce],
  ['classwise', classwiseEce],
] as const)('%s: influences stand at the rows, with mean zero and the spread of repeated samples', (_, metric) => {
  const phi = metric.influence?.(drawClasses(1500, 3, 2), ten) ?? new Float64Array()
  expect(phi.length).toBe(1500)
  expect(Math.abs(phi.reduce((a, b) => a + b, 0)) / 1500).toBeLessThan(1e-12)
  const standardError = Math.sqrt(phi.reduce((a, b) => a + b * b, 0)) / 1500
  const values = repeated.map((sample) => metric.estimate(sample, ten).value ?? Number.NaN)
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1))
  expect(standardError / spread).toBeGreaterThan(0.8)
  expect(standardError / spread).toBeLessThan(1.25)
})

test('the classwise interval covers 0 for a calibrated model about as often as it says', () => {
  let covered = 0
  for (let seed = 0; seed < 200; seed++) {
    const { value, uncertainty } = classwiseEce.estimate(drawClasses(400, 1, seed), ten)
    if (interval(value ?? 0, uncertainty!, 0.95).lower === 0) covered++
  }
  expect(covered / 200).toBeGreaterThanOrEqual(0.91)
  expect(covered / 200).toBeLessThanOrEqual(0.995)
})

test('rows of weight 0 and empty samples have no part and no value', () => {
  const sample = drawClasses(50, 2, 3)
  const weights = new Float64Array(50).fill(1, 0, 25)
  const half = {
    labels: sample.labels.slice(0, 25),
    probabilities: sample.probabilities.slice(0, 75),
    classes: 3,
  }
  expect(classwiseEce.estimate({ ...sample, weights }, ten).value).toBeCloseTo(
    classwiseEce.estimate(half, ten).value ?? Number.NaN,
    12,
  )
  const phi = classwiseEce.influence?.({ ...sample, weights }, ten) ?? new Float64Array()
  expect(phi.subarray(25).every((value) => value === 0)).toBe(true)
  const none = { labels: new Uint16Array(0), probabilities: new Float64Array(0), classes: 3 }
  expect(classwiseEce.estimate(none, ten)).toMatchObject({ value: null, undefinedBecause: 'empty' })
  expect(topLabelEce.estimate(none, ten)).toMatchObject({ value: null, undefinedBecause: 'empty' })
})
