import { tQuantile } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import type { BinarySample, Metric } from '../src/index.ts'
import * as metrics from '../src/index.ts'
import { fewestEffectiveRows, orderByScore, pairedDifference } from '../src/index.ts'

const rows = 200
const labels = Uint8Array.from({ length: rows }, (_, i) => i % 2)
const scores = (shift: number) => Float64Array.from(labels, (label, i) => 0.3 * label + ((i * 37 + shift) % 70) / 100)

const weighed = (weightOf: (row: number) => number, shift = 0) =>
  orderByScore(scores(shift), labels, {
    keepRows: true,
    weights: Float64Array.from({ length: rows }, (_, i) => weightOf(i)),
  })

const everyKind = [
  ['recall', metrics.recall, { threshold: 0.5 }],
  ['precision', metrics.precision, { threshold: 0.5 }],
  ['f1', metrics.fBeta, { threshold: 0.5, beta: 1 }],
  ['log_loss', metrics.logLoss, {}],
  ['roc_auc', metrics.rocAuc, {}],
  ['pr_auc', metrics.averagePrecision, {}],
  ['d2_brier', metrics.d2Brier, {}],
  ['ks', metrics.ks, { replicates: 50 }],
] as unknown as readonly [string, Metric<BinarySample, object>, object][]

describe('a row that outweighs all others', () => {
  test.each(everyKind)('leaves %s a value and no interval', (_, metric, options) => {
    const sample = weighed((row) => (row === 1 ? 1e6 : 1))
    const { value, uncertainty, noInterval, effectiveRows } = metric.estimate(sample, options)
    expect(effectiveRows).toBeLessThan(1.001)
    expect(value).not.toBeNull()
    expect([uncertainty, noInterval]).toEqual([null, expect.stringContaining('rows worth 1.0')])
    const compared = pairedDifference(
      metric,
      sample,
      weighed((row) => (row === 1 ? 1e6 : 1), 3),
      options,
    )
    expect([compared.uncertainty, compared.noInterval]).toEqual([null, expect.stringContaining('rows worth 1.0')])
  })

  test.each([['recall'], ['roc_auc'], ['pr_auc']])('of its own class leaves none of %s', (name) => {
    const [, metric, options] = everyKind.find(([one]) => one === name)!
    // Negatives weigh enough that all rows together are worth a hundred; the positives are worth hardly more than one.
    const { uncertainty, noInterval, effectiveRows } = metric.estimate(
      weighed((row) => (row % 2 === 0 ? 1e6 : row === 1 ? 1e4 : 1)),
      options,
    )
    expect(effectiveRows).toBeGreaterThan(99)
    expect([uncertainty, noInterval]).toEqual([null, expect.stringContaining('100 rows worth 1.0')])
  })
})

test('at the limit a single row has at most a fifth of the weight; rows that weigh the same are known to be few', () => {
  const sample = (weights: readonly number[]) =>
    orderByScore(scores(0).slice(0, weights.length), labels.slice(0, weights.length), {
      weights: Float64Array.from(weights),
    })
  expect(fewestEffectiveRows).toBe(5)
  expect(metrics.brier.estimate(sample([3, 1, 1, 1, 1, 1]), {}).uncertainty).toBeNull()
  expect(metrics.brier.estimate(sample([2, 1, 1, 1, 1, 1]), {}).uncertainty).not.toBeNull()
  expect(metrics.brier.estimate(sample([7, 7, 7]), {}).uncertainty).not.toBeNull()
})

test('Student\u2019s t counts effective rows', () => {
  const sample = weighed((row) => (row % 10 === 0 ? 20 : 1))
  const kish = (20 * 20 + 180) ** 2 / (20 * 400 + 180)
  for (const metric of [metrics.brier, metrics.d2Brier] as unknown as Metric<BinarySample, object>[]) {
    const { uncertainty } = metric.estimate(sample, {})
    expect(uncertainty).toMatchObject({ kind: 'normal' })
    if (uncertainty?.kind === 'normal') expect(uncertainty.degreesOfFreedom).toBeCloseTo(kish - 1, 9)
  }
  const paired = pairedDifference(
    metrics.brier,
    sample,
    weighed((row) => (row % 10 === 0 ? 20 : 1), 3),
    {},
  )
  if (paired.uncertainty?.kind === 'normal') expect(paired.uncertainty.degreesOfFreedom).toBeCloseTo(kish - 1, 9)
  expect(tQuantile(0.975, kish - 1)).toBeGreaterThan(tQuantile(0.975, rows - 1))
})
