import { createRandom } from '@sluice/stats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  evaluateIntervals,
  evaluateSets,
  fitPredictionIntervals,
  heldOutIntervals,
  heldOutSets,
  predictionIntervals,
  stratifiedFolds,
} from '../../src/index.ts'

const folds = 5

function numbers(rows: number, seed: number) {
  const random = createRandom(seed)
  const predicted = Float64Array.from({ length: rows }, () => random.normal())
  return { predicted, actual: predicted.map((value) => value + random.normal()) }
}

function classes(rows: number, seed: number) {
  const random = createRandom(seed)
  const probabilities = new Float64Array(3 * rows)
  const labels = new Uint16Array(rows)
  for (let i = 0; i < rows; i++) {
    const weights = [random.uniform(), random.uniform(), random.uniform()]
    const total = weights[0] + weights[1] + weights[2]
    for (let k = 0; k < 3; k++) probabilities[3 * i + k] = weights[k] / total
    const u = random.uniform()
    labels[i] = u < weights[0] / total ? 0 : u < (weights[0] + weights[1]) / total ? 1 : 2
  }
  return { labels, probabilities, classes: 3 }
}

const cutOf = (rows: number) => ({ foldOf: stratifiedFolds({ labels: new Uint8Array(rows) }, folds, 1), folds })

test('what is answered for a fold is what a fit to the other rows answers', () => {
  const { predicted, actual } = numbers(100, 1)
  const cut = cutOf(100)
  const held = heldOutIntervals(actual, { kind: 'absolute', predicted }, { alpha: 0.1 }, cut)
  const outside = Uint32Array.from(predicted.keys()).filter((row) => cut.foldOf[row] !== 2)
  const others = (column: Float64Array) => Float64Array.from(outside, (row) => column[row])
  const fitted = fitPredictionIntervals(
    others(actual),
    { kind: 'absolute', predicted: others(predicted) },
    { alpha: 0.1 },
  )
  const { lower, upper } = predictionIntervals(fitted, { kind: 'absolute', predicted })
  cut.foldOf.forEach((fold, row) => {
    if (fold === 2) expect([held.lower[row], held.upper[row]]).toEqual([lower[row], upper[row]])
  })
})

test('no answer depends on the truth of its own row', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 119 }), fc.boolean(), (seed, row, grouped) => {
      const cut = cutOf(120)
      const groups = grouped
        ? { groups: { codes: Uint8Array.from({ length: 120 }, (_, i) => i % 2), names: ['a', 'b'] } }
        : {}
      const { predicted, actual } = numbers(120, seed)
      const other = actual.slice()
      other[row] += 100
      const [before, after] = [actual, other].map((truth) =>
        heldOutIntervals(
          truth,
          { kind: 'quantile', lower: predicted, upper: predicted },
          { alpha: 0.2, ...groups },
          cut,
        ),
      )
      expect([after.lower[row], after.upper[row]]).toEqual([before.lower[row], before.upper[row]])

      const sample = classes(120, seed)
      const options = { alpha: 0.2, score: { kind: 'aps' }, ...groups } as const
      const changed = { ...sample, labels: sample.labels.map((label, i) => (i === row ? (label + 1) % 3 : label)) }
      const [sets, otherSets] = [sample, changed].map((one) =>
        heldOutSets(one, options, cut).members.slice(3 * row, 3 * row + 3),
      )
      expect(otherSets).toEqual(sets)
    }),
    { seed: 2, numRuns: 60 },
  )
})

test('over 1 000 simulated sets held-out coverage is the nominal, within Monte-Carlo error', () => {
  let [intervals, sets] = [0, 0]
  const runs = 1000
  for (let run = 0; run < runs; run++) {
    const { predicted, actual } = numbers(100, run)
    const cut = cutOf(100)
    const held = heldOutIntervals(actual, { kind: 'absolute', predicted }, { alpha: 0.1 }, cut)
    intervals += evaluateIntervals(held, actual).coverage.value! / runs
    const sample = classes(100, run)
    const lac = heldOutSets(sample, { alpha: 0.1, score: { kind: 'lac' } }, cut)
    sets += evaluateSets(lac, sample.labels).coverage.value! / runs
  }
  // Each fit has 80 rows: ⌈81 · 0.9⌉ / 81 = 73 / 81 of new rows are held on average. Means of 100 000 rows, sd 0.3 each.
  expect(Math.abs(intervals - 73 / 81)).toBeLessThan((4 * 0.3) / Math.sqrt(100 * runs))
  expect(Math.abs(sets - 73 / 81)).toBeLessThan((4 * 0.3) / Math.sqrt(100 * runs))
})

test('a group that the held-out folds leave too small is refused, with what it needs', () => {
  const { predicted, actual } = numbers(100, 1)
  const groups = { codes: Uint8Array.from(predicted, (_, i) => (i < 10 ? 1 : 0)), names: ['many', 'few'] }
  const attempt = () => heldOutIntervals(actual, { kind: 'absolute', predicted }, { alpha: 0.1, groups }, cutOf(100))
  expect(attempt).toThrow(/rows of 'few' are left to calibrate on .* alpha 0\.1 needs 9/)
})
