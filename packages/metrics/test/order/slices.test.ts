import { describe, expect, test } from 'vitest'
import { forEachSlice, orderByScore, sliceOrder, sliceScratch } from '../../src/index.ts'

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
