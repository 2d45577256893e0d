import { MetricInputError, orderByScore } from '@sluice/metrics'
import { createRandom } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fitCalibrator,
  fitCalibratorToRows,
  type IsotonicOptions,
  isFitted,
  isotonic,
  type LabelledScores,
  oneVersusRest,
  platt,
} from '../src/index.ts'
import { poolRows } from '../src/isotonic/pool-rows.ts'

const rows = 40_000

const fitIsotonic = (columns: LabelledScores, options?: IsotonicOptions) =>
  fitCalibratorToRows(isotonic(options), columns)

/** Rows whose share of positives follows `u`, which the score tells by a rising map. */
function table(
  seed: string,
  scoreOf: (u: number, row: number) => number,
  positive = (u: number) => u ** 2,
  count = rows,
) {
  const random = createRandom(seed)
  const made = { scores: new Float64Array(count), labels: new Uint8Array(count) }
  for (let row = 0; row < count; row++) {
    const u = random.uniform()
    made.scores[row] = scoreOf(u, row)
    made.labels[row] = random.uniform() < positive(u) ? 1 : 0
  }
  return made
}

function fromOrder({ scores, labels }: ReturnType<typeof table>, range: 'free' | 'bounded' = 'free') {
  return fitCalibrator(isotonic({ range }), orderByScore(scores, labels))
}

describe('isotonic regression of rows in any order is that of sorted rows, bit for bit,', () => {
  test.each([
    ['spread over [0, 1]', (u: number) => u],
    ['crowded near 0', (u: number) => u ** 8],
    ['crowded near 1', (u: number) => 1 - (1 - u) ** 8 / 100],
    ['all tiny', (u: number) => u * 1e-9],
    ['below the normal numbers', (u: number) => Math.floor(u * 1e6) * Number.MIN_VALUE],
    ['crowded beside one far away', (u: number, row: number) => (row === 5 ? 1 : u * 1e-12)],
    ['of four digits', (u: number) => Math.round(u * 1e4) / 1e4],
    ['of a hundred values', (u: number) => Math.round(u * 100) / 100],
    ['of two values', (u: number) => Math.round(u)],
    ['of single precision', (u: number) => Math.fround(u)],
    ['of one value for every other row', (u: number, row: number) => (row % 2 === 0 ? 0.5 : u)],
    ['that ascend already', (_u: number, row: number) => row / rows],
    ['that descend', (_u: number, row: number) => 1 - row / rows],
    ['that fall where the share rises', (u: number) => 1 - u],
    ['with zeros of either sign', (u: number) => (u < 0.1 ? 0 : u < 0.2 ? -0 : u)],
  ])('scores %s', (_, scoreOf) => {
    const columns = table('shapes', scoreOf)
    expect(fitIsotonic(columns)).toStrictEqual(fromOrder(columns))
    expect(fitIsotonic(columns, { range: 'bounded' })).toStrictEqual(fromOrder(columns, 'bounded'))
  })

  test('whatever the shares of positives', () => {
    const shapes = {
      power: fc.double({ min: 0.2, max: 6, noNaN: true }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }
    fc.assert(
      fc.property(fc.record({ ...shapes, digits: fc.integer({ min: 1, max: 17 }), seed: fc.nat() }), (drawn) => {
        const columns = table(
          `${drawn.seed}`,
          (u) => Number((u ** drawn.power).toPrecision(drawn.digits)),
          (u) => drawn.share * (0.5 + Math.sin(9 * u) / 2) + (1 - drawn.share) * u,
        )
        expect(fitIsotonic(columns)).toStrictEqual(fromOrder(columns))
      }),
      { seed: 4, numRuns: 25 },
    )
  })

  test('and sorts only a small part of many rows', () => {
    for (const scoreOf of [(u: number) => u, (u: number) => u ** 3, (u: number) => Math.round(u * 100) / 100]) {
      const { scores, labels } = table('part', scoreOf, undefined, 300_000)
      expect(poolRows(scores, labels)!.order.scores.length).toBeLessThan(300_000 / 6)
    }
  })
})

test('few rows and rows with weights are sorted', () => {
  const columns = { scores: Float64Array.of(0.9, 0.1, 0.5, 0.3), labels: Uint8Array.of(1, 0, 0, 1) }
  expect(fitIsotonic(columns)).toStrictEqual(fromOrder(columns))
  const weights = Float64Array.of(1, 2, 3, 0)
  const { scores, labels } = columns
  expect(fitIsotonic({ ...columns, weights })).toStrictEqual(
    fitCalibrator(isotonic(), orderByScore(scores, labels, { weights })),
  )
})

test('a method that needs all rows in order has them sorted', () => {
  const columns = table('sorted', (u) => u)
  expect(fitCalibratorToRows(platt(), columns)).toStrictEqual(
    fitCalibrator(platt(), orderByScore(columns.scores, columns.labels)),
  )
})

test('one class against the rest is fitted as it would be to sorted rows', () => {
  const { scores, labels } = table('classes', (u) => u)
  const probabilities = Float64Array.from({ length: 3 * rows }, (_, at) => {
    const p = scores[Math.floor(at / 3)]
    return [p, (1 - p) / 3, (2 * (1 - p)) / 3][at % 3]
  })
  const sample = {
    labels: Uint16Array.from(labels, (label, i) => (label === 1 ? 0 : 1 + (i % 2))),
    probabilities,
    classes: 3,
  }
  const { fitRows: _, ...sorting } = isotonic()
  const fit = fitCalibrator(oneVersusRest(isotonic()), sample)
  expect(isFitted(fit)).toBe(true)
  expect(fit).toStrictEqual(fitCalibrator(oneVersusRest(sorting), sample))
})

test.each([
  ['nan_score', 'scores', Number.NaN],
  ['score_outside_unit_interval', 'scores', 1.5],
  ['score_outside_unit_interval', 'scores', -1e-300],
  ['invalid_label', 'labels', 2],
] as const)('refuses rows with %s as the sorted fit does', (code, column, value) => {
  const columns = table('refused', (u) => u)
  columns[column][7] = value
  expect(() => fitIsotonic(columns)).toThrow(MetricInputError)
  expect(() => fitIsotonic(columns)).toThrow(expect.objectContaining({ code, count: 1 }))
})

test('refuses columns of different lengths', () => {
  const attempt = () => fitIsotonic({ scores: new Float64Array(rows), labels: new Uint8Array(rows - 1) })
  expect(attempt).toThrow(expect.objectContaining({ code: 'length_mismatch' }))
})

test.each([
  [
    'one_class',
    () =>
      table(
        'none',
        (u) => u,
        () => 0,
      ),
  ],
  [
    'one_class',
    () =>
      table(
        'all',
        (u) => u,
        () => 1,
      ),
  ],
  ['zero_variance', () => table('constant', () => 0.3)],
])('rows that determine nothing are told as such: %s', (reason, columns) => {
  const fit = fitIsotonic(columns())
  expect(isFitted(fit)).toBe(false)
  expect(fit).toStrictEqual(fromOrder(columns()))
  expect(fit).toMatchObject({ notFitted: reason })
})
