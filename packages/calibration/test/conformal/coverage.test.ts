import { createRandom, interval, type Random } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import {
  binaryProbabilities,
  type ConformalGroups,
  evaluateIntervals,
  evaluateSets,
  fitPredictionIntervals,
  fitPredictionSets,
  type IntervalForecast,
  predictionIntervals,
  predictionSets,
} from '../../src/index.ts'

const simulations = 1000
const calibrated = 78
const tested = 50
const alpha = 0.1
/** ⌈79 · 0.9⌉; without the one more, ⌈78 · 0.9⌉ is 71. */
const rank = 72

/** The mean coverage of simulated sets and how far it may be from the nominal by chance alone (four standard errors). */
function meanCoverage(simulate: (random: Random) => number) {
  const random = createRandom('conformal coverage')
  let sum = 0
  for (let i = 0; i < simulations; i++) sum += simulate(random)
  const p = rank / (calibrated + 1)
  const [a, b] = [rank, calibrated + 1 - rank]
  const ofCalibration = (a * b) / ((a + b) ** 2 * (a + b + 1))
  const error = Math.sqrt((ofCalibration + (p * (1 - p)) / tested) / simulations)
  return { mean: sum / simulations, nominal: p, allowed: 4 * error }
}

/** y = x + noise whose spread grows with x; the forecast knows x, and is biased. */
function regression(random: Random, rows: number, kind: IntervalForecast['kind']) {
  const x = Float64Array.from({ length: rows }, () => random.uniform())
  const actual = x.map((v) => v + (0.1 + v) * random.normal())
  const predicted = x.map((v) => v + 0.2)
  const forecast: IntervalForecast =
    kind === 'absolute'
      ? { kind, predicted }
      : kind === 'normalised'
        ? { kind, predicted, spread: x.map((v) => 0.1 + v) }
        : { kind, lower: x.map((v) => v - 1), upper: x.map((v) => v + 0.3) }
  return { x, actual, forecast }
}

/** Three classes; the model is over-confident. */
function classification(random: Random, rows: number) {
  const probabilities = new Float64Array(3 * rows)
  const labels = new Uint16Array(rows)
  for (let i = 0; i < rows; i++) {
    const raw = [Math.exp(random.normal()), Math.exp(random.normal()), Math.exp(random.normal())]
    const total = raw[0]! + raw[1]! + raw[2]!
    const u = random.uniform() * total
    labels[i] = u < raw[0]! ? 0 : u < raw[0]! + raw[1]! ? 1 : 2
    const squared = raw.map((v) => v * v)
    const norm = squared[0]! + squared[1]! + squared[2]!
    for (let k = 0; k < 3; k++) probabilities[3 * i + k] = squared[k]! / norm
  }
  return { labels, probabilities, classes: 3 }
}

describe(`coverage over ${simulations} simulated calibrations`, () => {
  test.each(['absolute', 'normalised', 'quantile'] as const)('%s intervals', (kind) => {
    const { mean, nominal, allowed } = meanCoverage((random) => {
      const fit = regression(random, calibrated, kind)
      const fresh = regression(random, tested, kind)
      const fitted = fitPredictionIntervals(fit.actual, fit.forecast, { alpha })
      return evaluateIntervals(predictionIntervals(fitted, fresh.forecast), fresh.actual).coverage.value!
    })
    expect(Math.abs(mean - nominal)).toBeLessThan(allowed)
  })

  test.each([
    { kind: 'lac' },
    { kind: 'aps', randomised: 1 },
    { kind: 'aps' },
    { kind: 'raps', penalty: 0.05, rank: 1 },
  ] as const)('sets by $kind, randomised: $randomised', (score) => {
    const { mean, nominal, allowed } = meanCoverage((random) => {
      const drawn = 'randomised' in score ? { ...score, randomised: random.integer(0, 1e9) } : score
      const fitted = fitPredictionSets(classification(random, calibrated), { alpha, score: drawn })
      const fresh = classification(random, tested)
      return evaluateSets(predictionSets(fitted, fresh), fresh.labels).coverage.value!
    })
    // Scores of the last class are all 1 without randomisation: ties, which only ever cover more.
    if (score.kind !== 'lac' && !('randomised' in score)) expect(mean).toBeGreaterThan(nominal - allowed)
    else expect(Math.abs(mean - nominal)).toBeLessThan(allowed)
  })

  test('within each Mondrian group, where one quantile for all fails the noisier one', () => {
    const names = ['calm', 'noisy']
    const groupsOf = (rows: number): ConformalGroups => ({
      codes: Uint8Array.from({ length: rows }, (_, i) => (i < rows / 2 ? 0 : 1)),
      names,
    })
    const draw = (random: Random, rows: number) => {
      const predicted = new Float64Array(rows)
      const actual = predicted.map((_, i) => (i < rows / 2 ? 1 : 4) * random.normal())
      return { actual, forecast: { kind: 'absolute', predicted } as const }
    }
    const within = (random: Random, code: number, groups: boolean) => {
      const fit = draw(random, 2 * calibrated)
      const fresh = draw(random, 2 * tested)
      const [own, theirs] = [groupsOf(2 * calibrated), groupsOf(2 * tested)]
      const fitted = fitPredictionIntervals(fit.actual, fit.forecast, groups ? { alpha, groups: own } : { alpha })
      const intervals = predictionIntervals(fitted, fresh.forecast, groups ? theirs : undefined)
      const rows = Uint32Array.from({ length: tested }, (_, i) => code * tested + i)
      return evaluateIntervals(intervals, fresh.actual, rows).coverage.value!
    }
    for (const code of [0, 1]) {
      const { mean, nominal, allowed } = meanCoverage((random) => within(random, code, true))
      expect(Math.abs(mean - nominal)).toBeLessThan(allowed)
    }
    const pooled = meanCoverage((random) => within(random, 1, false))
    expect(pooled.mean).toBeLessThan(pooled.nominal - 5 * pooled.allowed)
  })
})

test('a group that is too small or unknown rules nothing out', () => {
  const groups = { codes: [0, 0, 1, ...new Array(20).fill(2)], names: ['few', 'one', 'many'] }
  const actual = Float64Array.from({ length: 23 }, (_, i) => i % 5)
  const predicted = new Float64Array(23)
  const fitted = fitPredictionIntervals(actual, { kind: 'absolute', predicted }, { alpha, groups })
  expect(fitted.thresholds).toEqual([
    { group: 'few', rows: 2, threshold: null },
    { group: 'one', rows: 1, threshold: null },
    { group: 'many', rows: 20, threshold: 4 },
  ])
  const fresh = { kind: 'absolute', predicted: new Float64Array(3) } as const
  const { upper } = predictionIntervals(fitted, fresh, { codes: [0, 1, 2], names: ['many', 'few', 'unseen'] })
  expect([...upper]).toEqual([4, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
  expect(() => predictionIntervals(fitted, fresh)).toThrow(/by group \(few, one, many\)/)
})

test('an empty set can be filled with the likeliest class', () => {
  const sample = { labels: new Uint8Array(40), ...binaryProbabilities(new Float64Array(40).fill(0.01)) }
  const fitted = fitPredictionSets(sample, { alpha, score: { kind: 'lac' } })
  const unsure = binaryProbabilities([0.45])
  expect([...predictionSets(fitted, unsure).members]).toEqual([0, 0])
  expect([...predictionSets(fitted, unsure, { fillEmpty: true }).members]).toEqual([1, 0])
})

test('coverage has the exact interval of its count, and sets their mean size', () => {
  const { coverage, size, empty } = evaluateSets(
    { members: Uint8Array.from([1, 0, 1, 1, 0, 0]), classes: 2 },
    [0, 1, 1],
  )
  expect(coverage.value).toBe(2 / 3)
  const { lower, upper } = interval(2 / 3, coverage.uncertainty!, 0.95)
  // scipy.stats.binomtest(2, 3).proportion_ci(method='exact'), SciPy 1.17
  expect(lower).toBeCloseTo(0.09429932405071303, 11)
  expect(upper).toBeCloseTo(0.9915962413403874, 11)
  expect([size!.value, empty]).toEqual([1, 1])
})
