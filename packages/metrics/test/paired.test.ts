import { interval, pairedProportionUncertainty, pValue } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BinarySample, Metric } from '../src/index.ts'
import * as metrics from '../src/index.ts'
import { orderByScore, pairedDifference } from '../src/index.ts'

const rows = 400

/** Labels, and two models of different strength with errors in common; a fixed sequence stands in for chance. */
const data = (() => {
  const unit = (i: number, k: number) => (Math.sin((i + 1) * (12.9898 + 7 * k)) * 43758.5453) % 1
  const labels = Uint8Array.from({ length: rows }, (_, i) => (Math.abs(unit(i, 1)) < 0.3 ? 1 : 0))
  const score = (k: number, strength: number) =>
    Float64Array.from(labels, (label, i) => 1 / (1 + Math.exp(-(strength * label + 2 * unit(i, 2) + unit(i, k)))))
  return { labels, strong: score(3, 1.5), weak: score(4, 0.8) }
})()

const clusters = Uint32Array.from({ length: rows }, (_, i) => i >> 2)
const strong = orderByScore(data.strong, data.labels, { keepRows: true })
const weak = orderByScore(data.weak, data.labels, { keepRows: true })

describe('pairedDifference', () => {
  test('is tighter than the difference of independent samples, as errors are shared', () => {
    const paired = pairedDifference(metrics.rocAuc, strong, weak, {})
    const independent = metrics.independentDifference(
      metrics.rocAuc.estimate(strong, {}),
      metrics.rocAuc.estimate(weak, {}),
    )
    expect(paired.value).toBe(independent.value)
    expect(widthOf(paired.value!, paired.uncertainty!)).toBeLessThan(
      widthOf(independent.value!, independent.uncertainty!),
    )
  })

  test('is the t test of row differences for a mean loss', () => {
    const { value, uncertainty } = pairedDifference(metrics.brier, strong, weak, {})
    const differences = Array.from(
      data.labels,
      (label, i) => (data.strong[i] - label) ** 2 - (data.weak[i] - label) ** 2,
    )
    const mean = differences.reduce((sum, one) => sum + one, 0) / rows
    const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (rows - 1)
    expect(value).toBeCloseTo(mean, 14)
    expect(uncertainty).toMatchObject({ kind: 'normal', method: 'paired_t', degreesOfFreedom: rows - 1 })
    if (uncertainty?.kind === 'normal') expect(uncertainty.standardError).toBeCloseTo(Math.sqrt(variance / rows), 14)
  })

  test('changes sign, and nothing else, when the models change places', () => {
    for (const [, metric, options] of every) {
      const one = pairedDifference(metric, strong, weak, options)
      const other = pairedDifference(metric, weak, strong, options)
      expect(other.value).toBeCloseTo(-one.value!, 14)
      if (one.uncertainty?.kind !== 'normal' || other.uncertainty?.kind !== 'normal') continue
      expect(other.uncertainty.standardError).toBeCloseTo(one.uncertainty.standardError, 12)
    }
  })

  test.each([
    ['roc_auc', metrics.rocAuc, {}],
    ['average_precision', metrics.averagePrecision, {}],
    ['ks', metrics.ks, { replicates: 50 }],
    ['recall', metrics.recall, { threshold: 0.5 }],
  ] as [string, Metric<BinarySample, object>, object][])(
    '%s of a model does not differ from itself',
    (_, metric, options) => {
      const { value, uncertainty } = pairedDifference(metric, strong, strong, options)
      expect(value).toBe(0)
      expect(pValue(0, uncertainty!, 0)).toBe(1)
    },
  )

  test('of a rate counts the rows that the models decide differently, and is never certain where they do not', () => {
    const labels = Uint8Array.of(1, 1, 1, 1, 1, 0, 0, 0)
    const decided = (...positive: number[]) =>
      orderByScore(
        Float64Array.from({ length: 8 }, (_, i) => (positive.includes(i) ? 0.9 : 0.1) - i / 100),
        labels,
        {
          keepRows: true,
        },
      )
    const [candidate, baseline] = [decided(0, 1, 2, 5), decided(0, 3, 6)]
    const uncertaintyOf = (metric: Metric<BinarySample, metrics.ThresholdOptions>, other = baseline) =>
      pairedDifference(metric, candidate, other, { threshold: 0.5 }).uncertainty
    const counted = (onlyFirst: number, onlySecond: number, rows: number) =>
      pairedProportionUncertainty({ onlyFirst, onlySecond }, rows)
    expect(uncertaintyOf(metrics.recall)).toEqual(counted(2, 1, 5))
    expect(uncertaintyOf(metrics.falseNegativeRate)).toEqual(counted(1, 2, 5))
    expect(uncertaintyOf(metrics.specificity)).toEqual(counted(1, 1, 3))
    expect(uncertaintyOf(metrics.accuracy)).toEqual(counted(3, 2, 8))
    expect(uncertaintyOf(metrics.selectionRate)).toEqual(counted(3, 2, 8))
    expect(uncertaintyOf(metrics.precision)).toMatchObject({ method: 'paired_influence' })
    expect(uncertaintyOf(metrics.prevalence)).toMatchObject({ standardError: 0 })
    expect(uncertaintyOf(metrics.recall, decided(0, 1, 2))).toEqual(counted(0, 0, 5))
    expect(uncertaintyOf(metrics.recall, candidate)).toMatchObject({ standardError: 0 })
    const weighted = { ...candidate, weights: new Float64Array(8).fill(2) }
    expect(pairedDifference(metrics.recall, weighted, baseline, { threshold: 0.5 }).uncertainty).toMatchObject({
      method: 'paired_influence',
    })
  })

  test('has standard errors that the bootstrap agrees with, within 10 %', () => {
    for (const [, metric, options] of every) {
      const closed = pairedDifference(metric, strong, weak, options).uncertainty
      const { influence: _, ...withoutInfluence } = metric
      const byWeights = { ...withoutInfluence, resample: weightedValue(metric) }
      const drawn = pairedDifference(byWeights, strong, weak, { ...options, replicates: 399, seed: 7 }).uncertainty
      expect(closed).toMatchObject({ kind: 'normal' })
      expect(drawn).toMatchObject({ kind: 'normal', method: 'bootstrap_paired' })
      if (closed?.kind !== 'normal' || drawn?.kind !== 'normal') continue
      expect(drawn.standardError / closed.standardError).toBeGreaterThan(0.9)
      expect(drawn.standardError / closed.standardError).toBeLessThan(1.1)
    }
  })

  test('shares its draws by row: the same seed gives the same interval, another seed another', () => {
    const at = (seed: number) => pairedDifference(metrics.ks, strong, weak, { seed }).uncertainty
    expect(at(1)).toEqual(at(1))
    expect(at(2)).not.toEqual(at(1))
  })

  test('is wider with clusters of dependent rows, on G − 1 degrees of freedom', () => {
    const repeated = (scores: Float64Array) =>
      orderByScore(
        Float64Array.from({ length: rows }, (_, i) => scores[i >> 2]),
        Uint8Array.from({ length: rows }, (_, i) => data.labels[i >> 2]),
        { keepRows: true, clusters },
      )
    const { uncertainty } = pairedDifference(metrics.brier, repeated(data.strong), repeated(data.weak), {})
    expect(uncertainty).toMatchObject({ method: 'cluster_robust', degreesOfFreedom: rows / 4 - 1 })
    const once = (scores: Float64Array) =>
      orderByScore(scores.slice(0, rows / 4), data.labels.slice(0, rows / 4), { keepRows: true })
    const plain = pairedDifference(metrics.brier, once(data.strong), once(data.weak), {}).uncertainty
    if (uncertainty?.kind === 'normal' && plain?.kind === 'normal')
      expect(uncertainty.standardError).toBeCloseTo(plain.standardError, 12)
  })

  test('has no value where one of the two has none', () => {
    const nothing = orderByScore(data.strong, new Uint8Array(rows), { keepRows: true })
    expect(pairedDifference(metrics.rocAuc, nothing, nothing, {})).toMatchObject({
      value: null,
      undefinedBecause: 'one_class',
    })
  })

  test('resamples metrics of other tasks too, by position where rows are not known', () => {
    const of = (scores: Float64Array) => ({ actual: Float64Array.from(data.labels), predicted: scores })
    const { value, uncertainty } = pairedDifference(metrics.medianAbsoluteError, of(data.strong), of(data.weak), {})
    const { lower, upper } = interval(value!, uncertainty!, 0.95)
    expect(lower).toBeLessThan(value!)
    expect(upper).toBeGreaterThan(value!)
  })

  test('refuses samples of other rows', () => {
    const half = (from: number) =>
      orderByScore(data.strong.slice(from, from + 200), data.labels.slice(from, from + 200), { keepRows: true })
    const moved = { ...half(0), rows: half(0).rows!.map((row) => row + 100) }
    const attempt = () => pairedDifference(metrics.brier, half(0), moved, {})
    expect(attempt).toThrow(expect.objectContaining({ code: 'rows_unmatched', count: 100 }))
    expect(() => pairedDifference(metrics.brier, half(0), strong, {})).toThrow(/200 and 400 rows/)
    const { rows: _, ...unknown } = strong
    expect(() => pairedDifference(metrics.brier, strong, unknown, {})).toThrow(/Only one of the samples/)
  })

  test('matches by position where neither sample knows its rows', () => {
    const plain: Metric<Float64Array, object> = {
      scale: 'identity',
      estimate: (sample) => ({
        value: sample.reduce((sum, value) => sum + value, 0) / sample.length,
        rows: sample.length,
        positives: null,
        effectiveRows: sample.length,
        uncertainty: null,
      }),
      influence: (sample) => sample.map((value) => value - sample.reduce((sum, one) => sum + one, 0) / sample.length),
    }
    const { value, uncertainty } = pairedDifference(plain, Float64Array.of(1, 2, 3), Float64Array.of(0, 1, 2), {})
    expect(value).toBe(1)
    expect(uncertainty).toBeNull()
    expect(pairedDifference(plain, Float64Array.of(1, 2, 4), Float64Array.of(0, 1, 2), {}).uncertainty).toMatchObject({
      degreesOfFreedom: 2,
    })
  })
})

const every: [string, Metric<BinarySample, object>, object][] = [
  ['roc_auc', metrics.rocAuc, {}],
  ['average_precision', metrics.averagePrecision, {}],
  ['log_loss', metrics.logLoss, {}],
  ['f1', metrics.fBeta as Metric<BinarySample, object>, { threshold: 0.5 }],
  ['mcc', metrics.mcc as Metric<BinarySample, object>, { threshold: 0.5 }],
]

function weightedValue(metric: Metric<BinarySample, object>) {
  return (sample: BinarySample, options: object, weights: Float64Array) => {
    const kept = weights.map((_, i) => i).filter((i) => weights[i] > 0)
    const labels = Uint8Array.from(kept, (i) => sample.labels[i])
    const replicate = {
      scores: Float64Array.from(kept, (i) => sample.scores[i]),
      labels,
      positives: labels.reduce((sum, label) => sum + label, 0),
      weights: Float64Array.from(kept, (i) => weights[i]),
    }
    return metric.estimate(replicate, options).value ?? Number.NaN
  }
}

function widthOf(value: number, uncertainty: Parameters<typeof interval>[1]): number {
  const { lower, upper } = interval(value, uncertainty, 0.95)
  return upper - lower
}

test('independent differences of proportions add their variances', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 49 }), fc.integer({ min: 1, max: 79 }), (x, y) => {
      const of = (successes: number, trials: number) => ({
        value: successes / trials,
        rows: trials,
        positives: null,
        effectiveRows: trials,
        uncertainty: { kind: 'proportion', method: 'wilson', successes, trials } as const,
      })
      const { uncertainty } = metrics.independentDifference(of(x, 50), of(y, 80))
      const p = x / 50
      const q = y / 80
      if (uncertainty?.kind === 'normal')
        expect(uncertainty.standardError ** 2).toBeCloseTo((p * (1 - p)) / 50 + (q * (1 - q)) / 80, 14)
      else expect.unreachable()
    }),
  )
})
