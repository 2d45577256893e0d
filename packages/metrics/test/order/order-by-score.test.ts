import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MetricInputError, orderByScore } from '../../src/index.ts'

const anyScore = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, Infinity, -Infinity, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1, -1),
  fc.integer({ min: -3, max: 3 }),
)

function expectOrdered(scores: readonly number[], labels: readonly number[]): void {
  const order = orderByScore(Float64Array.from(scores), Uint8Array.from(labels), { keepRows: true })
  const rows = Array.from(scores, (_, row) => row).sort(
    (a, b) => compare(scores[a], scores[b]) || labels[a] - labels[b] || a - b,
  )
  expect([...order.rows!]).toEqual(rows)
  expect([...order.scores]).toEqual(rows.map((row) => scores[row] + 0))
  expect([...order.labels]).toEqual(rows.map((row) => labels[row]))
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

describe('orderByScore', () => {
  test('sorts any doubles, negatives first within ties and rows in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyScore, fc.constantFrom(0, 1)), { maxLength: 120 }), (rows) => {
        expectOrdered(
          rows.map(([score]) => score),
          rows.map(([, label]) => label),
        )
      }),
    )
  })

  test.each([
    ['spread over [0, 1]', (u: number) => u],
    ['of both signs', (u: number) => Math.log(u / (1 - u))],
    ['over all magnitudes', (u: number) => (u < 0.5 ? -1 : 1) * 10 ** (600 * (u - 0.5))],
    ['crowded beside one far away', (u: number) => (u > 0.999 ? 1e300 : 0.5 + u * 1e-12)],
    ['that differ in the last bits only', (u: number) => 0.5 + Math.floor(u * 1000) * 2 ** -53],
    ['of few values', (u: number) => Math.floor(u * 7) / 7],
    ['all equal', () => 0.25],
    ['all equal but one', (_u: number, row: number) => (row === 777 ? 0.75 : 0.25)],
    ['crowded near 0', (u: number) => u ** 9],
    ['crowded near 1', (u: number) => 1 - u ** 9 / 1e3],
    ['below the normal numbers', (u: number) => Math.floor(u * 1e6) * Number.MIN_VALUE],
    ['of few digits', (u: number) => Math.round(u * 1e4) / 1e4],
    ['in clumps', (u: number) => Math.floor(u * 9) / 9 + (u % 1e-3) * 1e-9],
    ['of single precision', (u: number) => Math.fround(u)],
    ['that ascend already', (_u: number, row: number) => Math.floor(row / 3) / 1e5],
    ['that descend', (_u: number, row: number) => -Math.floor(row / 2) / 1e5],
  ])('sorts thousands of scores %s', (_, map) => {
    const rows = 30_000
    const unit = Float64Array.from({ length: rows }, (_, i) => ((i * 0.6180339887498949 + 0.1) % 1) * 0.998 + 0.001)
    expectOrdered(
      Array.from(unit, (u, row) => map(u, row)),
      Array.from(unit, (u) => Math.floor(u * 1e6) & 1),
    )
  })

  test('ties zeros of either sign', () => {
    const order = orderByScore(Float64Array.of(0, -0, 0), Uint8Array.of(1, 0, 0), { keepRows: true })
    expect([...order.rows!]).toEqual([1, 2, 0])
    expect(order.scores.every((score) => Object.is(score, 0))).toBe(true)
  })

  test('carries weights and clusters along and drops rows of weight 0', () => {
    const order = orderByScore(Float64Array.of(0.9, 0.1, 0.5), Uint8Array.of(1, 0, 1), {
      weights: Float64Array.of(2, 3, 0),
      clusters: Uint32Array.of(7, 8, 9),
    })
    expect(order).toEqual({
      scores: Float64Array.of(0.1, 0.9),
      labels: Uint8Array.of(0, 1),
      positives: 1,
      weights: Float64Array.of(3, 2),
      clusters: Uint32Array.of(8, 7),
      leftOut: 1,
    })
  })

  test('reads a view into a larger buffer', () => {
    const scores = Float64Array.of(9, 0.3, 0.1, 9).subarray(1, 3)
    expect([...orderByScore(scores, Uint8Array.of(0, 1)).scores]).toEqual([0.1, 0.3])
  })

  test('lays the order out in shared memory where the scores are', () => {
    const scores = Float64Array.from({ length: 100 }, (_, row) => (row * 37) % 100)
    const shared = new Float64Array(new SharedArrayBuffer(8 * 100))
    shared.set(scores)
    const labels = Uint8Array.from(shared, (score) => score & 1)
    const order = orderByScore(shared, labels, { keepRows: true, clusters: new Uint32Array(100) })
    for (const column of [order.scores, order.labels, order.rows!, order.clusters!])
      expect(column.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(order).toEqual(orderByScore(scores, labels, { keepRows: true, clusters: new Uint32Array(100) }))
  })

  test('leaves out rows without a score where that is asked for', () => {
    const order = orderByScore(Float64Array.of(Number.NaN, 0.2), Uint8Array.of(1, 0), { missing: 'drop' })
    expect(order).toMatchObject({ positives: 0, leftOut: 1 })
  })

  test.each([
    ['nan_score', 1, 2, () => orderByScore(Float64Array.of(0, Number.NaN, Number.NaN), new Uint8Array(3))],
    ['invalid_label', 1, 1, () => orderByScore(new Float64Array(2), Uint8Array.of(1, 2))],
    [
      'invalid_weight',
      0,
      1,
      () => orderByScore(new Float64Array(1), new Uint8Array(1), { weights: Float64Array.of(-1) }),
    ],
    ['length_mismatch', null, 0, () => orderByScore(new Float64Array(2), new Uint8Array(1))],
  ])('refuses input with %s, naming the first row and the count', (code, row, count, attempt) => {
    expect(attempt).toThrow(MetricInputError)
    expect(attempt).toThrow(expect.objectContaining({ code, row, count }))
  })
})
