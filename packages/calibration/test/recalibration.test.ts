import { interval } from '@sluice/stats'
import { expect, test } from 'vitest'
import {
  calibrationIntercept,
  calibrationLevel,
  calibrationLine,
  calibrationSlope,
  corpDecomposition,
  corpDiscrimination,
  corpReliability,
  hosmerLemeshow,
  isotonicBlocks,
  kernelCalibrationError,
  miscalibration,
  spiegelhalterZ,
} from '../src/index.ts'
import { draw, drawSample, type Model } from './random-samples.ts'
import { binarySample } from './vectors.ts'

const overconfident: Model = { center: 0, spread: 1.5, intercept: 0.4, slope: 0.7 }
const calibrated: Model = { center: -1, spread: 1.2, intercept: 0, slope: 1 }
const smooth = {
  slope: calibrationSlope,
  intercept: calibrationIntercept,
  level: calibrationLevel,
  z: spiegelhalterZ,
  kernel: kernelCalibrationError,
}

test('many rows give back the line they were drawn from', () => {
  const line = calibrationLine(drawSample(200_000, overconfident, 1))
  expect(line).toMatchObject({ slope: expect.closeTo(0.7, 1), intercept: expect.closeTo(0.4, 1) })
})

test('a fit that starts from joined rows ends where one from zero does', () => {
  const { scores, labels } = draw(40_000, overconfident, 2)
  const whole = calibrationLine(binarySample(scores, labels))
  const weighted = calibrationLine(
    binarySample(
      scores,
      labels,
      scores.map(() => 3),
    ),
  )
  const part = calibrationLine(binarySample(scores.slice(0, 16_000), labels.slice(0, 16_000)))
  if (typeof whole === 'string' || typeof weighted === 'string' || typeof part === 'string') throw new Error('no line')
  expect(weighted.slope).toBeCloseTo(whole.slope, 10)
  expect(gradientOf(scores, labels, whole)).toBeLessThan(1e-9)
  expect(gradientOf(scores.slice(0, 16_000), labels.slice(0, 16_000), part)).toBeLessThan(1e-9)
})

/** The score equations of the maximum: mean residuals, plain and times the logit. */
function gradientOf(scores: number[], labels: number[], line: { slope: number; intercept: number }): number {
  let [plain, withLogit] = [0, 0]
  scores.forEach((p, i) => {
    const z = Math.log(p / (1 - p))
    const residual = labels[i] - 1 / (1 + Math.exp(-(line.intercept + line.slope * z)))
    plain += residual / scores.length
    withLogit += (residual * z) / scores.length
  })
  return Math.max(Math.abs(plain), Math.abs(withLogit))
}

test.each(Object.entries(smooth))('influences of %s have mean 0, and weights of 2 are repeated rows', (_, metric) => {
  const { scores, labels } = draw(300, overconfident, 3)
  const phi = metric.influence!(binarySample(scores, labels), {})!
  expect(Math.abs(phi.reduce((a, b) => a + b, 0) / phi.length)).toBeLessThan(1e-8 * Math.max(1, ...phi.map(Math.abs)))
  const twice = binarySample([...scores, ...scores], [...labels, ...labels])
  const weighted = binarySample(
    scores,
    labels,
    scores.map(() => 2),
  )
  if (metric !== spiegelhalterZ && metric !== kernelCalibrationError)
    expect(metric.estimate(weighted, {}).value).toBeCloseTo(metric.estimate(twice, {}).value!, 9)
})

test.each([
  ['slope', calibrationSlope, 0.7, 1],
  ['intercept', calibrationIntercept, 0.4, 0],
  ['level', calibrationLevel, null, 0],
  ['z', spiegelhalterZ, null, 0],
  ['kernel', kernelCalibrationError, null, 0],
] as const)('the interval of %s covers as it says', (_, metric, ofOverconfident, ofCalibrated) => {
  let [misses, other] = [0, 0]
  for (let seed = 0; seed < 400; seed++) {
    const misses95 = (model: Model, truth: number) => {
      const { value, uncertainty } = metric.estimate(drawSample(500, model, 5000 + seed), {})
      const { lower, upper } = interval(value!, uncertainty!, 0.95)
      return lower <= truth && truth <= upper ? 0 : 1
    }
    misses += misses95(calibrated, ofCalibrated)
    if (ofOverconfident !== null) other += misses95(overconfident, ofOverconfident)
  }
  expect(misses).toBeLessThanOrEqual(36)
  expect(other).toBeLessThanOrEqual(36)
})

test('lines that do not exist say why', () => {
  const because = (scores: number[], labels: number[]) =>
    calibrationSlope.estimate(binarySample(scores, labels), {}).undefinedBecause
  expect(because([], [])).toBe('empty')
  expect(because([0.1, 0.4], [1, 1])).toBe('one_class')
  expect(because([0.4, 0.4], [0, 1])).toBe('zero_variance')
  expect(because([0.1, 0.4, 0.8], [0, 0, 1])).toBe('infinite')
  expect(because([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1])).toBe('infinite')
  expect(because([0.1, 0.4, 0.8], [1, 0, 0])).toBe('infinite')
  expect(spiegelhalterZ.estimate(binarySample([0, 0.5, 1], [0, 1, 1]), {}).undefinedBecause).toBe('zero_variance')
  expect(() => calibrationSlope.estimate(binarySample([-0.1, 0.4], [0, 1]), {})).toThrow(/outside \[0, 1\]/)
})

test.each(['brier', 'log_loss'] as const)('the parts of %s add up, and none is negative', (score) => {
  for (let seed = 0; seed < 30; seed++) {
    const parts = corpDecomposition(drawSample(60, overconfident, seed), { score })
    if (typeof parts === 'string') throw new Error(parts)
    expect(parts.miscalibration).toBeGreaterThanOrEqual(0)
    expect(parts.discrimination).toBeGreaterThanOrEqual(0)
    expect(parts.miscalibration - parts.discrimination + parts.uncertainty).toBeCloseTo(parts.score, 12)
  }
})

test('miscalibration: its interval reaches 0 for a calibrated model, and covers what recalibration saves', () => {
  const many = drawSample(400_000, overconfident, 7)
  const truth = miscalibration.estimate(many, { score: 'brier' }).value!
  const separation = corpDiscrimination.estimate(many, { score: 'brier' }).value!
  let [zero, saved, separated] = [0, 0, 0]
  for (let seed = 0; seed < 200; seed++) {
    const ends = (metric: typeof miscalibration, model: Model) => {
      const { value, uncertainty } = metric.estimate(drawSample(1000, model, 9000 + seed), { score: 'brier' })
      return interval(value!, uncertainty!, 0.95)
    }
    if (ends(miscalibration, calibrated).lower === 0) zero++
    const mcb = ends(miscalibration, overconfident)
    if (mcb.lower <= truth && truth <= mcb.upper) saved++
    const dsc = ends(corpDiscrimination, overconfident)
    if (dsc.lower <= separation && separation <= dsc.upper) separated++
  }
  expect(zero).toBeGreaterThanOrEqual(183)
  expect(saved).toBeGreaterThanOrEqual(183)
  expect(separated).toBeGreaterThanOrEqual(183)
})

test('the CORP curve of a calibrated model stays in its consistency band, that of another leaves it', () => {
  const share = (model: Model) => {
    const sample = drawSample(3000, model, 11)
    const { band } = corpReliability(sample, { level: 0.95, seed: 1 })
    const { blocks, starts, sum, weight } = isotonicBlocks(sample)
    const inside = band.filter(({ score, lower, upper }) => {
      let b = 0
      while (b + 1 < blocks && sample.scores[starts[b + 1]] <= score) b++
      return lower - 1e-12 <= sum[b] / weight[b] && sum[b] / weight[b] <= upper + 1e-12
    })
    return inside.length / band.length
  }
  expect(share(calibrated)).toBeGreaterThan(0.85)
  expect(share(overconfident)).toBeLessThan(0.6)
})

test('consistency bands are the same for the same seed, and narrower with more rows', () => {
  const width = (rows: number) => {
    const { band } = corpReliability(drawSample(rows, calibrated, 12), { level: 0.9, seed: 3 })
    return band.reduce((sum, { lower, upper }) => sum + upper - lower, 0) / band.length
  }
  const sample = drawSample(500, calibrated, 13)
  expect(corpReliability({ ...sample }, { level: 0.9, seed: 5 })).toEqual(
    corpReliability(sample, { level: 0.9, seed: 5 }),
  )
  expect(width(20_000)).toBeLessThan(0.5 * width(500))
})

test('Hosmer–Lemeshow rejects 5 % of calibrated models, and refuses what it cannot count', () => {
  let rejected = 0
  for (let seed = 0; seed < 400; seed++) {
    if (hosmerLemeshow(drawSample(800, calibrated, 20_000 + seed), { groups: 10 })!.pValue < 0.05) rejected++
  }
  expect(rejected).toBeGreaterThan(5)
  expect(rejected).toBeLessThan(36)
  expect(() => hosmerLemeshow(drawSample(8, calibrated, 1), { groups: 10 })).toThrow(
    /8 rows cannot be cut into 10 groups/,
  )
  expect(() => hosmerLemeshow(binarySample([0.1, 0.2], [0, 1], [1, 2]), { groups: 2 })).toThrow(/leave the weights out/)
})

test('the kernel error counts every pair', () => {
  const { scores, labels } = draw(60, overconfident, 14)
  const weights = scores.map((_, i) => 1 + (i % 3))
  let [sum, pairs] = [0, 0]
  scores.forEach((p, i) => {
    scores.forEach((q, j) => {
      if (i === j) return
      const kernel = Math.exp(-Math.abs(p - q) / 0.1)
      sum += weights[i] * weights[j] * (labels[i] - p) * (labels[j] - q) * kernel
      pairs += weights[i] * weights[j]
    })
  })
  const { value } = kernelCalibrationError.estimate(binarySample(scores, labels, weights), { bandwidth: 0.1 })
  expect(value).toBeCloseTo(sum / pairs, 13)
})
