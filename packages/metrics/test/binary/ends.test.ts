import { interval, proportionInterval } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import { kolmogorovPValue } from '../../src/binary/kolmogorov.ts'
import type { BinarySample } from '../../src/index.ts'
import * as metrics from '../../src/index.ts'
import { gainsTable, MetricInputError, orderByScore } from '../../src/index.ts'

function sampleOf(scores: readonly number[], labels: readonly number[]): BinarySample {
  return orderByScore(Float64Array.from(scores), Uint8Array.from(labels), { keepRows: true })
}

const at = { threshold: 0.5 }

describe('ends of the scale', () => {
  test('F1 of 1 or 0 is bounded by the Jaccard index behind it', () => {
    const jaccardToF1 = (jaccard: number) => (2 * jaccard) / (1 + jaccard)
    const perfect = metrics.fBeta.estimate(sampleOf([0.1, 0.8, 0.9, 0.7], [0, 1, 1, 1]), at)
    const [lower] = ends(perfect.value!, perfect.uncertainty!)
    expect(lower).toBeCloseTo(jaccardToF1(proportionInterval(3, 3, 0.95, 'wilson').lower), 12)
    const useless = metrics.fBeta.estimate(sampleOf([0.1, 0.8, 0.9, 0.7], [1, 0, 0, 0]), at)
    const [, upper] = ends(useless.value!, useless.uncertainty!)
    expect(useless.value).toBe(0)
    expect(upper).toBeCloseTo(jaccardToF1(proportionInterval(0, 4, 0.95, 'wilson').upper), 12)
  })

  test('metrics whose standard error is 0 say why they have no interval', () => {
    const perfect = sampleOf([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])
    for (const metric of [metrics.mcc, metrics.cohenKappa, metrics.balancedAccuracy, metrics.fowlkesMallows]) {
      const { value, uncertainty, noInterval } = metric.estimate(perfect, at)
      expect([value, uncertainty]).toEqual([1, null])
      expect(noInterval).toContain('standard error is 0')
    }
    expect(metrics.averagePrecision.estimate(perfect, {})).toMatchObject({ value: 1, uncertainty: null })
    expect(metrics.gini.estimate(perfect, {}).noInterval).toContain('roc_auc')
  })

  test('a ratio without its denominator is infinite, and one of two zeros is nothing', () => {
    const noFalsePositives = sampleOf([0.1, 0.2, 0.8, 0.9], [0, 1, 1, 1])
    expect(metrics.positiveLikelihoodRatio.estimate(noFalsePositives, at).undefinedBecause).toBe('infinite')
    expect(metrics.diagnosticOddsRatio.estimate(noFalsePositives, at).undefinedBecause).toBe('infinite')
    const nothingPredicted = sampleOf([0.1, 0.2], [0, 1])
    expect(metrics.positiveLikelihoodRatio.estimate(nothingPredicted, at).undefinedBecause).toBe(
      'no_predicted_positive',
    )
    expect(metrics.negativePredictiveValue.estimate(nothingPredicted, { threshold: 0 }).undefinedBecause).toBe(
      'no_predicted_negative',
    )
    expect(metrics.recallAtPrecision.estimate(sampleOf([0.9, 0.1], [0, 1]), { precision: 0.9 }).undefinedBecause).toBe(
      'not_attainable',
    )
  })

  test('a constant loss has a value and no interval: from one of no width any bound would be proven', () => {
    const { value, ...rest } = metrics.logLoss.estimate(sampleOf([0.3, 0.3, 0.3], [1, 1, 1]), {})
    expect(value).toBeCloseTo(-Math.log(0.3), 15)
    expect(rest).toMatchObject({ uncertainty: null, noInterval: expect.stringContaining('do not vary') })
  })

  test('a single row that carries the spread of the log loss is pointed out', () => {
    const scores = Array.from({ length: 50 }, (_, i) => (i === 0 ? 1 : 0.1))
    const { detail } = metrics.logLoss.estimate(
      sampleOf(
        scores,
        scores.map(() => 0),
      ),
      {},
    )
    expect(detail?.['heaviest_row_share']).toBeGreaterThan(0.9)
  })

  test('log loss is exact for probabilities of any size', () => {
    const probabilities = [5e-324, 1e-300, 1e-20, 1e-5, 0.1, 0.1 + 2 ** -54, 0.5, 1 - 2 ** -53]
    for (const label of [0, 1]) {
      for (const p of probabilities) {
        const exact = label === 1 ? -Math.log(p) : -Math.log1p(-p)
        const { value } = metrics.logLoss.estimate(sampleOf([p, p], [label, label]), { clip: 0 })
        expect(Math.abs(value! - exact)).toBeLessThanOrEqual(1e-15 * exact)
      }
    }
  })
})

describe('input that no metric can be computed from', () => {
  const margins = sampleOf([-3, 0.2, 1.5, 2], [0, 1, 0, 1])
  test.each([
    ['log_loss', () => metrics.logLoss.estimate(margins, {})],
    ['brier', () => metrics.brier.estimate(margins, {})],
    ['d2_log_loss', () => metrics.d2LogLoss.estimate(margins, {})],
  ])('%s of margins is refused, with the first row and the count', (_, attempt) => {
    expect(attempt).toThrow(MetricInputError)
    expect(attempt).toThrow(expect.objectContaining({ code: 'score_outside_unit_interval', row: 0, count: 3 }))
  })

  test('names the first such row of the table, whichever end of the order it is at', () => {
    const { scores, labels } = { scores: Float64Array.of(0.2, 1.5, 0.4, -3, 2), labels: Uint8Array.of(0, 1, 0, 1, 1) }
    const attempt = () => metrics.brier.estimate(orderByScore(scores, labels, { keepRows: true }), {})
    expect(attempt).toThrow('3 scores are outside [0, 1], first 1.5 in row 1:')
    const ends = Float64Array.of(0.2, Infinity, 0.4, -Infinity, 2)
    const infinite = () => metrics.hinge.estimate(orderByScore(ends, labels, { keepRows: true }), {})
    expect(infinite).toThrow('2 scores are infinite, first Infinity in row 1:')
  })

  test('says rows as people count them, from 1, where a table is read', () => {
    const message = (row: number) => `3 scores are NaN, first in row ${row} (0.1, row 12): fill them.`
    expect(new MetricInputError('nan_score', message(0), { row: 0 }).tableMessage).toBe(message(1))
    expect(new MetricInputError('nan_score', message(12), { row: 12 }).tableMessage).toContain('first in row 13')
    expect(new MetricInputError('invalid_option', 'k is 0 in row 3').tableMessage).toBe('k is 0 in row 3')
  })

  test.each([
    ['hinge of infinite margins', 'infinite_score', () => metrics.hinge.estimate(sampleOf([Infinity], [1]), {})],
    ['a threshold of NaN', 'invalid_option', () => metrics.recall.estimate(margins, { threshold: Number.NaN })],
    ['a clip of a half', 'invalid_option', () => metrics.logLoss.estimate(sampleOf([0.5], [1]), { clip: 0.5 })],
    [
      'both limits of an area',
      'invalid_option',
      () => metrics.partialAuc.estimate(margins, { maxFpr: 1, minRecall: 0 }),
    ],
    ['neither k nor fraction', 'invalid_option', () => metrics.liftAtK.estimate(margins, {})],
    ['a recall of 2', 'invalid_option', () => metrics.precisionAtRecall.estimate(margins, { recall: 2 })],
    ['net benefit at certainty', 'invalid_option', () => metrics.netBenefit.estimate(margins, { threshold: 1 })],
    ['half a band', 'invalid_option', () => gainsTable(margins, 0.5)],
  ])('%s is refused', (_, code, attempt) => {
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })

  test('stable ties need to know the rows', () => {
    const { rows: _, ...sample } = sampleOf([0.5, 0.5], [0, 1])
    const attempt = () => metrics.liftAtK.estimate(sample, { k: 1, ties: 'stable' })
    expect(attempt).toThrow(expect.objectContaining({ code: 'rows_missing' }))
  })
})

describe('top rows', () => {
  test('gains table shares out tie groups and adds up to all rows and positives', () => {
    const table = gainsTable(sampleOf([0.9, 0.5, 0.5, 0.5, 0.1], [1, 1, 0, 0, 1]), 5)!
    expect(table.map(({ rows }) => rows)).toEqual([1, 1, 1, 1, 1].map((rows) => expect.closeTo(rows, 12)))
    expect(table.map(({ positives }) => positives)).toEqual(
      [1, 1 / 3, 1 / 3, 1 / 3, 1].map((positives) => expect.closeTo(positives, 12)),
    )
    expect(table.at(-1)!.captured).toBeCloseTo(1, 12)
    expect(table[0].lift).toBeCloseTo(1 / 0.6, 12)
    expect(gainsTable(sampleOf([0.1], [0]))).toBeNull()
  })

  test('more than all rows is all rows', () => {
    const sample = sampleOf([0.9, 0.1], [1, 0])
    expect(metrics.precisionAtK.estimate(sample, { k: 50 })).toMatchObject({ value: 0.5, detail: { k: 2 } })
  })
})

test('the limiting p-value of the Kolmogorov–Smirnov statistic meets the exact one', () => {
  const exact = kolmogorovPValue(0.055, 1400, 1400)
  const limit = kolmogorovPValue(0.055, 1420, 1420)
  expect(limit / exact).toBeGreaterThan(0.9)
  expect(limit / exact).toBeLessThan(1.1)
  expect(kolmogorovPValue(0, 10, 10)).toBe(1)
  expect(kolmogorovPValue(1, 10, 10)).toBeCloseTo(2 / 184756, 18)
})

function ends(value: number, uncertainty: Parameters<typeof interval>[1]): [number, number] {
  const { lower, upper } = interval(value, uncertainty, 0.95)
  return [lower, upper]
}
