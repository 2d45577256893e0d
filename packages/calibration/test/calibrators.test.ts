import { readFileSync } from 'node:fs'
import { type MulticlassSample, orderByScore } from '@sluice/metrics'
import { expect, test } from 'vitest'
import {
  beta,
  type CalibrationMethod,
  classTemperature,
  histogramBinning,
  isFitted,
  isotonic,
  type NotFitted,
  platt,
  temperature,
  vectorScaling,
  vennAbers,
  vennAbersInterval,
} from '../src/index.ts'
import { binarySample, casesOf, columnsOf, sampleOf, type VectorCase, within } from './vectors.ts'

interface References {
  readonly isotonic: Readonly<Record<'y' | 's' | 'w' | 'at' | 'predict' | 'weighted' | 'x' | 'values', number[]>>
  readonly vectorScaling: { labels: number[]; logits: number[][]; slopes: number[]; intercepts: number[] }
}

const references = JSON.parse(
  readFileSync(new URL('./vectors/calibrators.json', import.meta.url), 'utf8'),
) as References

function fitted<Sample, Parameters extends object>(method: CalibrationMethod<Sample, Parameters>, sample: Sample) {
  const fit: Parameters | NotFitted = method.fit(sample)
  if (!isFitted(fit)) throw new Error(fit.explanation)
  return fit
}

function expectClose(one: VectorCase, actual: number, expected: number) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(within(one, expected))
}

function expectAll(one: VectorCase, actual: ArrayLike<number>, expected: readonly number[]) {
  expect(actual.length).toBe(expected.length)
  expected.forEach((value, i) => {
    expectClose(one, actual[i], value)
  })
}

function logitSample(one: VectorCase) {
  const { y, z, w } = columnsOf(one)
  const weights = one.params?.['weights'] === 'w' && w !== undefined ? Float64Array.from(w) : undefined
  return orderByScore(Float64Array.from(z!), Uint8Array.from(y), { weights })
}

function classSampleOf(one: VectorCase): MulticlassSample {
  const { y, w, p, logits } = columnsOf(one)
  const rows = one.params?.['input'] === 'p' ? p! : logits!
  return {
    labels: Uint16Array.from(y),
    probabilities: Float64Array.from(rows.flat()),
    classes: rows[0].length,
    weights: one.params?.['weights'] === 'w' && w !== undefined ? Float64Array.from(w) : undefined,
  }
}

test.each(casesOf('plattFit'))('$id', (one) => {
  const method = platt({ scale: 'logit', smoothing: one.params?.['smoothing'] !== false })
  const { slope, intercept } = fitted(method, logitSample(one))
  const expected = one.expect as { slope: number; intercept: number }
  expectClose(one, slope, expected.slope)
  expectClose(one, intercept, expected.intercept)
})

test.each(casesOf('temperatureFit'))('$id', (one) => {
  const expected = (one.expect as { beta: number }).beta
  const scale = one.params?.['input'] === 'p' ? 'probability' : 'logit'
  const found =
    one.data === 'mc'
      ? fitted(classTemperature({ scale }), classSampleOf(one))
      : fitted(temperature({ scale }), logitSample(one))
  expectClose(one, 1 / found.temperature, expected)
})

test.each(casesOf('betaCalibrationFit'))('$id', (one) => {
  const parameters = one.params?.['params'] === 'am' ? 'am' : 'abm'
  const fit = fitted(beta({ parameters }), sampleOf(one))
  const expected = one.expect as { a: number; b: number; c: number }
  expectAll(one, [fit.a, fit.b, fit.c], [expected.a, expected.b, expected.c])
})

test.each(casesOf('isotonicFit'))('$id', (one) => {
  const expected = one.expect as { x: number[]; y: number[]; predict?: number[] }
  const method = isotonic()
  const fit = fitted(method, sampleOf(one))
  expectAll(one, fit.scores, expected.x)
  expectAll(one, fit.values, expected.y)
  const at = Float64Array.of(0, 0.15, 0.33, 0.5, 0.77, 1)
  if (expected.predict !== undefined) expectAll(one, method.transform(fit, at), expected.predict)
})

test('isotonic equals scikit-learn on ties and on weights', () => {
  const { y, s, w, at, predict, weighted, x, values } = references.isotonic
  const method = isotonic()
  const plain = fitted(method, binarySample(s, y))
  expect(plain.scores).toEqual(x)
  plain.values.forEach((value, i) => {
    expect(value).toBeCloseTo(values[i], 13)
  })
  const withWeights = fitted(method, binarySample(s, y, w))
  const calibrated = method.transform(plain, Float64Array.from(at))
  const calibratedWithWeights = method.transform(withWeights, Float64Array.from(at))
  at.forEach((_, i) => {
    expect(calibrated[i]).toBeCloseTo(predict[i], 12)
    expect(calibratedWithWeights[i]).toBeCloseTo(weighted[i], 12)
  })
})

test.each(casesOf('histogramBinningFit'))('$id', (one) => {
  const bins = Number(one.params?.['bins'])
  const expected = one.expect as { means: number[]; laplace: number[] }
  expectAll(one, fitted(histogramBinning({ bins }), sampleOf(one)).values, expected.means)
  expectAll(one, fitted(histogramBinning({ bins, smoothing: 'laplace' }), sampleOf(one)).values, expected.laplace)
})

test.each(casesOf('vennAbers'))('$id', (one) => {
  const expected = one.expect as Record<'test' | 'p0' | 'p1' | 'merged', number[]>
  const fit = fitted(vennAbers, sampleOf(one))
  const scores = Float64Array.from(expected.test)
  const { p0, p1 } = vennAbersInterval(fit, scores)
  expectAll(one, p0, expected.p0)
  expectAll(one, p1, expected.p1)
  expectAll(one, vennAbers.transform(fit, scores), expected.merged)
})

test('vector scaling minimises the objective that scipy minimises', () => {
  const { labels, logits, slopes, intercepts } = references.vectorScaling
  const sample = { labels: Uint16Array.from(labels), probabilities: Float64Array.from(logits.flat()), classes: 3 }
  const fit = fitted(vectorScaling({ scale: 'logit', ridge: 1 }), sample)
  slopes.forEach((slope, c) => {
    expect(Math.abs(fit.slopes[c] - slope)).toBeLessThan(1e-9)
    expect(Math.abs(fit.intercepts[c] - intercepts[c])).toBeLessThan(1e-9)
  })
})
