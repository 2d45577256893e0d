import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BinarySample, Estimate, Metric } from '../../src/index.ts'
import * as metrics from '../../src/index.ts'
import { sliceOrder } from '../../src/index.ts'
import { naive } from './naive.ts'
import { mixedTables, type Row, sampleOf, tables } from './tables.ts'

const at = { threshold: 0.5 }
const few = { replicates: 20 }

type Bound = (sample: BinarySample) => Estimate
const bind =
  <Options>(metric: Metric<BinarySample, Options>, options: Options): Bound =>
  (sample) =>
    metric.estimate(sample, options)

const smooth: Record<string, Bound> = {
  rocAuc: bind(metrics.rocAuc, {}),
  gini: bind(metrics.gini, {}),
  averagePrecision: bind(metrics.averagePrecision, {}),
  logLoss: bind(metrics.logLoss, {}),
  brier: bind(metrics.brier, {}),
  hinge: bind(metrics.hinge, {}),
  d2LogLoss: bind(metrics.d2LogLoss, {}),
  d2Brier: bind(metrics.d2Brier, {}),
  brierSkill: bind(metrics.brierSkill, { reference: 0.3 }),
  accuracy: bind(metrics.accuracy, at),
  precision: bind(metrics.precision, at),
  recall: bind(metrics.recall, at),
  specificity: bind(metrics.specificity, at),
  fBeta: bind(metrics.fBeta, { ...at, beta: 2 }),
  mcc: bind(metrics.mcc, at),
  cohenKappa: bind(metrics.cohenKappa, at),
  balancedAccuracy: bind(metrics.balancedAccuracy, at),
  markedness: bind(metrics.markedness, at),
  gMean: bind(metrics.gMean, at),
  fowlkesMallows: bind(metrics.fowlkesMallows, at),
  diagnosticOddsRatio: bind(metrics.diagnosticOddsRatio, at),
  positiveLikelihoodRatio: bind(metrics.positiveLikelihoodRatio, at),
  negativeLikelihoodRatio: bind(metrics.negativeLikelihoodRatio, at),
  netBenefit: bind(metrics.netBenefit, at),
  expectedCost: bind(metrics.expectedCost, { ...at, falsePositiveCost: 1, falseNegativeCost: 5 }),
}

const resampled: Record<string, Bound> = {
  ks: bind(metrics.ks, few),
  youden: bind(metrics.youden, few),
  partialAuc: bind(metrics.partialAuc, { ...few, maxFpr: 0.4 }),
  partialAucOfRecall: bind(metrics.partialAuc, { ...few, minRecall: 0.4 }),
  prAucTrapezoid: bind(metrics.prAucTrapezoid, few),
  precisionAtRecall: bind(metrics.precisionAtRecall, { ...few, recall: 0.6 }),
  recallAtPrecision: bind(metrics.recallAtPrecision, { ...few, precision: 0.6 }),
  recallAtFpr: bind(metrics.recallAtFpr, { ...few, fpr: 0.3 }),
  fprAtRecall: bind(metrics.fprAtRecall, { ...few, recall: 0.7 }),
  liftAtK: bind(metrics.liftAtK, { ...few, fraction: 0.3 }),
  captureAtK: bind(metrics.captureAtK, { ...few, fraction: 0.3 }),
}

const all = Object.entries({ ...smooth, ...resampled })

describe('every metric', () => {
  test.each(all)('%s has the same bits whatever the order of the rows', (_, estimate) => {
    fc.assert(
      fc.property(tables(), fc.integer(), (rows, seed) => {
        expect(estimate(sampleOf(shuffled(rows, seed)))).toEqual(estimate(sampleOf(rows)))
      }),
      { numRuns: 50 },
    )
  })

  test.each(all)('%s gives a weight of 3 the value of a row three times', (_, estimate) => {
    fc.assert(
      fc.property(tables(), (rows) => {
        const repeated = rows.flatMap((row) => Array.from({ length: row.weight }, () => row))
        expectSame(estimate(sampleOf(rows, { weighted: true })).value, estimate(sampleOf(repeated)).value)
      }),
      { numRuns: 50 },
    )
  })

  test.each(all)('%s never gives NaN, nor a value with a reason for having none', (_, estimate) => {
    fc.assert(
      fc.property(tables(), (rows) => {
        const { value, undefinedBecause, uncertainty, noInterval } = estimate(sampleOf(rows))
        expect(value === null).toBe(undefinedBecause !== undefined)
        if (value === null) return
        expect(Number.isFinite(value)).toBe(true)
        expect(uncertainty === null).toBe(noInterval !== undefined)
        expect(JSON.stringify(uncertainty)).not.toContain('null,null')
      }),
      { numRuns: 50 },
    )
  })
})

describe('one order for all slices', () => {
  test('equals the definitions, slice by slice, ties and all', () => {
    fc.assert(
      fc.property(tables(1), (rows) => {
        const cut = sliceOrder(
          sampleOf(rows),
          Uint8Array.from(rows, ({ slice }) => slice),
          3,
        )
        for (const slice of [0, 1, 2])
          compare(
            cut.sample(slice),
            rows.filter((row) => row.slice === slice),
          )
      }),
    )
  })
})

function compare(sample: BinarySample, rows: readonly Row[]): void {
  const expected = naive(rows)
  const positives = rows.filter(({ label }) => label === 1).length
  const oneClass = positives === 0 || positives === rows.length
  const auc = metrics.rocAuc.estimate(sample, {})
  expectSame(auc.value, oneClass ? null : expected.rocAuc)
  if (auc.uncertainty?.kind === 'normal') expectSame(auc.uncertainty.standardError ** 2, expected.delongVariance)
  expectSame(metrics.averagePrecision.estimate(sample, {}).value, positives === 0 ? null : expected.averagePrecision)
  expectSame(metrics.ks.estimate(sample, few).value, oneClass ? null : expected.ks)
  expectSame(metrics.logLoss.estimate(sample, {}).value, rows.length === 0 ? null : expected.logLoss)
  expectSame(metrics.brier.estimate(sample, {}).value, rows.length === 0 ? null : expected.brier)
  expectSame(metrics.recall.estimate(sample, at).value, positives === 0 ? null : expected.recallAtHalf)
}

describe('influences', () => {
  const influences: Record<string, (sample: BinarySample) => Float64Array | null> = {
    rocAuc: (sample) => metrics.rocAuc.influence!(sample, {}),
    averagePrecision: (sample) => metrics.averagePrecision.influence!(sample, {}),
    logLoss: (sample) => metrics.logLoss.influence!(sample, {}),
    d2Brier: (sample) => metrics.d2Brier.influence!(sample, {}),
    d2LogLoss: (sample) => metrics.d2LogLoss.influence!(sample, {}),
    precision: (sample) => metrics.precision.influence!(sample, at),
    fBeta: (sample) => metrics.fBeta.influence!(sample, { ...at, beta: 2 }),
    mcc: (sample) => metrics.mcc.influence!(sample, at),
    cohenKappa: (sample) => metrics.cohenKappa.influence!(sample, at),
    balancedAccuracy: (sample) => metrics.balancedAccuracy.influence!(sample, at),
    markedness: (sample) => metrics.markedness.influence!(sample, at),
    gMean: (sample) => metrics.gMean.influence!(sample, at),
    fowlkesMallows: (sample) => metrics.fowlkesMallows.influence!(sample, at),
    positiveLikelihoodRatio: (sample) => metrics.positiveLikelihoodRatio.influence!(sample, at),
    negativeLikelihoodRatio: (sample) => metrics.negativeLikelihoodRatio.influence!(sample, at),
    diagnosticOddsRatio: (sample) => metrics.diagnosticOddsRatio.influence!(sample, at),
    netBenefit: (sample) => metrics.netBenefit.influence!(sample, at),
  }

  test.each(Object.entries(influences))('%s: sum to 0', (_, influence) => {
    fc.assert(
      fc.property(mixedTables(), fc.boolean(), (rows, weighted) => {
        const phi = influence(sampleOf(rows, { weighted }))
        if (phi === null) return
        const size = phi.reduce((sum, value) => sum + Math.abs(value), 1)
        expect(Math.abs(phi.reduce((sum, value) => sum + value, 0)) / size).toBeLessThan(1e-12)
      }),
    )
  })

  test.each(Object.entries(influences).filter(([name]) => name in smooth))(
    '%s: are what a little more weight on a row does to the value',
    (name, influence) => {
      fc.assert(
        fc.property(mixedTables(), fc.nat(), (rows, index) => {
          const sample = sampleOf(rows, { weighted: true })
          const phi = influence(sample)
          const value = smooth[name](sample).value
          if (phi === null || value === null) return
          const position = index % rows.length
          const total = sample.weights!.reduce((sum, weight) => sum + weight, 0)
          const step = 1e-6 * total
          const weights = sample.weights!.slice()
          weights[position] += step
          const moved = smooth[name]({ ...sample, weights }).value!
          const slope = ((moved - value) / step) * total
          const expected = (phi[position] * total) / (sample.weights![position] * rows.length)
          expect(Math.abs(slope - expected)).toBeLessThan(1e-4 * (1 + expected ** 2 + value ** 2))
        }),
      )
    },
  )
})

describe('roc_auc', () => {
  test('does not change under a strictly increasing map of the scores', () => {
    fc.assert(
      fc.property(tables(), (rows) => {
        const mapped = rows.map((row) => ({ ...row, score: Math.round(row.score * 2 ** 20) * 3 - 5e6 }))
        const rounded = rows.map((row) => ({ ...row, score: Math.round(row.score * 2 ** 20) / 2 ** 20 }))
        expect(metrics.rocAuc.estimate(sampleOf(mapped), {})).toEqual(metrics.rocAuc.estimate(sampleOf(rounded), {}))
      }),
    )
  })

  test('turns into its complement when labels are swapped', () => {
    fc.assert(
      fc.property(mixedTables(), (rows) => {
        const swapped = rows.map((row) => ({ ...row, label: (1 - row.label) as 0 | 1 }))
        const one = metrics.rocAuc.estimate(sampleOf(rows), {}).value!
        expect(metrics.rocAuc.estimate(sampleOf(swapped), {}).value! + one).toBeCloseTo(1, 14)
      }),
    )
  })

  test('is bounded by disjoint pairs where all are ordered alike, as many as clusters of the rarer class', () => {
    const clusters = Uint32Array.of(0, 0, 1, 2, 3)
    const separated = orderOf([0.1, 0.2, 0.3, 0.8, 0.9], [0, 0, 0, 1, 1])
    expect(metrics.rocAuc.estimate(separated, {}).uncertainty).toMatchObject({ kind: 'ordered_pairs', pairs: 2 })
    const clustered = { ...orderOf([0.1, 0.2, 0.3, 0.8, 0.9], [0, 0, 1, 1, 1]), clusters }
    expect(metrics.rocAuc.estimate(clustered, {}).uncertainty).toMatchObject({ kind: 'ordered_pairs', pairs: 1 })
  })
})

function orderOf(scores: readonly number[], labels: readonly number[]): BinarySample {
  return metrics.orderByScore(Float64Array.from(scores), Uint8Array.from(labels))
}

function expectSame(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null || Number.isNaN(expected)) expect(actual).toBe(expected)
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(expected)))
}

/** A shuffle that depends on nothing but its arguments. */
function shuffled(rows: readonly Row[], seed: number): Row[] {
  const key = (index: number) => Math.imul(index + 1, seed | 1) ^ (seed >>> 7)
  return rows
    .map((row, index) => ({ row, key: key(index) }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)
}
