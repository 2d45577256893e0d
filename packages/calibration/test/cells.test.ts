import { type BinarySample, type Estimate, type Metric, orderByScore } from '@sluice/metrics'
import { createRandom } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutIntoCells } from '../src/cells/cut-into-cells.ts'
import { scoreCells } from '../src/cells/score-cells.ts'
import { sumOverCells, sumOverRows } from '../src/cells/sum-over-rows.ts'
import {
  ace,
  calibrationIntercept,
  calibrationLevel,
  calibrationLineTest,
  calibrationSlope,
  corpDecomposition,
  corpDiscrimination,
  corpReliability,
  debiasedEce,
  debiasedRmsce,
  ece,
  eceSweep,
  kernelCalibrationError,
  mce,
  miscalibration,
  reliabilityCurve,
  rmsce,
  smoothEce,
  spiegelhalterZ,
} from '../src/index.ts'

/** Enough rows for a sample to have cells. */
const rows = 20_011

interface Columns {
  readonly scores: Float64Array
  readonly labels: Uint8Array
}

/** Columns that any language can make; the numbers below are those of statsmodels 0.15.0, scikit-learn 1.9.1 and NumPy 2.4.6. */
const reproducible: Columns = {
  scores: Float64Array.from({ length: rows }, (_, i) => (((i * 7919) % rows) + 0.5) / rows),
  labels: Uint8Array.from({ length: rows }, (_, i) =>
    ((i * 104_729 + 12_345) % 65_537) / 65_537 < ((((i * 7919) % rows) + 0.5) / rows) ** 1.3 ? 1 : 0,
  ),
}

type Shape = 'smooth' | 'ties' | 'extreme' | 'certain'

function columnsOf(shape: Shape, count: number, seed: number): Columns {
  const random = createRandom(`${shape} ${seed}`)
  const columns = { scores: new Float64Array(count), labels: new Uint8Array(count) }
  const steepness = shape === 'extreme' || shape === 'certain' ? 6 : 1
  for (let i = 0; i < count; i++) {
    const logit = random.normal() * 1.5 - 1
    columns.labels[i] = random.uniform() < 1 / (1 + Math.exp(-1.2 * logit)) ? 1 : 0
    const score = 1 / (1 + Math.exp(-steepness * logit))
    columns.scores[i] = shape === 'ties' ? Math.round(score * 50) / 50 : score
    if (shape === 'certain' && i % 9 === 0) columns.scores[i] = i % 2
  }
  return columns
}

const sampleOf = ({ scores, labels }: Columns) => orderByScore(scores, labels, { keepRows: true })

/** The same rows weighing 1 each: weighted samples have no cells. */
const rowByRow = ({ scores, labels }: Columns) =>
  orderByScore(scores, labels, { keepRows: true, weights: new Float64Array(scores.length).fill(1) })

describe('sums over cells', () => {
  const terms: Record<string, (p: number, complement: number, label: number) => number> = {
    'number of rows': () => 1,
    'label weighted by score': (p, _, label) => label * p,
    'eighth power': (p) => p ** 8,
    'log loss': (p, complement, label) => -Math.log(Math.max(2 ** -52, label === 1 ? p : complement)),
    entropy: (p, complement) =>
      -p * Math.log(Math.max(2 ** -52, p)) - complement * Math.log(Math.max(2 ** -52, complement)),
  }

  for (const shape of ['smooth', 'ties', 'extreme', 'certain'] as const) {
    test.each(Object.entries(terms))(`${shape} scores: %s equals the sum over all rows`, (_, term) => {
      const sample = sampleOf(columnsOf(shape, rows, 1))
      const cells = scoreCells(sample)!
      for (const [from, to] of [
        [0, rows],
        [17, rows - 301],
        [5000, 5003],
        [700, 700],
      ] as const) {
        let direct = 0
        let size = 0
        for (let i = from; i < to; i++) {
          const value = term(sample.scores[i], 1 - sample.scores[i], sample.labels[i])
          direct += value
          size += Math.abs(value)
        }
        expect(Math.abs(sumOverRows(sample, cells, from, to, term) - direct)).toBeLessThanOrEqual(1e-12 * size)
        if (to - from === rows) expect(Math.abs(sumOverCells(cells, term) - direct)).toBeLessThanOrEqual(1e-12 * size)
      }
    })
  }

  test('cells are whole, in order, and hold at most 512 rows, whatever the scores', () => {
    const score = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 1, Number.MIN_VALUE, 2 ** -52, 1 - 2 ** -53, 1 - 2 ** -52, 0.5),
    )
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 1500 }), (scores) => {
        const ascending = Float64Array.from(scores).sort()
        const starts = cutIntoCells(ascending)
        expect(starts[0]).toBe(0)
        expect(starts[starts.length - 1]).toBe(ascending.length)
        for (let c = 1; c < starts.length; c++) {
          const size = starts[c] - starts[c - 1]
          expect(size).toBeGreaterThan(0)
          expect(size).toBeLessThanOrEqual(512)
          const [low, high] = [ascending[starts[c - 1]], ascending[starts[c] - 1]]
          // A hundredth of the way to 0 and to 1 from the middle, but where logits are clipped.
          const reach = (high - low) / 2
          const room = Math.min((high + low) / 2, 1 - (high + low) / 2)
          expect(reach <= 0.0101 * room || high <= 2 ** -52 || low >= 1 - 2 ** -52).toBe(true)
        }
      }),
      { seed: 11, numRuns: 60 },
    )
  })

  test('few rows and weighted ones have none', () => {
    expect(scoreCells(sampleOf(columnsOf('smooth', 16_383, 1)))).toBeNull()
    expect(scoreCells(rowByRow(columnsOf('smooth', rows, 1)))).toBeNull()
  })
})

describe('measures of many rows', () => {
  const sample = sampleOf(reproducible)
  const errorOf = ({ uncertainty }: Estimate) =>
    uncertainty?.kind === 'normal' ? uncertainty.standardError : Number.NaN
  const binning = { bins: 15, strategy: 'quantile' } as const

  test.each([
    ['slope', calibrationSlope, 1.0968505227930156, 0.016381924450160342],
    ['intercept', calibrationIntercept, -0.41470313783743185, 0.01809033522353706],
    ['calibration in the large', calibrationLevel, -0.39528100905677255, 0.017065263219927088],
  ] as const)('%s: value and robust standard error of statsmodels', (_, metric, value, standardError) => {
    const estimate = metric.estimate(sample, {})
    expect(estimate.value).toBeCloseTo(value, 10)
    expect(Math.abs(errorOf(estimate) - standardError)).toBeLessThan(1e-9 * standardError)
  })

  test('the likelihood ratio of statsmodels', () => {
    expect(calibrationLineTest(sample)!.statistic).toBeCloseTo(553.3995975065482, 8)
  })

  test('Spiegelhalter, kernel, CORP and binned errors by their definitions', () => {
    expect(spiegelhalterZ.estimate(sample, {}).value).toBeCloseTo(-3.816836107452267, 10)
    const kernel = kernelCalibrationError.estimate(sample, {})
    expect(kernel.value).toBeCloseTo(0.001628214072671008, 13)
    expect(kernel.detail!['biased']).toBeCloseTo(0.0016362152866567147, 13)
    expect(errorOf(kernel)).toBeCloseTo(0.0001424677301266237, 13)
    const parts = corpDecomposition(sample, { score: 'brier' })
    if (typeof parts === 'string') throw new Error(parts)
    expect(parts.miscalibration).toBeCloseTo(0.005253935558214046, 13)
    expect(parts.discrimination).toBeCloseTo(0.08921807398179624, 13)
    expect(ece.estimate(sample, binning).value).toBeCloseTo(0.06553895357553345, 13)
    expect(mce.estimate(sample, binning).value).toBeCloseTo(0.09677994194647217, 13)
  })

  // biome-ignore lint/suspicious/noExplicitAny: each is called with options of its own
  const measures: Record<string, [Metric<BinarySample, any>, object]> = {
    ece: [ece, binning],
    'ece, equal widths': [ece, { bins: 10, strategy: 'uniform' }],
    'ece, midpoints': [ece, { bins: 40, strategy: 'midpoint' }],
    mce: [mce, binning],
    ace: [ace, binning],
    debiased_ece: [debiasedEce, binning],
    rmsce: [rmsce, binning],
    debiased_rmsce: [debiasedRmsce, binning],
    ece_sweep: [eceSweep, {}],
    smooth_ece: [smoothEce, {}],
    kernel_calibration_error: [kernelCalibrationError, {}],
    'kernel_calibration_error, a bandwidth narrower than cells': [kernelCalibrationError, { bandwidth: 0.01 }],
    calibration_slope: [calibrationSlope, {}],
    calibration_intercept: [calibrationIntercept, {}],
    calibration_in_the_large: [calibrationLevel, {}],
    spiegelhalter_z: [spiegelhalterZ, {}],
    'miscalibration, Brier': [miscalibration, { score: 'brier' }],
    'miscalibration, log loss': [miscalibration, { score: 'log_loss' }],
    'discrimination, Brier': [corpDiscrimination, { score: 'brier' }],
    'discrimination, log loss': [corpDiscrimination, { score: 'log_loss' }],
  }

  for (const shape of ['smooth', 'ties', 'extreme', 'certain'] as const) {
    test.each(Object.entries(measures))(
      `${shape} scores: %s from cells is that of a walk over all rows`,
      (_, [metric, options]) => {
        const columns = columnsOf(shape, rows, 2)
        const [fromCells, fromRows] = [sampleOf(columns), rowByRow(columns)].map((one) => metric.estimate(one, options))
        expect(fromRows.value).not.toBeNull()
        // Over rows a fit's covariance is that of the point before its last step, which is at most 1e-8 away.
        expectAlike(fromCells, fromRows, metric === calibrationSlope || metric === calibrationIntercept ? 1e-8 : 1e-9)
      },
    )
  }

  test('seeds and sizes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 16_384, max: 40_000 }), (seed, count) => {
        const columns = columnsOf('smooth', count, seed)
        for (const metric of [calibrationSlope, calibrationLevel, spiegelhalterZ, kernelCalibrationError]) {
          const [fromCells, fromRows] = [sampleOf(columns), rowByRow(columns)].map((one) => metric.estimate(one, {}))
          expectAlike(fromCells, fromRows, 1e-9)
        }
      }),
      { seed: 5, numRuns: 12 },
    )
  })

  test('curves', () => {
    const columns = columnsOf('smooth', rows, 3)
    const [fromCells, fromRows] = [sampleOf(columns), rowByRow(columns)]
    expectAlike(
      reliabilityCurve(fromCells, { ...binning, level: 0.9 }),
      reliabilityCurve(fromRows, { ...binning, level: 0.9 }),
      1e-12,
    )
    expectAlike(corpReliability(fromCells, { level: 0.9 }), corpReliability(fromRows, { level: 0.9 }), 1e-9)
  })

  test('a slope too steep for cells is fitted to the rows', () => {
    const { scores, labels } = columnsOf('smooth', rows, 4)
    // Probabilities of ½ ± a little, that should be spread thirty times as far.
    const timid = { scores: scores.map((p) => 1 / (1 + ((1 - p) / p) ** (1 / 30))), labels }
    const [fromCells, fromRows] = [sampleOf(timid), rowByRow(timid)].map((one) => calibrationSlope.estimate(one, {}))
    expect(fromCells.value).toBeGreaterThan(30)
    expectAlike(fromCells, fromRows, 1e-7)
  })

  test('clusters keep their own standard error', () => {
    const { scores, labels } = columnsOf('smooth', rows, 5)
    const clusters = Uint32Array.from(labels, (_, i) => i % 400)
    const clustered = calibrationSlope.estimate(orderByScore(scores, labels, { clusters }), {})
    const independent = calibrationSlope.estimate(orderByScore(scores, labels), {})
    expect(clustered.uncertainty).toMatchObject({ method: 'cluster_robust', degreesOfFreedom: 399 })
    expect(clustered.value).toBe(independent.value)
    expect(errorOf(clustered)).not.toBe(errorOf(independent))
  })
})

/** Every number within a tolerance of itself, and everything else the same. */
function expectAlike(found: unknown, expected: unknown, tolerance: number, path = ''): void {
  if (typeof expected === 'number' && typeof found === 'number' && Number.isFinite(expected)) {
    const message = `${path}: ${found} for ${expected}`
    expect(Math.abs(found - expected), message).toBeLessThanOrEqual(tolerance * Math.max(1e-3, Math.abs(expected)))
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(found as object).sort()).toEqual(Object.keys(expected).sort())
    for (const [key, value] of Object.entries(expected)) {
      expectAlike((found as Record<string, unknown>)[key], value, tolerance, `${path}.${key}`)
    }
  } else expect(found, path).toBe(expected)
}
