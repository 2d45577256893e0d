import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as metrics from '../../src/index.ts'
import { ScoreHistogram } from '../../src/index.ts'
import { mixedTables, type Row, sampleOf } from '../binary/tables.ts'

const schemes = [
  { scheme: 'unit', bins: 4 },
  { scheme: 'unit', bins: 64 },
  { scheme: 'float', bins: 4096 },
] as const

function histogramOf(rows: readonly Row[], bins: metrics.ScoreBins, weighted = false): ScoreHistogram {
  return new ScoreHistogram(bins).add(
    Float64Array.from(rows, ({ score }) => score),
    Uint8Array.from(rows, ({ label }) => label),
    weighted ? Float64Array.from(rows, ({ weight }) => weight) : undefined,
  )
}

describe('ScoreHistogram', () => {
  test.each(schemes)('bounds hold the exact values: $scheme, $bins bins', (bins) => {
    fc.assert(
      fc.property(mixedTables(), fc.boolean(), (rows, weighted) => {
        const histogram = histogramOf(rows, bins, weighted)
        const sample = sampleOf(rows, { weighted })
        expectWithin(histogram.rocAuc()!, metrics.rocAuc.estimate(sample, {}).value!)
        expectWithin(histogram.averagePrecision()!, metrics.averagePrecision.estimate(sample, {}).value!)
        expectWithin(histogram.ks()!, metrics.ks.estimate(sample, { replicates: 20 }).value!)
      }),
    )
  })

  test('log loss and Brier score are exact', () => {
    fc.assert(
      fc.property(mixedTables(), fc.boolean(), (rows, weighted) => {
        const histogram = histogramOf(rows, schemes[0], weighted)
        const sample = sampleOf(rows, { weighted })
        expect(histogram.logLoss()).toBeCloseTo(metrics.logLoss.estimate(sample, {}).value!, 10)
        expect(histogram.brier()).toBeCloseTo(metrics.brier.estimate(sample, {}).value!, 12)
      }),
    )
  })

  test('merges in any grouping to the counts of all rows together', () => {
    fc.assert(
      fc.property(mixedTables(), mixedTables(), mixedTables(), (a, b, c) => {
        const of = (rows: readonly Row[]) => histogramOf(rows, schemes[1])
        const left = of(a).merge(of(b)).merge(of(c))
        const right = of(a).merge(of(b).merge(of(c)))
        const whole = of([...a, ...b, ...c])
        for (const merged of [left, right]) {
          expect(merged.counts).toEqual(whole.counts)
          expect(merged.rocAuc()).toEqual(whole.rocAuc())
          expect(merged.rows).toBe(whole.rows)
          expect(merged.logLoss()).toBeCloseTo(whole.logLoss()!, 10)
        }
      }),
    )
  })

  test('bounds close in as bins get finer', () => {
    const scores = Float64Array.from({ length: 5000 }, (_, i) => (i * 0.6180339887498949) % 1)
    const labels = Uint8Array.from(scores, (score, i) => ((i * 0.414213562) % 1 < score ? 1 : 0))
    const widths = [16, 256, 4096].map((bins) => {
      const { lower, upper } = new ScoreHistogram({ scheme: 'unit', bins }).add(scores, labels).rocAuc()!
      return upper - lower
    })
    expect(widths[0]).toBeGreaterThan(10 * widths[1])
    expect(widths[1]).toBeGreaterThan(10 * widths[2])
  })

  test('goes to JSON and back', () => {
    const histogram = new ScoreHistogram({ scheme: 'float', bins: 256 }).add(
      Float64Array.of(-3, 0, -0, 1e9, Infinity),
      Uint8Array.of(0, 1, 0, 1, 1),
    )
    const back = ScoreHistogram.fromJSON(JSON.parse(JSON.stringify(histogram)))
    expect(back.toJSON()).toEqual(histogram.toJSON())
    expect(back.rocAuc()).toEqual(histogram.rocAuc())
    expect(back.logLoss()).toBeNull()
  })

  test('has no rank metric of one class', () => {
    const negatives = new ScoreHistogram({ scheme: 'unit', bins: 8 }).add(Float64Array.of(0.5), Uint8Array.of(0))
    expect([negatives.rocAuc(), negatives.ks(), negatives.averagePrecision()]).toEqual([null, null, null])
    expect(new ScoreHistogram().brier()).toBeNull()
  })

  test('refuses bins that differ, scores that have no bin, and another schema', () => {
    const histogram = new ScoreHistogram({ scheme: 'unit', bins: 8 })
    const other = new ScoreHistogram({ scheme: 'unit', bins: 16 })
    expect(() => histogram.merge(other)).toThrow(expect.objectContaining({ code: 'incompatible_histogram' }))
    const add = (score: number) => () => histogram.add(Float64Array.of(score), Uint8Array.of(1))
    expect(add(Number.NaN)).toThrow(expect.objectContaining({ code: 'nan_score', row: 0 }))
    expect(add(1.5)).toThrow(expect.objectContaining({ code: 'score_outside_unit_interval' }))
    expect(() => new ScoreHistogram({ scheme: 'float', bins: 300 })).toThrow(/power of two/)
    const json = { ...histogram.toJSON(), bins: 9 }
    expect(() => ScoreHistogram.fromJSON(json)).toThrow(expect.objectContaining({ code: 'incompatible_histogram' }))
    expect(histogram.rows).toBe(0)
  })
})

function expectWithin({ value, lower, upper }: metrics.Bounds, exact: number): void {
  expect(exact).toBeGreaterThanOrEqual(lower - 1e-12)
  expect(exact).toBeLessThanOrEqual(upper + 1e-12)
  expect(value).toBeGreaterThanOrEqual(lower - 1e-12)
  expect(value).toBeLessThanOrEqual(upper + 1e-12)
}
