import { createRandom } from '@sluice/stats'
import { expect, test } from 'vitest'
import { fillLogLosses, withLogLosses } from '../../src/binary/index.ts'
import { type FilledBuckets, sortBuckets } from '../../src/order/bucket-sort.ts'
import { orderByScore } from '../../src/order/order-by-score.ts'
import { awaitShares, sharesOf, takeShares } from '../../src/order/shares.ts'

const rows = 60_000
const random = createRandom('shares')
const scores = new Float64Array(new SharedArrayBuffer(8 * rows)).map(() => Math.round(random.uniform() * 5000) / 5000)
const labels = new Uint8Array(new SharedArrayBuffer(rows)).map(() => random.integer(0, 1))

test('every share is done once, whoever takes it', () => {
  const shares = sharesOf(5, scores)
  const done: string[] = []
  takeShares(shares, (share) => {
    done.push(`first ${share}`)
    if (share === 1) takeShares(shares, (other) => done.push(`second ${other}`))
  })
  awaitShares(shares)
  expect(done).toEqual(['first 0', 'first 1', 'second 2', 'second 3', 'second 4'])
})

test('a share that fails keeps nobody waiting', () => {
  const shares = sharesOf(2, scores)
  const fail = () => {
    throw new Error('no')
  }
  expect(() => takeShares(shares, fail)).toThrow('no')
  takeShares(shares, () => {})
  awaitShares(shares)
  expect([...shares.state]).toEqual([3, 2])
})

test('an order is the same where another thread has sorted some of its buckets, or all', () => {
  const alone = orderByScore(scores, labels, { keepRows: true })
  const sortSome = (filled: FilledBuckets) => {
    expect(filled.shares.count).toBeGreaterThan(4)
    // As a thread would that stops after two.
    sortBuckets({ ...filled, shares: { ...filled.shares, count: 2 } })
    // It has asked for a third, which it did not do: give it back.
    Atomics.sub(filled.shares.state, 0, 1)
  }
  for (const onShared of [sortSome, sortBuckets]) {
    const order = orderByScore(scores, labels, { keepRows: true, onShared })
    expect(order).toEqual(alone)
  }
  const reference = Array.from(scores.keys()).sort(
    (a, b) => scores[a]! - scores[b]! || labels[a]! - labels[b]! || a - b,
  )
  expect([...alone.rows!]).toEqual(reference)
})

test('log losses are the same where another thread has worked them all out', () => {
  const order = orderByScore(scores, labels)
  expect(withLogLosses(order, fillLogLosses).logLosses).toEqual(withLogLosses(order).logLosses)
})
