import { describe, expect, it } from 'vitest'
import {
  medianSmallestChange,
  relativeCorruptionError,
  robustAccuracy,
  shareOf,
  sliceShares,
  worstSlice,
} from '../src/index.ts'

// Reference numbers: NumPy 2.4, the ratio estimator's linearised variance and the mean relative corruption error written out.

describe('a share of trials', () => {
  const hits = Float64Array.of(1, 0, 2, 0, 3, 1, 0, 2)
  const trials = Float64Array.of(2, 2, 3, 1, 3, 2, 0, 2)

  it('counts the trials that dependent ones are worth', () => {
    const { value, rows, uncertainty } = shareOf({ hits, trials })
    expect({ value, rows }).toEqual({ value: 0.6, rows: 7 })
    expect(uncertainty).toMatchObject({ kind: 'proportion', method: 'wilson' })
    expect((uncertainty as { trials: number }).trials).toBeCloseTo(0.24 / 0.1425393290199597 ** 2, 10)
    const clustered = shareOf({ hits, trials, clusters: [0, 0, 1, 1, 2, 2, 3, 3] }).uncertainty
    expect((clustered as { trials: number }).trials).toBeCloseTo(10.77127659574468, 10)
  })

  it('is a plain Wilson share where every row has one trial', () => {
    const { uncertainty } = shareOf({ hits: Float64Array.of(1, 0, 1, 0), trials: Float64Array.of(1, 1, 1, 0) })
    expect(uncertainty).toEqual({ kind: 'proportion', method: 'wilson', successes: 2, trials: 3 })
  })

  it('is not more certain for trying the same rows again, also where nothing fails', () => {
    const none = shareOf({ hits: new Float64Array(10), trials: new Float64Array(10).fill(5) })
    expect(none.uncertainty).toMatchObject({ successes: 0, trials: 10 })
    const two = shareOf({ hits: new Float64Array(4), trials: new Float64Array(4).fill(1), clusters: [1, 1, 2, 2] })
    expect(two.uncertainty).toMatchObject({ trials: 2 })
  })

  it('does not exist without trials', () => {
    expect(shareOf({ hits: new Float64Array(3), trials: new Float64Array(3) })).toMatchObject({
      value: null,
      undefinedBecause: 'empty',
      uncertainty: null,
    })
  })
})

describe('slices', () => {
  it('have shares of their own; the worst has enough rows', () => {
    const trials = { hits: Float64Array.of(1, 1, 0, 1, 0, 0), trials: new Float64Array(6).fill(1) }
    const shares = sliceShares(trials, [{ codes: [0, 0, 0, 1, 2, 9], names: ['a', 'b', 'c'] }])
    expect(shares.map(({ slice, estimate }) => [slice, estimate.value, estimate.rows])).toEqual([
      ['a', 2 / 3, 3],
      ['b', 1, 1],
      ['c', 0, 1],
    ])
    expect(worstSlice(shares, 1)?.slice).toBe('b')
    expect(worstSlice(shares, 2)?.slice).toBe('a')
    expect(worstSlice(shares, 4)).toBeNull()
  })
})

describe('the mean relative corruption error', () => {
  const errors = (base: number[], ...rows: number[]) => base.map((error, row) => (rows.includes(row) ? 1 : error))
  const clean = [0, 0, 1, 0, 0, 1, 0, 0, 0, 0]
  const other = [0, 1, 1, 0, 0, 0, 0, 0, 0, 0]
  const model = {
    clean,
    corruptions: [
      { bySeverity: [errors(clean, 0), errors(clean, 0, 1, 3)] },
      { bySeverity: [errors(clean, 4), errors(clean, 4, 6)] },
    ],
  }
  const reference = {
    clean: other,
    corruptions: [
      { bySeverity: [errors(other, 0, 3), errors(other, 0, 3, 4, 5)] },
      { bySeverity: [errors(other, 7), errors(other, 7, 8, 9)] },
    ],
  }

  it('is that of the paper, over the reference', () => {
    expect(relativeCorruptionError(model, reference, { seed: 1 }).value).toBeCloseTo(0.7083333333333333, 12)
    expect(relativeCorruptionError(reference, reference, { seed: 1 }).value).toBe(1)
  })

  it('has an interval where the reference loses something in most replicates', () => {
    const times = <T>(list: T[]) => Array.from({ length: 20 }, () => list).flat()
    const long = ({ clean: c, corruptions }: typeof model) => ({
      clean: times(c),
      corruptions: corruptions.map(({ bySeverity }) => ({ bySeverity: bySeverity.map(times) })),
    })
    const { uncertainty } = relativeCorruptionError(long(model), long(reference), { seed: 1 })
    expect(uncertainty).toMatchObject({ kind: 'resampled', method: 'bootstrap_bca' })
  })

  it('does not exist where the reference loses nothing, and needs runs that match', () => {
    const calm = { ...reference, corruptions: reference.corruptions.map(() => ({ bySeverity: [other, other] })) }
    expect(relativeCorruptionError(model, calm, { seed: 1 })).toMatchObject({
      value: null,
      undefinedBecause: 'zero_target',
    })
    expect(() => relativeCorruptionError(model, { ...reference, corruptions: [] }, { seed: 1 })).toThrow(
      /not of the same runs/,
    )
  })
})

describe('the median smallest change', () => {
  it('counts rows that did not flip as further than all that did', () => {
    const far = (flipped: number, not: number) =>
      medianSmallestChange(Float64Array.from({ length: flipped + not }, (_, i) => (i < flipped ? i / 10 : Infinity)))
    expect(far(51, 0).value).toBeCloseTo(2.5, 12)
    expect(far(51, 20)).toMatchObject({ uncertainty: { method: 'order_statistics' } })
    expect(far(51, 20).value).toBeCloseTo(3.5, 12)
    expect(far(11, 10)).toMatchObject({ value: 1, uncertainty: null, noInterval: expect.stringContaining('too few') })
    expect(far(10, 10)).toMatchObject({ value: null, undefinedBecause: 'not_attainable' })
  })
})

describe('the robust accuracy', () => {
  it('counts rows that are right and stay so', () => {
    const decisions = Int32Array.of(1, 0, 1, 1)
    expect(
      robustAccuracy(
        decisions,
        [
          [0, 0, 0, 1],
          [0, 1, 0, 0],
        ],
        [1, 0, 0, 1],
      )!.value,
    ).toBe(0.25)
    expect(robustAccuracy(decisions, [], undefined)).toBeNull()
    expect(() => robustAccuracy(decisions, [], [1])).toThrow(/1 labels for 4 rows/)
  })
})
