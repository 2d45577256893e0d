import { createRandom, interval } from '@sluice/stats'
import { expect, test } from 'vitest'
import * as metrics from '../src/index.ts'

const code = (expected: string, row: number | null = null) =>
  expect.objectContaining(row === null ? { code: expected } : { code: expected, row })

const twoClasses = { labels: Uint16Array.of(0, 1), classes: 2 }

test('probabilities that are none are refused where a metric needs them, and scores will do where it does not', () => {
  const scores = { ...twoClasses, probabilities: Float64Array.of(2, 1, -1, 3) }
  expect(metrics.multiclassAccuracy.estimate(scores, {}).value).toBe(1)
  expect(() => metrics.multiclassLogLoss.estimate(scores, {})).toThrow(code('score_outside_unit_interval', 0))
  const unnormalised = { ...twoClasses, probabilities: Float64Array.of(0.5, 0.5, 0.5, 0.6) }
  expect(() => metrics.multiclassBrier.estimate(unnormalised, {})).toThrow(code('row_sum', 1))
  const missing = { ...twoClasses, probabilities: Float64Array.of(0.5, 0.5, Number.NaN, 0.6) }
  expect(() => metrics.multiclassAccuracy.estimate(missing, {})).toThrow(code('nan_score', 1))
  const undeclared = { labels: Uint16Array.of(0, 2), probabilities: Float64Array.of(1, 0, 0, 1), classes: 2 }
  expect(() => metrics.multiclassAccuracy.estimate(undeclared, {})).toThrow(code('invalid_label', 1))
})

test('an impossible prediction is an infinite loss without a clip, and so undefined', () => {
  const sample = { ...twoClasses, probabilities: Float64Array.of(0, 1, 0, 1) }
  expect(metrics.multiclassLogLoss.estimate(sample, { clip: 0 }).undefinedBecause).toBe('infinite')
  expect(metrics.multiclassLogLoss.estimate(sample, {}).value).toBeCloseTo(-Math.log(2 ** -52) / 2, 10)
})

test('a declared class without rows is left out of averages by name', () => {
  const sample = {
    labels: Uint16Array.of(0, 0, 1, 1),
    probabilities: Float64Array.of(0.7, 0.2, 0.1, 0.3, 0.6, 0.1, 0.2, 0.7, 0.1, 0.1, 0.8, 0.1),
    classes: 3,
  }
  for (const comparison of ['ovr', 'ovo'] as const) {
    const { value, detail } = metrics.multiclassRocAuc.estimate(sample, { comparison, average: 'macro' })
    expect(value).toBe(1)
    expect(detail).toEqual({ undefined_classes: ['2'] })
  }
  expect(metrics.multiclassRecall.estimate(sample, { average: 'macro' }).detail).toEqual({ undefined_classes: ['2'] })
  expect(metrics.multiclassRecall.estimate(sample, { average: { class: 2 } }).undefinedBecause).toBe('no_positive')
})

test('top-k counts the chance that tied scores leave', () => {
  const sample = { labels: Uint16Array.of(0), probabilities: Float64Array.of(0.2, 0.2, 0.2, 0.4), classes: 4 }
  expect(metrics.topKAccuracy.estimate(sample, { k: 2 }).value).toBeCloseTo(1 / 3, 12)
  expect(metrics.topKAccuracy.estimate(sample, { k: 2, ties: 'sklearn' }).value).toBe(0)
})

test('losses with a domain refuse values outside it', () => {
  const sample = { actual: Float64Array.of(1, 0, 2), predicted: Float64Array.of(1, 1, 2) }
  expect(() => metrics.gammaDeviance.estimate(sample, {})).toThrow(code('outside_domain', 1))
  expect(metrics.poissonDeviance.estimate(sample, {}).value).toBeCloseTo(2 / 3, 12)
  expect(() => metrics.tweedieDeviance.estimate(sample, { power: 0.5 })).toThrow(code('invalid_option'))
  expect(() => metrics.meanSquaredLogError.estimate({ ...sample, predicted: Float64Array.of(1, 1, -1) }, {})).toThrow(
    code('outside_domain', 2),
  )
  expect(() =>
    metrics.meanAbsoluteError.estimate({ ...sample, actual: Float64Array.of(1, Number.NaN, 2) }, {}),
  ).toThrow(code('nan_label', 1))
})

test('the median error has an interval of order statistics, exact and large samples alike', () => {
  const random = createRandom(1)
  const errors = Float64Array.from({ length: 1200 }, () => random.normal())
  const of = (rows: number) =>
    metrics.medianAbsoluteError.estimate({ actual: new Float64Array(rows), predicted: errors.slice(0, rows) }, {})
  for (const rows of [200, 1000, 1200]) {
    const { value, uncertainty } = of(rows)
    const { lower, upper } = interval(value ?? Number.NaN, uncertainty!, 0.95)
    expect(lower).toBeLessThan(value ?? Number.NaN)
    expect(upper).toBeGreaterThan(value ?? Number.NaN)
    expect(upper - lower).toBeLessThan(8 / Math.sqrt(rows))
  }
  expect(
    metrics.medianAbsoluteError.resample?.({ actual: errors, predicted: errors }, {}, new Float64Array(1200)),
  ).toBeNaN()
  expect(of(4).noInterval).toMatch(/fewer than six/)
  expect(metrics.maxError.estimate({ actual: errors, predicted: new Float64Array(1200) }, {}).noInterval).toMatch(
    /grows/,
  )
})

test('95 % intervals of the median error cover it', () => {
  let covered = 0
  for (let seed = 0; seed < 400; seed++) {
    const random = createRandom(seed)
    const predicted = Float64Array.from({ length: 60 }, () => random.normal())
    const { value, uncertainty } = metrics.medianAbsoluteError.estimate({ actual: new Float64Array(60), predicted }, {})
    const { lower, upper } = interval(value ?? 0, uncertainty!, 0.95)
    if (lower <= 0.6744897501960817 && 0.6744897501960817 <= upper) covered++
  }
  expect(covered / 400).toBeGreaterThanOrEqual(0.93)
  expect(covered / 400).toBeLessThanOrEqual(0.985)
})

test('forecast intervals need their levels, and crossing quantiles are counted', () => {
  const sample = {
    actual: Float64Array.of(1, 2, 3),
    levels: [0.1, 0.5, 0.9],
    quantiles: [Float64Array.of(0, 3, 1), Float64Array.of(1, 2, 2), Float64Array.of(2, 4, 2.5)],
  }
  expect(metrics.quantileCrossingRate.estimate(sample, {}).value).toBeCloseTo(1 / 3, 12)
  expect(metrics.quantileCoverage.estimate(sample, { quantile: 0.5 }).value).toBeCloseTo(2 / 3, 12)
  expect(metrics.quantileCoverage.estimate(sample, { quantile: 0.5 }).uncertainty).toEqual({
    kind: 'proportion',
    method: 'wilson',
    successes: 2,
    trials: 3,
  })
  expect(() => metrics.intervalCoverage.estimate(sample, { level: 0.9 })).toThrow(code('invalid_option'))
  expect(() => metrics.quantilePinball.estimate({ ...sample, levels: [0.5, 0.1, 0.9] }, {})).toThrow(
    code('invalid_option'),
  )
  const lopsided = { ...sample, levels: [0.1, 0.5, 0.8] }
  expect(() => metrics.weightedIntervalScore.estimate(lopsided, {})).toThrow(code('invalid_option'))
})

test('uniform values pass a test of uniformity, and others fail it, with the p-value of tables', () => {
  const even = Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100)
  expect(metrics.uniformityTest(even)).toMatchObject({ statistic: expect.closeTo(0.005, 12), pValue: 1 })
  expect(metrics.uniformityTest(even.map((u) => u * u))?.pValue).toBeLessThan(0.001)
  // Kolmogorov's 5 % point, 1.3581, at n = 10 000.
  const shifted = Array.from({ length: 10_000 }, (_, i) => Math.max(0, (i + 0.5) / 10_000 - 0.013_531))
  expect(metrics.uniformityTest(shifted)?.pValue).toBeCloseTo(0.05, 2)
  expect(metrics.uniformityTest([])).toBeNull()
})

test('agreement: jackknifed and delta standard errors have the spread of resampled units', () => {
  const random = createRandom(3)
  const units = 250
  const ratings = new Float64Array(units * 2)
  for (let unit = 0; unit < units; unit++) {
    const truth = random.integer(1, 4)
    for (const rater of [0, 1]) {
      ratings[2 * unit + rater] =
        random.uniform() < 0.6 ? truth : Math.min(4, Math.max(1, truth + random.integer(-1, 1)))
    }
  }
  const measures = [
    (sample: metrics.RatingsSample) => [
      metrics.fleissKappa.estimate(sample, {}),
      metrics.fleissKappa.influence?.(sample, {}),
    ],
    (sample: metrics.RatingsSample) => [
      metrics.raterKappa.estimate(sample, { weights: 'quadratic' }),
      metrics.raterKappa.influence?.(sample, { weights: 'quadratic' }),
    ],
    ...(['nominal', 'ordinal', 'interval'] as const).map((level) => (sample: metrics.RatingsSample) => [
      metrics.krippendorffAlpha.estimate(sample, { level }),
      metrics.krippendorffAlpha.influence?.(sample, { level }),
    ]),
  ] as ((sample: metrics.RatingsSample) => [metrics.Estimate, Float64Array])[]
  for (const measure of measures) {
    const [, phi] = measure({ ratings, raters: 2 })
    const standardError = Math.sqrt(phi.reduce((sum, value) => sum + value * value, 0)) / units
    const values = Array.from({ length: 250 }, () => {
      const drawn = Array.from({ length: units }, () => random.integer(0, units - 1))
      const again = Float64Array.from(drawn.flatMap((unit) => [ratings[2 * unit], ratings[2 * unit + 1]]))
      return measure({ ratings: again, raters: 2 })[0].value ?? Number.NaN
    })
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1))
    expect(standardError / spread).toBeGreaterThan(0.85)
    expect(standardError / spread).toBeLessThan(1.17)
    expect(Math.abs(phi.reduce((a, b) => a + b, 0)) / units).toBeLessThan(1e-9)
  }
})

test('agreement allows for missing ratings where its definition does', () => {
  const ratings = Float64Array.of(1, 1, 2, 2, Number.NaN, 1, 2, 1)
  const { value, detail } = metrics.krippendorffAlpha.estimate({ ratings, raters: 2 }, { level: 'nominal' })
  const complete = metrics.krippendorffAlpha.estimate(
    { ratings: Float64Array.of(1, 1, 2, 2, 2, 1), raters: 2 },
    { level: 'nominal' },
  )
  expect(value).toBe(complete.value)
  expect(detail).toEqual({ excluded_units: 1 })
  expect(() => metrics.fleissKappa.estimate({ ratings, raters: 2 }, {})).toThrow(code('nan_label', 2))
  const constant = { ratings: Float64Array.of(1, 1, 1, 1), raters: 2 }
  expect(metrics.fleissKappa.estimate(constant, {}).undefinedBecause).toBe('zero_variance')
  expect(metrics.krippendorffAlpha.estimate(constant, { level: 'interval' }).undefinedBecause).toBe('zero_variance')
})

test('queries without a relevant document are excluded by default and counted', () => {
  const sample = {
    offsets: Uint32Array.of(0, 2, 4, 4),
    relevance: Float64Array.of(1, 0, 0, 0),
    scores: Float64Array.of(0.9, 0.1, 0.5, 0.4),
  }
  expect(metrics.ndcg.estimate(sample, {})).toMatchObject({ value: 1, detail: { empty_queries: 2 } })
  expect(metrics.ndcg.estimate(sample, { emptyQuery: 'zero' }).value).toBe(0.5)
  expect(() => metrics.ndcg.estimate(sample, { k: 0 })).toThrow(code('invalid_option'))
  expect(() => metrics.dcg.estimate({ ...sample, offsets: Uint32Array.of(0, 3) }, {})).toThrow(code('length_mismatch'))
})

test('clusters widen an interval of repeated rows back to what each row once gives', () => {
  const random = createRandom(9)
  const once = Array.from({ length: 80 }, () => random.normal())
  const predicted = Float64Array.from([...once, ...once, ...once])
  const clusters = Uint32Array.from({ length: 240 }, (_, i) => i % 80)
  const width = ({ value, uncertainty }: metrics.Estimate) => {
    const { lower, upper } = interval(value ?? 0, uncertainty!, 0.95)
    return upper - lower
  }
  const actual = new Float64Array(240)
  const clustered = metrics.meanSquaredError.estimate({ actual, predicted, clusters }, {})
  const single = metrics.meanSquaredError.estimate(
    { actual: new Float64Array(80), predicted: Float64Array.from(once) },
    {},
  )
  expect(width(clustered)).toBeCloseTo(width(single), 10)
})
