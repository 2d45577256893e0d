import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyCalibrator,
  beta,
  type CalibrationMethod,
  CalibratorError,
  classTemperature,
  crossVennAbers,
  fitCalibrator,
  fitCrossVennAbers,
  histogramBinning,
  isFitted,
  isotonic,
  isotonicBlocks,
  isotonicRegression,
  mergeCrossVennAbers,
  type NotFitted,
  oneVersusRest,
  parseCalibrator,
  platt,
  temperature,
  vectorScaling,
  vennAbers,
  vennAbersInterval,
} from '../src/index.ts'
import { draw, drawSample, type Model } from './random-samples.ts'
import { binarySample } from './vectors.ts'

const timid: Model = { center: -0.5, spread: 1, intercept: 0.3, slope: 1.6 }
const scoresAnywhere = Float64Array.from({ length: 201 }, (_, i) => i / 200)
// biome-ignore lint/suspicious/noExplicitAny: methods of all parameters
const binaryMethods: CalibrationMethod<any, any>[] = [
  platt(),
  temperature(),
  isotonic(),
  isotonic({ range: 'bounded' }),
  beta(),
  histogramBinning(),
  vennAbers,
  crossVennAbers({ folds: 3 }),
]

test.each(binaryMethods.map((method) => [method.name, method] as const))(
  '%s never falls where scores rise, stays in [0, 1], and comes back from JSON bit for bit',
  (_, method) => {
    const calibrator = fitCalibrator(method, drawSample(2000, timid, 1))
    if (!isFitted(calibrator)) throw new Error(calibrator.explanation)
    const stored = parseCalibrator(JSON.parse(JSON.stringify(calibrator)))
    expect(stored).toEqual(calibrator)
    const calibrated = applyCalibrator(calibrator, scoresAnywhere)
    expect(new Uint8Array(applyCalibrator(stored, scoresAnywhere).buffer)).toEqual(new Uint8Array(calibrated.buffer))
    calibrated.forEach((value, i) => {
      expect(value >= 0 && value <= 1).toBe(true)
      if (i > 0 && method.name !== 'histogram_binning') expect(value).toBeGreaterThanOrEqual(calibrated[i - 1] - 1e-15)
    })
  },
)

const classSample = {
  labels: Uint16Array.from({ length: 300 }, (_, i) => (i * 7 + (i % 5 === 0 ? 1 : 0)) % 3),
  probabilities: Float64Array.from({ length: 300 }).fill(0),
  classes: 3,
}
classSample.probabilities = Float64Array.from(classSample.labels).reduce((matrix, label, i) => {
  const certain = 0.4 + 0.59 * ((i * 31) % 100) * 0.01
  const guess = i % 6 === 0 ? (label + 1) % 3 : label
  for (let c = 0; c < 3; c++) matrix[i * 3 + c] = c === guess ? certain : (1 - certain) / 2
  return matrix
}, new Float64Array(900))

test.each([classTemperature(), vectorScaling(), oneVersusRest(platt()), oneVersusRest(isotonic())] as const)(
  '$name gives distributions and comes back from JSON bit for bit',
  (method) => {
    // biome-ignore lint/suspicious/noExplicitAny: methods of all parameters
    const calibrator = fitCalibrator(method as CalibrationMethod<typeof classSample, any>, classSample)
    if (!isFitted(calibrator)) throw new Error(calibrator.explanation)
    const stored = parseCalibrator(JSON.parse(JSON.stringify(calibrator)))
    const calibrated = applyCalibrator(calibrator, classSample.probabilities)
    expect(applyCalibrator(stored, classSample.probabilities)).toEqual(calibrated)
    for (let i = 0; i < 300; i++) {
      expect(calibrated.subarray(3 * i, 3 * i + 3).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
    }
  },
)

const rows = fc.array(
  fc.record({
    score: fc.integer({ min: 0, max: 12 }).map((k) => k / 12),
    label: fc.integer({ min: 0, max: 1 }),
    weight: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 2, maxLength: 25 },
)

test('Venn–Abers in linear time equals isotonic regression fitted anew for every score and label', () => {
  fc.assert(
    fc.property(rows, fc.boolean(), (sample, weighted) => {
      const scores = sample.map(({ score }) => score)
      const labels = sample.map(({ label }) => label)
      const weights = sample.map(({ weight }) => (weighted ? weight : 1))
      const fit = vennAbers.fit(binarySample(scores, labels, weights))
      const at = Float64Array.from({ length: 25 }, (_, k) => k / 24)
      if (!isFitted(fit)) return
      const { p0, p1 } = vennAbersInterval(fit, at)
      at.forEach((score, k) => {
        for (const [label, found] of [
          [0, p0[k]],
          [1, p1[k]],
        ]) {
          expect(found).toBeCloseTo(isotonicAt([...scores, score], [...labels, label], [...weights, 1], score), 10)
        }
      })
    }),
    { seed: 1, numRuns: 150 },
  )
})

/** Ties pooled to their mean, then the minimax formula of isotonic regression, max over a of min over b. */
function isotonicAt(scores: number[], labels: number[], weights: number[], score: number): number {
  const distinct = [...new Set(scores)].sort((a, b) => a - b)
  const group = (s: number, of: (i: number) => number) => scores.reduce((sum, t, i) => sum + (t === s ? of(i) : 0), 0)
  const weight = distinct.map((s) => group(s, (i) => weights[i]))
  const sum = distinct.map((s) => group(s, (i) => weights[i] * labels[i]))
  const place = distinct.indexOf(score)
  let most = -Infinity
  for (let a = 0; a <= place; a++) {
    let least = Infinity
    for (let b = place; b < distinct.length; b++) {
      const total = (column: number[]) => column.slice(a, b + 1).reduce((x, y) => x + y, 0)
      least = Math.min(least, total(sum) / total(weight))
    }
    most = Math.max(most, least)
  }
  return most
}

test('isotonic regression equals the minimax formula', () => {
  fc.assert(
    fc.property(rows, (sample) => {
      const values = sample.map(({ label, score }) => label + score)
      const weights = sample.map(({ weight }) => weight)
      const fitted = isotonicRegression(values, weights)
      const positions = values.map((_, i) => i)
      positions.forEach((i) => {
        expect(fitted[i]).toBeCloseTo(isotonicAt(positions, values, weights, i), 10)
      })
    }),
    { seed: 2, numRuns: 100 },
  )
})

test('runs pushed whole make the blocks that single scores make', () => {
  fc.assert(
    fc.property(rows, (sample) => {
      const scores = sample.map(({ score }) => score)
      const labels = sample.map(({ label }) => label)
      const ones = scores.map(() => 1)
      expect(isotonicBlocks(binarySample(scores, labels))).toEqual(isotonicBlocks(binarySample(scores, labels, ones)))
    }),
    { seed: 3, numRuns: 500 },
  )
})

test('cross Venn–Abers of equal folds is the merge of one', () => {
  const sample = drawSample(400, timid, 3)
  const one = vennAbers.fit(sample)
  const cross = fitCrossVennAbers([sample, sample, sample])
  if (!isFitted(one) || !isFitted(cross)) throw new Error('not fitted')
  const merged = vennAbers.transform(one, scoresAnywhere)
  mergeCrossVennAbers(cross, [scoresAnywhere]).forEach((value, i) => {
    expect(value).toBeCloseTo(merged[i], 12)
  })
})

test('calibrators undo a known distortion', () => {
  const { scores, labels, truth } = draw(20_000, timid, 4)
  for (const method of binaryMethods.filter(({ name }) => name !== 'temperature')) {
    const calibrator = fitCalibrator(method, binarySample(scores, labels))
    if (!isFitted(calibrator)) throw new Error(calibrator.explanation)
    const calibrated = applyCalibrator(calibrator, Float64Array.from(scores))
    const distance = (values: ArrayLike<number>) =>
      truth.reduce((sum, p, i) => sum + Math.abs(p - values[i]), 0) / truth.length
    expect(distance(calibrated)).toBeLessThan(0.4 * distance(scores))
  }
})

test.each(binaryMethods.map((method) => [method.name, method] as const))(
  '%s says why rows determine it not',
  (_, method) => {
    const reasonOf = (scores: number[], labels: number[]) => {
      const fit: NotFitted | { readonly slope: number } = method.fit(binarySample(scores, labels))
      return 'notFitted' in fit ? fit.notFitted : 'fitted'
    }
    const many = Array.from({ length: 30 }, (_, i) => i / 30)
    expect(reasonOf([], [])).toBe('empty')
    expect(
      reasonOf(
        many,
        many.map(() => 1),
      ),
    ).toBe('one_class')
    expect(
      reasonOf(
        many.map(() => 0.3),
        many.map((_, i) => i % 2),
      ),
    ).toBe('zero_variance')
    const outside = binarySample([0.2, 0.4, 1.5], [0, 1, 1])
    expect(() => method.fit(outside)).toThrow(
      expect.objectContaining({ code: 'score_outside_unit_interval', count: 1 }),
    )
    const calibrator = fitCalibrator(method, drawSample(300, timid, 5))
    if (!isFitted(calibrator)) throw new Error(calibrator.explanation)
    const wrong = (score: number) => () => applyCalibrator(calibrator, Float64Array.of(0.5, score))
    expect(wrong(Number.NaN)).toThrow(expect.objectContaining({ code: 'nan_score', row: 1 }))
    expect(wrong(-0.1)).toThrow(expect.objectContaining({ code: 'score_outside_unit_interval', row: 1 }))
  },
)

test('fewer rows than bins, and separated classes, are reasons', () => {
  const few = histogramBinning({ bins: 10 }).fit(binarySample([0.1, 0.4, 0.6], [0, 1, 0]))
  expect(few).toMatchObject({ notFitted: 'too_few_rows' })
  const separated = binarySample([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])
  expect(platt({ smoothing: false }).fit(separated)).toMatchObject({ notFitted: 'infinite' })
  expect(isFitted(platt().fit(separated))).toBe(true)
  expect(temperature().fit(separated)).toMatchObject({ notFitted: 'infinite' })
  const upsideDown = binarySample([0.1, 0.2, 0.8, 0.9, 0.15], [1, 1, 0, 0, 0])
  expect(temperature().fit(upsideDown)).toMatchObject({ notFitted: 'not_attainable' })
})

test.each([
  ['another version', { schema: 'sluice.calibrator/2' }, /schema: expected sluice.calibrator\/1/],
  ['an unknown method', { method: 'magic' }, /method: expected one of identity, platt/],
  [
    'a missing number',
    { parameters: { scale: 'probability', slope: 1 } },
    /intercept: expected a finite number, found nothing/,
  ],
  [
    'a text',
    { parameters: { scale: 'probability', slope: '1', intercept: 0 } },
    /slope: expected a finite number, found "1"/,
  ],
  [
    'falling thresholds',
    { method: 'isotonic', parameters: { scores: [0.5, 0.1], values: [0, 1] } },
    /scores: expected ascending/,
  ],
])('a stored calibrator with %s is refused by name', (_, changed, message) => {
  const stored = {
    schema: 'sluice.calibrator/1',
    method: 'platt',
    parameters: { scale: 'probability', slope: 1, intercept: 0 },
    fittedOn: { rows: 10, positives: 4, classes: 2 },
  }
  expect(parseCalibrator(stored).method).toBe('platt')
  expect(() => parseCalibrator({ ...stored, ...changed })).toThrow(CalibratorError)
  expect(() => parseCalibrator({ ...stored, ...changed })).toThrow(message)
})
