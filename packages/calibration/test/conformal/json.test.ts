import { describe, expect, test } from 'vitest'
import { fitPredictionIntervals, fitPredictionSets, parseConformal } from '../../src/index.ts'

const predicted = Float64Array.from({ length: 30 }, (_, i) => i / 7)
const actual = predicted.map((p, i) => p + Math.sin(i))

describe('a fitted predictor as JSON', () => {
  test('comes back as it was, infinite thresholds too', () => {
    const intervals = fitPredictionIntervals(actual, { kind: 'absolute', predicted }, { alpha: 0.01 })
    expect(intervals.thresholds[0]!.threshold).toBeNull()
    expect(parseConformal(JSON.stringify(intervals))).toEqual(intervals)
    const sets = fitPredictionSets(
      { labels: [0, 1, 1], probabilities: Float64Array.of(0.7, 0.3, 0.2, 0.8, 0.4, 0.6), classes: 2 },
      { alpha: 0.5, score: { kind: 'raps', penalty: 0.1, rank: 1, randomised: 7 } },
    )
    expect(parseConformal(JSON.stringify(sets))).toEqual(sets)
  })

  test.each([
    ['{', /not a JSON object/],
    ['{}', /schema is undefined/],
    ['{"schema":"sluice.conformal/1","kind":"cubes"}', /kind is "cubes"/],
    ['{"schema":"sluice.conformal/1","kind":"sets","score":{"kind":"magic"}}', /score is/],
    ['{"schema":"sluice.conformal/1","kind":"intervals","score":"absolute","alpha":2}', /alpha is 2/],
    [
      '{"schema":"sluice.conformal/1","kind":"intervals","score":"absolute","alpha":0.1,"thresholds":[{}]}',
      /thresholds/,
    ],
  ])('%s is refused with its reason', (text, reason) => {
    expect(() => parseConformal(text)).toThrow(reason)
  })
})

describe('bad columns are refused', () => {
  test.each([
    ['a spread of 0', { kind: 'normalised', predicted, spread: predicted } as const, /'spread' is 0 in row 0/],
    [
      'too few values',
      { kind: 'absolute', predicted: new Float64Array(2) } as const,
      /2 values of 'predicted' for 30 rows/,
    ],
    ['NaN', { kind: 'absolute', predicted: predicted.map(() => Number.NaN) } as const, /'predicted' is NaN in row 0/],
  ])('%s', (_, forecast, reason) => {
    expect(() => fitPredictionIntervals(actual, forecast, { alpha: 0.1 })).toThrow(reason)
  })

  test('labels that are no class, logits for probabilities', () => {
    const probabilities = Float64Array.of(0.5, 0.5)
    const options = { alpha: 0.1, score: { kind: 'lac' } } as const
    expect(() => fitPredictionSets({ labels: [2], probabilities, classes: 2 }, options)).toThrow(/Label 2 of row 0/)
    const logits = { labels: [0], probabilities: Float64Array.of(2, -2), classes: 2 }
    expect(() => fitPredictionSets(logits, options)).toThrow(/probabilities, not logits/)
  })
})
