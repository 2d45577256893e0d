import { interval } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import type { BinarySample, Estimate, Metric } from '../../src/index.ts'
import * as metrics from '../../src/index.ts'
import { orderByScore } from '../../src/index.ts'

const at = { threshold: 0.5 }
const units = 120

function unit(i: number, k: number): number {
  return Math.abs((Math.sin((i + 1) * (12.9898 + 7 * k)) * 43758.5453) % 1)
}

/** Every row of a small table `copies` times, each row's copies being one cluster. */
function repeated(copies: number, clustered: boolean): BinarySample {
  const rows = units * copies
  const source = Array.from({ length: rows }, (_, i) => Math.floor(i / copies))
  const labels = Uint8Array.from(source, (i) => (unit(i, 1) < 0.4 ? 1 : 0))
  const scores = Float64Array.from(source, (i, row) => 0.7 * unit(i, 2) + 0.3 * labels[row])
  return orderByScore(scores, labels, clustered ? { clusters: Uint32Array.from(source) } : {})
}

const cases: [string, Metric<BinarySample, object>, object][] = [
  ['roc_auc', metrics.rocAuc, {}],
  ['gini', metrics.gini, {}],
  ['average_precision', metrics.averagePrecision, {}],
  ['log_loss', metrics.logLoss, {}],
  ['brier', metrics.brier, {}],
  ['d2_brier', metrics.d2Brier, {}],
  ['recall', metrics.recall as Metric<BinarySample, object>, at],
  ['accuracy', metrics.accuracy as Metric<BinarySample, object>, at],
  ['f1', metrics.fBeta as Metric<BinarySample, object>, at],
  ['mcc', metrics.mcc as Metric<BinarySample, object>, at],
  ['cohen_kappa', metrics.cohenKappa as Metric<BinarySample, object>, at],
  ['net_benefit', metrics.netBenefit as Metric<BinarySample, object>, at],
]

describe('clustered intervals', () => {
  test.each(cases)('%s: four copies of every row tell no more than one', (_, metric, options) => {
    const once = metric.estimate(repeated(1, false), options)
    const clustered = metric.estimate(repeated(4, true), options)
    const independent = metric.estimate(repeated(4, false), options)
    expect(clustered.value).toBeCloseTo(once.value!, 12)
    expect(width(clustered) / width(once)).toBeGreaterThan(0.95)
    expect(width(clustered) / width(once)).toBeLessThan(1.05)
    expect(width(independent) / width(once)).toBeLessThan(0.6)
  })

  test.each(cases)('%s: one cluster leaves no interval, and says so', (_, metric, options) => {
    const sample = repeated(1, false)
    const { uncertainty, noInterval } = metric.estimate({ ...sample, clusters: new Uint32Array(units) }, options)
    expect(uncertainty).toBeNull()
    expect(noInterval).toMatch(/one cluster|too few rows/)
  })

  test('a rate of exactly 1 counts clusters, not rows', () => {
    const sample = orderByScore(Float64Array.of(0.6, 0.7, 0.8, 0.9), Uint8Array.of(1, 1, 1, 1), {
      clusters: Uint32Array.of(0, 0, 1, 1),
    })
    expect(metrics.recall.estimate(sample, at).uncertainty).toMatchObject({ kind: 'proportion', trials: 2 })
  })
})

describe('weighted intervals', () => {
  test('a rate of equal weights has as many trials as rows, whatever the weight', () => {
    const plain = repeated(1, false)
    const weighted = { ...plain, weights: new Float64Array(units).fill(7.5) }
    const expected = metrics.precision.estimate(plain, at).uncertainty
    const actual = metrics.precision.estimate(weighted, at).uncertainty
    expect(expected).toMatchObject({ kind: 'proportion' })
    if (expected?.kind !== 'proportion' || actual?.kind !== 'proportion') return
    expect(actual.trials).toBeCloseTo(expected.trials, 10)
    expect(actual.successes).toBeCloseTo(expected.successes, 10)
  })

  test.each(cases.slice(0, 6))('%s: equal weights change nothing', (_, metric, options) => {
    const plain = repeated(1, false)
    const weighted = { ...plain, weights: new Float64Array(units).fill(0.25) }
    const expected = metric.estimate(plain, options)
    const actual = metric.estimate(weighted, options)
    expect(actual.value).toBeCloseTo(expected.value!, 12)
    expect(actual.effectiveRows).toBeCloseTo(units, 10)
    expect(width(actual)).toBeCloseTo(width(expected), 10)
  })
})

function width({ value, uncertainty }: Estimate): number {
  const { lower, upper } = interval(value!, uncertainty!, 0.95)
  return upper - lower
}
