import { interval } from '@sluice/stats'
import { expect, test } from 'vitest'
import { ace, debiasedRmsce, mce, reliabilityCurve, rmsce } from '../src/index.ts'
import { draw, drawSample } from './random-samples.ts'
import { binarySample } from './vectors.ts'

const tilted = { center: 0, spread: 1.5, intercept: 0.6, slope: 0.7 }
const calibrated = { center: 0, spread: 1.5, intercept: 0, slope: 1 }
const ten = { bins: 10, strategy: 'uniform' } as const

test('errors order as norms do: ece-like means below root mean squares below the largest', () => {
  const sample = drawSample(800, tilted, 1)
  const [mean, root, largest] = [ace, rmsce, mce].map((metric) => metric.estimate(sample, ten).value ?? Number.NaN)
  expect(mean).toBeLessThan(largest)
  expect(root).toBeLessThan(largest)
})

/** The same for every error: drawing costs more than measuring. */
const repeated = Array.from({ length: 300 }, (_, seed) => drawSample(3000, tilted, 100 + seed))

test.each([
  ['ace', ace],
  ['rmsce', rmsce],
  ['debiased', debiasedRmsce],
] as const)('%s: influences have mean zero and the spread of repeated samples', (_, metric) => {
  const phi = metric.influence?.(drawSample(3000, tilted, 2), ten) ?? new Float64Array()
  expect(Math.abs(phi.reduce((a, b) => a + b, 0)) / phi.length).toBeLessThan(1e-12)
  const standardError = Math.sqrt(phi.reduce((a, b) => a + b * b, 0)) / phi.length
  const values = repeated.map((sample) => metric.estimate(sample, ten).value ?? Number.NaN)
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1))
  expect(standardError / spread).toBeGreaterThan(0.8)
  expect(standardError / spread).toBeLessThan(1.2)
})

test('the debiased error of a calibrated model is near 0 where the plain one is not, with the same interval', () => {
  const sample = drawSample(1000, calibrated, 3)
  const [plain, debiased] = [rmsce.estimate(sample, ten), debiasedRmsce.estimate(sample, ten)]
  expect(debiased.value).toBeLessThan((plain.value ?? 0) / 2)
  const [ours, theirs] = [debiased, plain].map(({ uncertainty }) =>
    uncertainty?.kind === 'resampled' ? uncertainty.quantiles : [],
  )
  // Cut off where it would begin above the smaller value.
  const half = (theirs!.length - 1) / 2
  expect(ours).toEqual(theirs!.map((end, j) => (j < half ? Math.min(end, debiased.value!) : end)))
})

test('bins of a single row take nothing off the debiased error', () => {
  const two = { bins: 2, strategy: 'uniform' } as const
  const sample = binarySample([0.15, 0.65], [1, 0])
  expect(debiasedRmsce.estimate(sample, two).value).toBe(0)
  expect(debiasedRmsce.influence?.(sample, two)).toBeNull()
})

test('the largest error has a wide interval, and a value under any weights to resample', () => {
  const sample = drawSample(500, tilted, 4)
  const { value, uncertainty } = mce.estimate(sample, ten)
  const { lower, upper } = interval(value ?? 0, uncertainty!, 0.95)
  expect(lower).toBeLessThan(value ?? 0)
  expect(upper).toBeGreaterThan(value ?? 0)
  expect(mce.resample?.(sample, ten, new Float64Array(500).fill(1))).toBe(value)
  expect(mce.resample?.(sample, ten, new Float64Array(500))).toBeNaN()
})

test('95 % intervals of the root mean square error cover the population', () => {
  // Truth by averaging over 2·10⁷ draws: √Σ share·(E(q − s))², uniform bins, 15.
  const truth = 0.0263
  let covered = 0
  for (let seed = 0; seed < 300; seed++) {
    const sample = drawSample(500, { center: 0, spread: 1.5, intercept: 0.1, slope: 0.9 }, seed)
    const { value, uncertainty } = rmsce.estimate(sample, { bins: 15, strategy: 'uniform' })
    const { lower, upper } = interval(value ?? 0, uncertainty!, 0.95)
    if (lower <= truth && truth <= upper) covered++
  }
  expect(covered / 300).toBeGreaterThanOrEqual(0.92)
  expect(covered / 300).toBeLessThanOrEqual(0.99)
})

test('the reliability curve has a Wilson band that narrows with rows and widens with clusters', () => {
  const { scores, labels } = draw(600, tilted, 5)
  const twice = [...scores.keys(), ...scores.keys()]
  const options = { bins: 5, strategy: 'uniform', level: 0.95 } as const
  const curve = (clusters?: number[]) =>
    reliabilityCurve(
      binarySample(
        twice.map((i) => scores[i]),
        twice.map((i) => labels[i]),
        undefined,
        clusters,
      ),
      options,
    )
  const width = (points: ReturnType<typeof curve>) => points.reduce((sum, { lower, upper }) => sum + upper - lower, 0)
  const once = reliabilityCurve(binarySample(scores, labels), options)
  expect(width(curve())).toBeLessThan(width(once))
  expect(width(curve(twice)) / width(once)).toBeGreaterThan(0.95)
  for (const { from, to, predicted, observed, lower, upper, rows } of once) {
    expect(from).toBeLessThanOrEqual(predicted)
    expect(predicted).toBeLessThanOrEqual(to)
    expect(lower).toBeLessThanOrEqual(observed)
    expect(observed).toBeLessThanOrEqual(upper)
    expect(rows).toBeGreaterThan(0)
  }
  expect(reliabilityCurve(binarySample([], []), options)).toEqual([])
})

test('rank bins split ties in the order of the table', () => {
  const scores = [0.5, 0.5, 0.5, 0.5]
  const rank = { bins: 2, strategy: 'rank' } as const
  expect(mce.estimate(binarySample(scores, [1, 1, 0, 0]), rank).value).toBe(0.5)
  expect(mce.estimate(binarySample(scores, [1, 0, 1, 0]), rank).value).toBe(0)
})
