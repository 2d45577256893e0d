import { expect, test } from 'vitest'
import {
  calibrationInTheLarge,
  calibrationLine,
  calibrationLineTest,
  corpDecomposition,
  eceSweep,
  hosmerLemeshow,
  isotonicBlocks,
  isotonicRegression,
  kernelCalibrationError,
  murphyDecomposition,
  type ScoringRuleName,
  smoothEce,
  spiegelhalterZ,
} from '../src/index.ts'
import { casesOf, columnsOf, sampleOf, type VectorCase, within } from './vectors.ts'

function expectClose(one: VectorCase, actual: unknown, expected: number) {
  expect(typeof actual).toBe('number')
  expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(within(one, expected))
}

function expectFields(one: VectorCase, actual: unknown, names: Readonly<Record<string, string>>) {
  expect(typeof actual).toBe('object')
  const expected = one.expect as Record<string, number>
  for (const [theirs, ours] of Object.entries(names)) {
    expectClose(one, (actual as Record<string, number>)[ours], expected[theirs])
  }
}

test.each(casesOf('eceSweep'))('$id', (one) => {
  const estimate = eceSweep.estimate(sampleOf(one), { ties: 'split' })
  const expected = one.expect as { bins: number; ece: number }
  expect(estimate.detail?.['bins']).toBe(expected.bins)
  expectClose(one, estimate.value, expected.ece)
})

test.each(casesOf('mmceSquared'))('$id', (one) => {
  const estimate = kernelCalibrationError.estimate(sampleOf(one), { bandwidth: Number(one.params?.['gamma']) })
  const expected = one.expect as { biased: number; unbiased: number }
  expectClose(one, estimate.value, expected.unbiased)
  expectClose(one, estimate.detail?.['biased'], expected.biased)
})

test.each(casesOf('corpDecomposition'))('$id', (one) => {
  const score: ScoringRuleName = one.params?.['score'] === 'log' ? 'log_loss' : 'brier'
  const sample = sampleOf(one)
  const names = { score: 'score', mcb: 'miscalibration', dsc: 'discrimination', unc: 'uncertainty' }
  expectFields(one, corpDecomposition(sample, { score }), names)
  const { recalibrated } = one.expect as { recalibrated?: number[] }
  if (recalibrated === undefined) return
  const { starts, sum, weight, blocks } = isotonicBlocks(sample)
  sample.rows!.forEach((row, position) => {
    let b = 0
    while (b + 1 < blocks && starts[b + 1] <= position) b++
    expectClose(one, sum[b] / weight[b], recalibrated[row])
  })
})

test.each(casesOf('murphyDecomposition'))('$id', (one) => {
  const parts = murphyDecomposition(sampleOf(one), { bins: Number(one.params?.['bins']), strategy: 'uniform' })
  const names = ['reliability', 'resolution', 'uncertainty', 'brier', 'withinBin']
  expectFields(one, parts, Object.fromEntries(names.map((name) => [name, name])))
})

test.each(casesOf('spiegelhalterZ'))('$id', (one) => {
  expectClose(one, spiegelhalterZ.estimate(sampleOf(one), {}).value, (one.expect as { z: number }).z)
})

test.each(casesOf('hosmerLemeshow'))('$id', (one) => {
  const groups = Number(one.params?.['groups'])
  const external = hosmerLemeshow(sampleOf(one), { groups })
  expectFields(one, external, { chi2: 'statistic', dfExternal: 'degreesOfFreedom', pExternal: 'pValue' })
  const internal = hosmerLemeshow(sampleOf(one), { groups, developmentData: true })
  expectFields(one, internal, { chi2: 'statistic', dfInternal: 'degreesOfFreedom', pInternal: 'pValue' })
})

test.each(casesOf('pava'))('$id', (one) => {
  const { y, w } = columnsOf(one)
  const direction = one.params?.['increasing'] === false ? 'decreasing' : 'increasing'
  const fitted = isotonicRegression(y, w, direction)
  ;(one.expect as number[]).forEach((value, i) => {
    expectClose(one, fitted[i], value)
  })
})

test.each(casesOf('calibrationSlopeIntercept'))('$id', (one) => {
  const line = calibrationLine(sampleOf(one))
  expectFields(one, line, { intercept: 'intercept', slope: 'slope' })
  if (typeof line === 'string') return
  const expected = one.expect as { seIntercept: number; seSlope: number; citl: number }
  expectClose(one, Math.sqrt(line.covariance[0]), expected.seIntercept)
  expectClose(one, Math.sqrt(line.covariance[3]), expected.seSlope)
  expectFields(one, calibrationInTheLarge(sampleOf(one)), { citl: 'intercept' })
})

test.each(casesOf('calibrationLrTest'))('$id', (one) => {
  expectFields(one, calibrationLineTest(sampleOf(one)), { chi2: 'statistic', df: 'degreesOfFreedom', p: 'pValue' })
})

test.each(casesOf('smoothEce'))('$id', (one) => {
  expectClose(one, smoothEce.estimate(sampleOf(one), {}).value, (one.expect as { value: number }).value)
})
