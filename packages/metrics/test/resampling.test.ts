import { interval } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import type { BinarySample } from '../src/index.ts'
import * as metrics from '../src/index.ts'
import { orderByScore } from '../src/index.ts'
import { resampleSample } from '../src/resampling.ts'

function sampleOf(rows: number, options: { readonly weights?: Float64Array; readonly clusters?: Uint32Array } = {}) {
  const unit = (i: number, k: number) => Math.abs((Math.sin((i + 1) * (12.9898 + 7 * k)) * 43758.5453) % 1)
  const labels = Uint8Array.from({ length: rows }, (_, i) => (unit(i, 1) < 0.2 ? 1 : 0))
  const scores = Float64Array.from(labels, (label, i) => unit(i, 2) + 0.3 * label)
  return orderByScore(scores, labels, { keepRows: true, ...options })
}

const aucOf = (sample: BinarySample, weights: Float64Array) =>
  metrics.rocAuc.estimate(withoutZeros(sample, weights), {}).value ?? Number.NaN

function withoutZeros({ scores, labels }: BinarySample, weights: Float64Array): BinarySample {
  const kept = Array.from(weights, (_, i) => i).filter((i) => weights[i] > 0)
  return {
    scores: Float64Array.from(kept, (i) => scores[i]),
    labels: Uint8Array.from(kept, (i) => labels[i]),
    positives: kept.filter((i) => labels[i] === 1).length,
    weights: Float64Array.from(kept, (i) => weights[i]),
  }
}

function widths(sample: BinarySample, replicates: number): { drawn: number; closed: number } {
  const { value, uncertainty } = metrics.rocAuc.estimate(sample, {})
  const resampled = resampleSample(sample, value!, aucOf, { replicates, seed: 3 })!
  const drawn = interval(value!, resampled, 0.9)
  const closed = interval(value!, uncertainty!, 0.9)
  return { drawn: drawn.upper - drawn.lower, closed: closed.upper - closed.lower }
}

describe('resampleSample', () => {
  test.each([
    ['row by row', 600, 600],
    ['joined into bins', 30_000, 300],
  ])('agrees with DeLong on the ROC AUC, %s', (_, rows, replicates) => {
    const { drawn, closed } = widths(sampleOf(rows), replicates)
    expect(drawn / closed).toBeGreaterThan(0.85)
    expect(drawn / closed).toBeLessThan(1.15)
  })

  test('widens with unequal weights, also when rows are joined', () => {
    const rows = 20_000
    const weights = Float64Array.from({ length: rows }, (_, i) => (i % 10 === 0 ? 20 : 1))
    const { drawn, closed } = widths(sampleOf(rows, { weights }), 200)
    expect(drawn / closed).toBeGreaterThan(0.85)
    expect(drawn / closed).toBeLessThan(1.15)
  })

  test('draws clusters whole', () => {
    const single = sampleOf(300)
    const four = (column: ArrayLike<number>) => Array.from({ length: 1200 }, (_, i) => column[i >> 2])
    const repeated = {
      scores: Float64Array.from(four(single.scores)),
      labels: Uint8Array.from(four(single.labels)),
      positives: 4 * single.positives,
      clusters: Uint32Array.from({ length: 1200 }, (_, i) => i >> 2),
    }
    const [alone, clustered] = [single, repeated].map((sample) => {
      const estimate = metrics.ks.estimate(sample, { replicates: 300 })
      const { lower, upper } = interval(estimate.value!, estimate.uncertainty!, 0.9)
      return upper - lower
    })
    expect(clustered / alone).toBeGreaterThan(0.7)
    expect(clustered / alone).toBeLessThan(1.4)
  })

  test('gives the same interval for the same seed', () => {
    const at = (seed: number) => metrics.youden.estimate(sampleOf(8000), { seed, replicates: 60 }).uncertainty
    expect(at(1)).toEqual(at(1))
    expect(at(1)).not.toEqual(at(2))
  })

  test.each([
    ['recall at a low false positive rate', metrics.recallAtFpr, { fpr: 0.002 }],
    ['capture in the top thousandth', metrics.captureAtK, { fraction: 0.001 }],
    ['stable ties at the cut', metrics.liftAtK, { k: 100, ties: 'stable' }],
  ] as const)('keeps %s in place when rows are joined', (_, metric, options) => {
    const sample = sampleOf(50_000)
    const estimate = (metric as typeof metrics.recallAtFpr).estimate(sample, { fpr: 0, ...options, replicates: 200 })
    const { lower, upper } = interval(estimate.value!, estimate.uncertainty!, 0.95)
    expect(lower).toBeLessThanOrEqual(estimate.value!)
    expect(upper).toBeGreaterThanOrEqual(estimate.value!)
    expect(upper - lower).toBeGreaterThan(0)
    expect(upper - lower).toBeLessThan(estimate.value!)
  })
})
