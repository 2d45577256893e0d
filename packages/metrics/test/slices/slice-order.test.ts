import { describe, expect, test } from 'vitest'
import { forEachSlice, logLoss, orderByScore, sliceOrder, sliceScratch, withLogLosses } from '../../src/index.ts'

const scores = Float64Array.of(0.9, 0.1, 0.5, 0.3, 0.7, 0.2)
const labels = Uint8Array.of(1, 0, 1, 0, 0, 1)
const order = orderByScore(scores, labels, { keepRows: true })

describe('sliceOrder', () => {
  test('cuts sorted runs, leaves out codes beyond the slices, and keeps empty slices', () => {
    const cut = sliceOrder(order, Uint8Array.of(0, 0, 2, 255, 0, 2), 3, { keepRows: true })
    expect(cut.sample(0)).toEqual({
      scores: Float64Array.of(0.1, 0.7, 0.9),
      labels: Uint8Array.of(0, 0, 1),
      rows: Uint32Array.of(1, 4, 0),
      positives: 1,
    })
    expect(cut.sample(1)).toMatchObject({ scores: new Float64Array(0), positives: 0 })
    expect(cut.sample(2)).toMatchObject({ scores: Float64Array.of(0.2, 0.5), positives: 2 })
  })

  test('reuses its scratch for the next partition, wide codes too', () => {
    const scratch = sliceScratch()
    const first = sliceOrder(order, Uint8Array.of(0, 0, 0, 1, 1, 1), 2, { scratch }).sample(0)
    const second = sliceOrder(order, Uint16Array.of(300, 0, 0, 0, 0, 300), 301, { scratch }).sample(300)
    expect([...second.scores]).toEqual([0.2, 0.9])
    expect(second.scores.buffer).toBe(first.scores.buffer)
  })

  test('carries weights and clusters, and knows which slices lost rows of weight 0', () => {
    const weighted = orderByScore(scores, labels, {
      keepRows: true,
      weights: Float64Array.of(1, 2, 0, 4, 5, 6),
      clusters: Uint32Array.of(10, 11, 12, 13, 14, 15),
    })
    const cut = sliceOrder(weighted, Uint8Array.of(0, 0, 1, 0, 2, 2), 3)
    expect(cut.sample(0)).toMatchObject({
      weights: Float64Array.of(2, 4, 1),
      clusters: Uint32Array.of(11, 13, 10),
      leftOut: 0,
    })
    expect(cut.sample(1)).toMatchObject({ scores: new Float64Array(0), leftOut: 1 })
  })

  test('needs an order that knows its rows', () => {
    const bare = orderByScore(scores, labels)
    expect(() => sliceOrder(bare, new Uint8Array(6), 1)).toThrow(expect.objectContaining({ code: 'rows_missing' }))
  })
})

test('forEachSlice visits every slice in the order of the codes', () => {
  const visited: [number, number][] = []
  forEachSlice(order, Uint8Array.of(1, 0, 1, 0, 1, 1), 3, (slice, sample) => {
    visited.push([slice, sample.scores.length])
  })
  expect(visited).toEqual([
    [0, 2],
    [1, 4],
    [2, 0],
  ])
})

describe('log losses that an order carries', () => {
  const rows = 30_000
  const table = {
    scores: Float64Array.from({ length: rows }, (_, row) => ((row * 7919) % 9973) / 9973),
    labels: Uint8Array.from({ length: rows }, (_, row) => ((row * 31) % 7) >> 2),
  }
  const codes = Uint8Array.from({ length: rows }, (_, row) => (row * 104_729) % 6)
  const plain = orderByScore(table.scores, table.labels, { keepRows: true })

  test('give each slice the estimate that its own rows give', () => {
    const carried = sliceOrder(withLogLosses(plain), codes, 5)
    const alone = sliceOrder(plain, codes, 5)
    for (let slice = 0; slice < 5; slice++) {
      const [one, other] = [carried, alone].map((cut) => logLoss.estimate(cut.sample(slice), {}))
      expect(one!.value).toBeCloseTo(other!.value!, 13)
      expect(one!.uncertainty).toMatchObject({ kind: 'normal', method: 'student_t' })
      const [error, expected] = [one, other].map(
        (estimate) => (estimate!.uncertainty as { standardError: number }).standardError,
      )
      expect(error! / expected!).toBeCloseTo(1, 12)
    }
  })

  test('are not used with another clip, and left out where a score is no probability', () => {
    const sample = sliceOrder(withLogLosses(plain), codes, 5).sample(0)
    const other = sliceOrder(plain, codes, 5).sample(0)
    expect(logLoss.estimate(sample, { clip: 0.1 }).value).toBe(logLoss.estimate(other, { clip: 0.1 }).value)
    const margins = orderByScore(Float64Array.of(0.5, 1.5), Uint8Array.of(0, 1), { keepRows: true })
    expect(withLogLosses(margins)).toBe(margins)
  })
})
