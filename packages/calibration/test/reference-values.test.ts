import { expect, test } from 'vitest'
import { ace, type BinningStrategy, debiasedRmsce, ece, mce, reliabilityCurve, rmsce } from '../src/index.ts'
import { casesOf, informationalCases, sampleOf, type VectorCase, within } from './vectors.ts'

const metrics = { ece, mce, rmsce, ace, ace_equal_width_mean: ace }

function expectClose(one: VectorCase, actual: number | null, expected: number) {
  expect(actual).not.toBeNull()
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(within(one, expected))
}

test.each(casesOf('ece'))('$id', (one) => {
  const options = { bins: Number(one.params?.['bins']), strategy: one.params?.['strategy'] as BinningStrategy }
  const expected = typeof one.expect === 'number' ? { ece: one.expect } : (one.expect as Record<string, number>)
  for (const [name, value] of Object.entries(expected)) {
    expectClose(one, metrics[name as keyof typeof metrics].estimate(sampleOf(one), options).value, value)
  }
})

test.each(casesOf('calibrationErrorEqualMassMid'))('$id', (one) => {
  const metric = one.params?.['norm'] === 'l1' ? ece : rmsce
  expectClose(one, metric.estimate(sampleOf(one), { bins: 5, strategy: 'midpoint' }).value, one.expect as number)
})

test.each(casesOf('debiasedCalibrationError'))('$id', (one) => {
  expectClose(one, debiasedRmsce.estimate(sampleOf(one), { bins: 5, strategy: 'midpoint' }).value, one.expect as number)
})

test.each(casesOf('calibrationCurve').filter((one) => one.tol !== undefined))('$id', (one) => {
  const strategy = one.params?.['strategy'] as BinningStrategy
  const curve = reliabilityCurve(sampleOf(one), { bins: Number(one.params?.['bins']), strategy, level: 0.95 })
  const { probTrue, probPred } = one.expect as { probTrue: number[]; probPred: number[] }
  expect(curve.length).toBe(probTrue.length)
  curve.forEach((point, b) => {
    expectClose(one, point.observed, probTrue[b])
    expectClose(one, point.predicted, probPred[b])
  })
})

test('a NaN score is refused where scikit-learn puts it in the last bin', () => {
  const degenerate = casesOf('calibrationCurve').filter((one) => one.tol === undefined)
  expect(degenerate.map((one) => one.expect)).toEqual([{ error: 'nanScore' }])
  expect(() => sampleOf(degenerate[0])).toThrow(expect.objectContaining({ code: 'nan_score', row: 0, count: 1 }))
})

test('left-closed bins give another value on round scores, the same on others', () => {
  const differences = informationalCases().map((one) => {
    const value = ece.estimate(sampleOf(one), { bins: 10, strategy: 'uniform' }).value ?? Number.NaN
    return [one.id, Math.abs(value - (one.expect as { l1: number }).l1) > 1e-6]
  })
  expect(differences).toEqual([
    ['ece.tm10.bin40', false],
    ['ece.tm10.bin_a', true],
  ])
})
