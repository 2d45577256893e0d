import { type Estimate, type Metric, type MulticlassSample, pairedDifference } from '@sluice/metrics'
import { interval, pValue } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ace,
  type BinningOptions,
  classwiseEce,
  debiasedEce,
  debiasedRmsce,
  ece,
  eceSweep,
  kernelCalibrationError,
  mce,
  rmsce,
  smoothEce,
  topLabelEce,
} from '../src/index.ts'
import { binarySample } from './vectors.ts'

const fifteen: BinningOptions = { bins: 15, strategy: 'uniform' }
const ofBins = { ece, ace, mce, rmsce, debiasedEce, debiasedRmsce } as const

/** Decisions dressed up as probabilities, half of either class and all right; each row is repeated in its cluster. */
function allRight(rows: number, short = 0, repeats = 1) {
  const labels = Array.from({ length: rows * repeats }, (_, i) => Math.floor(i / repeats) % 2)
  const clusters = labels.map((_, i) => Math.floor(i / repeats))
  const scores = labels.map((label) => Math.abs(label - short))
  return binarySample(scores, labels, undefined, repeats > 1 ? clusters : undefined)
}

const ends = ({ value, uncertainty }: Estimate) => interval(value!, uncertainty!, 0.95)

describe('hard scores that are all right', () => {
  test.each([20, 50, 200, 1000])('%i rows leave room for what so many without an error do (rule of three)', (rows) => {
    // (1 − rate)^rows = 5 %: 1 − 0.05^(1/rows), the exact form of 3/rows.
    const exact = 1 - 0.05 ** (1 / rows)
    for (const short of [0, 1e-6]) {
      for (const metric of [ece, ace]) {
        const { lower, upper } = ends(metric.estimate(allRight(rows, short), fifteen))
        expect(lower).toBeLessThanOrEqual(short)
        expect(upper / exact).toBeGreaterThan(1 - 1e-3)
        expect(upper / exact).toBeLessThan(1.3)
      }
      // One bin alone, of half of the rows.
      const alone = 1 - 0.05 ** (2 / rows)
      const { lower, upper } = ends(mce.estimate(allRight(rows, short), fifteen))
      expect(lower).toBeLessThanOrEqual(2 * short)
      expect(upper).toBeGreaterThan(alone * (1 - 1e-3))
      expect(upper / alone).toBeLessThan(1.3)
    }
  })

  test('fifty do not prove an error of at most 0.02; two hundred do', () => {
    const p = (rows: number) => {
      const { value, uncertainty } = ece.estimate(allRight(rows), fifteen)
      return pValue(value!, uncertainty!, 0.02)
    }
    expect(p(50)).toBeGreaterThan(0.05)
    expect(p(200)).toBeLessThan(0.05)
  })

  test('rows of a cluster count once, since nothing tells how far they go together', () => {
    for (const metric of [ece, mce]) {
      const clustered = ends(metric.estimate(allRight(40, 0, 5), fifteen))
      expect(clustered.upper).toBeCloseTo(ends(metric.estimate(allRight(40), fifteen)).upper, 12)
    }
  })
})

test('rare positives in a bin of their own leave room for more of them', () => {
  // 25 rows of a prediction of 0.01 without a positive: up to 11 % of such rows may be positive.
  const scores = Array.from({ length: 50 }, (_, i) => (i < 25 ? 0.01 : 0.5))
  const labels = scores.map((score, i) => (score === 0.5 ? i % 2 : 0))
  const { upper } = ends(mce.estimate(binarySample(scores, labels), fifteen))
  expect(upper).toBeGreaterThan(1 - 0.05 ** (1 / 25) - 0.01)
})

test('no interval begins above its own estimate', () => {
  const row = fc.record({
    score: fc.constantFrom(0, 1e-9, 0.03, 0.2, 0.5, 0.97, 1),
    label: fc.constantFrom(0, 1),
  })
  fc.assert(
    fc.property(fc.array(row, { minLength: 15, maxLength: 40 }), (rows) => {
      const sample = binarySample(
        rows.map(({ score }) => score),
        rows.map(({ label }) => label),
      )
      for (const [name, metric] of Object.entries(ofBins)) {
        const estimate = metric.estimate(sample, fifteen)
        const { lower, upper } = ends(estimate)
        expect(lower, name).toBeLessThanOrEqual(estimate.value!)
        expect(upper, name).toBeGreaterThanOrEqual(lower)
      }
    }),
  )
})

test('one cluster says nothing of the next: no calibration error has an interval then', () => {
  const five: BinningOptions = { bins: 5, strategy: 'uniform' }
  const scores = [0.1, 0.3, 0.35, 0.6, 0.8, 0.9]
  const labels = [0, 1, 0, 1, 0, 1]
  const one = binarySample(
    scores,
    labels,
    undefined,
    scores.map(() => 7),
  )
  const metrics = { ...ofBins, eceSweep, smoothEce, kernelCalibrationError }
  for (const [name, metric] of Object.entries(metrics)) {
    const estimate = (metric as Metric<typeof one, object>).estimate(one, five)
    expect(estimate, name).toMatchObject({ uncertainty: null, noInterval: 'one cluster holds all rows' })
  }
  const classes: MulticlassSample = {
    labels: Uint16Array.from(labels),
    probabilities: Float64Array.from(scores.flatMap((p) => [1 - p, p])),
    classes: 2,
    clusters: new Uint32Array(scores.length).fill(7),
  }
  for (const metric of [classwiseEce, topLabelEce]) {
    expect(metric.estimate(classes, five).noInterval).toBe('one cluster holds all rows')
  }
})

test('errors that differ by the same on every row have no interval of their difference', () => {
  const labels = Array.from({ length: 16 }, (_, i) => i % 2)
  const off = (by: number) =>
    binarySample(
      labels.map((label) => Math.abs(label - by)),
      labels,
    )
  const { value, uncertainty } = pairedDifference(ece, off(0.2), off(0.3), fifteen)
  expect(value).toBeCloseTo(-0.1, 12)
  expect(uncertainty).toBeNull()
})
