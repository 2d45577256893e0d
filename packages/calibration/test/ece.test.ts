import { interval } from '@sluice/stats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ece } from '../src/index.ts'
import { draw, drawSample } from './random-samples.ts'
import { binarySample } from './vectors.ts'

const fifteen = { bins: 15, strategy: 'quantile' } as const
const sharp = { center: 0, spread: 1.5, intercept: 0, slope: 0.6 }
const calibrated = { center: 0, spread: 1.5, intercept: 0, slope: 1 }

const rowsOfProbabilities = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 20 }).map((k) => k / 20), label: fc.integer({ min: 0, max: 1 }) }),
  { minLength: 1, maxLength: 40 },
)
const binnings = fc.record({
  bins: fc.integer({ min: 1, max: 12 }),
  strategy: fc.constantFrom('uniform' as const, 'quantile' as const, 'midpoint' as const),
})

test('the order of rows makes no difference', () => {
  fc.assert(
    fc.property(rowsOfProbabilities, binnings, (rows, binning) => {
      const value = (list: typeof rows) =>
        ece.estimate(
          binarySample(
            list.map((row) => row.score),
            list.map((row) => row.label),
          ),
          binning,
        )
      expect(value([...rows].reverse())).toEqual(value(rows))
    }),
    { seed: 1 },
  )
})

test('a weight of 2 is the row twice, a weight of 0 no row', () => {
  fc.assert(
    fc.property(
      rowsOfProbabilities,
      fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
      fc.record({
        bins: fc.integer({ min: 1, max: 12 }),
        strategy: fc.constantFrom('uniform' as const, 'quantile' as const),
      }),
      (rows, stream, binning) => {
        const weights = rows.map(() => stream.next().value as number)
        fc.pre(weights.some((w) => w > 0))
        const total = weights.reduce((a, b) => a + b, 0)
        fc.pre(total >= weights.filter((w) => w > 0).length)
        fc.pre(total ** 2 >= binning.bins * weights.reduce((a, b) => a + b * b, 0))
        const repeated = rows.flatMap((row, i) => Array.from({ length: weights[i] }, () => row))
        const weighted = ece.estimate(
          binarySample(
            rows.map((row) => row.score),
            rows.map((row) => row.label),
            weights,
          ),
          binning,
        )
        const listed = ece.estimate(
          binarySample(
            repeated.map((row) => row.score),
            repeated.map((row) => row.label),
          ),
          binning,
        )
        expect(weighted.value).toBeCloseTo(listed.value ?? Number.NaN, 12)
      },
    ),
    { seed: 2 },
  )
})

test('weights that sum to 1 cut and measure like weights with mean 1', () => {
  const { scores, labels } = draw(300, sharp, 3)
  const weights = scores.map((score) => 0.5 + score)
  const total = weights.reduce((a, b) => a + b, 0)
  const scaled = (to: number) =>
    ece.estimate(
      binarySample(
        scores,
        labels,
        weights.map((w) => (w * to) / total),
      ),
      fifteen,
    )
  expect(scaled(1).value).toBeCloseTo(scaled(300).value ?? Number.NaN, 12)
})

test('bins are closed on the right at b/B, and a score of 0 is in the first', () => {
  const fiveTimes = (scores: number[], labels: number[]) =>
    binarySample(
      scores.flatMap((score) => Array<number>(5).fill(score)),
      labels.flatMap((label) => Array<number>(5).fill(label)),
    )
  const value = (score: number) =>
    ece.estimate(fiveTimes([score, 0.25], [1, 0]), { bins: 10, strategy: 'uniform' }).detail
  expect(value(0.3)).toMatchObject({ bins: 1 })
  expect(value(0.30000000000000004)).toMatchObject({ bins: 2 })
  expect(ece.estimate(fiveTimes([0, 0.1], [0, 0]), { bins: 10, strategy: 'uniform' }).detail).toMatchObject({ bins: 1 })
})

test('no rows and no weight have a reason instead of a value', () => {
  expect(ece.estimate(binarySample([], []), fifteen)).toMatchObject({ value: null, undefinedBecause: 'empty' })
  expect(ece.estimate(binarySample([0.5], [1], [0]), fifteen)).toMatchObject({
    value: null,
    undefinedBecause: 'zero_weight',
  })
  expect(ece.influence?.(binarySample([], []), fifteen)).toBeNull()
})

test('scores that are no probabilities, and unusable bins, are refused', () => {
  expect(() => ece.estimate(binarySample([-1, 0.5, 2], [0, 1, 1]), fifteen)).toThrow(
    expect.objectContaining({ code: 'score_outside_unit_interval', row: 0, count: 2 }),
  )
  expect(() => ece.estimate(binarySample([0.5], [1]), { bins: 0, strategy: 'uniform' })).toThrow(
    expect.objectContaining({ code: 'invalid_option' }),
  )
})

test('influences have mean zero and the spread that a bootstrap finds', () => {
  const sample = drawSample(3000, { ...sharp, intercept: 0.8 }, 4)
  const binning = { bins: 10, strategy: 'uniform' } as const
  const phi = ece.influence?.(sample, binning) ?? new Float64Array()
  const n = phi.length
  expect(Math.abs(phi.reduce((a, b) => a + b, 0)) / n).toBeLessThan(1e-12)

  const standardError = Math.sqrt(phi.reduce((a, b) => a + b * b, 0)) / n
  const values = Array.from({ length: 300 }, (_, seed) => {
    const again = drawSample(3000, { ...sharp, intercept: 0.8 }, 1000 + seed)
    return ece.estimate(again, binning).value ?? Number.NaN
  })
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1))
  expect(standardError / spread).toBeGreaterThan(0.85)
  expect(standardError / spread).toBeLessThan(1.15)
})

test('noise is named: a calibrated model measures what was expected of one, and its interval reaches 0', () => {
  const { value, detail, uncertainty } = ece.estimate(drawSample(2000, calibrated, 5), fifteen)
  expect(value).toBeGreaterThan(0.015)
  expect(value).toBeCloseTo(Number(detail?.['expectedIfCalibrated']), 1)
  expect(Number(detail?.['biasCorrected'])).toBeLessThan(value ?? 0)
  expect(interval(value ?? 0, uncertainty!, 0.95).lower).toBe(0)
})

test('95 % intervals cover the population at 200 rows, balanced and near calibration, and at 2 % positives', () => {
  const coverage = (model: typeof sharp, truth: number, rows: number) => {
    let covered = 0
    for (let seed = 0; seed < 300; seed++) {
      const { value, uncertainty } = ece.estimate(drawSample(rows, model, seed), { bins: 15, strategy: 'uniform' })
      const { lower, upper } = interval(value ?? 0, uncertainty!, 0.95)
      if (lower <= truth && truth <= upper) covered++
    }
    return covered / 300
  }
  // Truths by quadrature over 2·10⁷ draws: Σ_b |E (q(s) − s) 1_b|.
  const near = coverage({ center: 0, spread: 1.5, intercept: 0.1, slope: 0.9 }, 0.0224, 200)
  const rare = coverage({ center: -4.6, spread: 1.1, intercept: 0.3, slope: 1 }, 0.0057, 200)
  for (const share of [near, rare]) {
    expect(share).toBeGreaterThanOrEqual(0.92)
    expect(share).toBeLessThanOrEqual(0.99)
  }
})

test('rows that repeat within clusters widen the interval as much as counting each cluster once', () => {
  const { scores, labels } = draw(400, sharp, 6)
  const four = [0, 1, 2, 3]
  const repeated = binarySample(
    four.flatMap(() => scores),
    four.flatMap(() => labels),
    undefined,
    four.flatMap(() => scores.map((_, i) => i)),
  )
  const uniform = { bins: 10, strategy: 'uniform' } as const
  const once = ece.estimate(binarySample(scores, labels), uniform)
  const clustered = ece.estimate(repeated, uniform)
  const width = ({ value, uncertainty }: typeof once) => {
    const { lower, upper } = interval(value ?? 0, uncertainty!, 0.95)
    return upper - lower
  }
  expect(clustered.value).toBeCloseTo(once.value ?? Number.NaN, 12)
  expect(width(clustered) / width(once)).toBeGreaterThan(0.9)
  expect(width(clustered) / width(once)).toBeLessThan(1.15)
})
