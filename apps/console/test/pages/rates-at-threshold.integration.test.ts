import type { CurveEvidence, Evidence } from '@sluice/gates'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  confusionOf,
  liftOf,
  precisionOf,
  ratesAt,
  selectionRateOf,
} from '../../src/pages/curves/rates-at-threshold.ts'
import {
  countsOf,
  curvesOf,
  datasetsOf,
  modelsOf,
  policyThreshold,
  sampleOf,
  slicesOf,
  thresholdRange,
} from '../../src/pages/curves/samples.ts'
import { measureCreditDefault } from '../judging/credit-default.ts'

const roc: CurveEvidence = {
  dataset: 'test',
  model: 'candidate',
  kind: 'roc',
  x: [0, 0, 0.2, 1],
  y: [0, 0.5, 0.8, 1],
  threshold: [null, 0.9, 0.5, 0.1],
}

describe('rates of a threshold', () => {
  test('are exact on a stored point', () => {
    expect(ratesAt(roc, 0.5)).toEqual({ recall: 0.8, falsePositiveRate: 0.2, exact: true })
  })
  test('are interpolated between two', () => {
    const rates = ratesAt(roc, 0.7)!
    expect(rates.exact).toBe(false)
    expect(rates.recall).toBeCloseTo(0.65, 12)
    expect(rates.falsePositiveRate).toBeCloseTo(0.1, 12)
  })
  test('select everything below the least score', () => {
    expect(ratesAt(roc, 0.05)).toEqual({ recall: 1, falsePositiveRate: 1, exact: true })
  })
  test('select nothing above what is known', () => {
    expect(ratesAt(roc, 0.95)).toEqual({ recall: 0, falsePositiveRate: 0, exact: false })
  })
  test('do not exist without thresholds', () => {
    const { threshold: _, ...bare } = roc
    expect(ratesAt(bare, 0.5)).toBeNull()
  })
})

describe('the confusion matrix', () => {
  const counts = { rows: 100, positives: 20, weighted: false }
  test('adds up to the rows', () => {
    const confusion = confusionOf(ratesAt(roc, 0.5)!, counts)
    expect(confusion).toEqual({ truePositives: 16, falsePositives: 16, falseNegatives: 4, trueNegatives: 64 })
    expect(precisionOf(confusion)).toBe(0.5)
    expect(selectionRateOf(confusion, counts)).toBe(0.32)
    expect(liftOf(confusion, counts)).toBe(2.5)
  })
  test('has no precision where nothing is selected', () => {
    expect(precisionOf(confusionOf(ratesAt(roc, 0.95)!, counts))).toBeNull()
    expect(liftOf(confusionOf(ratesAt(roc, 0.95)!, counts), counts)).toBeNull()
  })
})

describe('on real evidence', () => {
  let evidence: Evidence
  beforeAll(async () => {
    evidence = await measureCreditDefault()
  })

  test('the rates at the policy’s threshold are near the recall that was measured, on all rows and on slices', () => {
    const { curves, measurements } = evidence
    const threshold = policyThreshold(measurements, 'test')!
    expect(threshold).toBeCloseTo(0.4263, 4)
    for (const slice of [null, 'sex=1', 'sex=2']) {
      const sample = { dataset: 'test', model: 'candidate', slice }
      const measured = measurements.find((one) => one.metric === 'recall' && one.slice === (slice ?? 'all'))!
      expect(Math.abs(ratesAt(curvesOf(curves, sample).roc!, threshold)!.recall - measured.value!)).toBeLessThan(0.02)
      expect(countsOf(measurements, sample)).toEqual({
        rows: measured.rows,
        positives: measured.positives,
        weighted: false,
      })
    }
  })

  test('samples are found by what an address asks for', () => {
    const { curves } = evidence
    expect(datasetsOf(curves)).toEqual(['validation', 'test'])
    expect(modelsOf(curves, 'test')).toEqual(['candidate', 'baseline', 'recalibrated', 'fp32', 'int8'])
    expect(slicesOf(curves, 'test', 'candidate')).toContain('maxed-out')
    expect(sampleOf(curves, {})).toEqual({ dataset: 'test', model: 'candidate', slice: null })
    expect(sampleOf(curves, { dataset: 'nowhere', model: 'baseline', slice: 'sex=2' })).toEqual({
      dataset: 'test',
      model: 'baseline',
      slice: 'sex=2',
    })
    expect(sampleOf([], {})).toBeNull()
  })

  test('probabilities have thresholds from 0 to 1', () => {
    const sample = { dataset: 'test', model: 'candidate', slice: null }
    expect(thresholdRange(curvesOf(evidence.curves, sample))).toEqual([0, 1])
    expect(thresholdRange({ roc: { ...roc, threshold: [null, 3, -1, -2] } })).toEqual([-2, 3])
    expect(thresholdRange({})).toBeNull()
  })
})
