import { createRandom, interval, pValue, quantileInterval } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLatencies, latencyQuantile, requestsForQuantile } from '../../src/index.ts'
import { vectors } from './vectors.ts'

const latencies = Float64Array.from(vectors.latencies)
const other = Float64Array.from(vectors.other)

describe('a quantile against NumPy and SciPy', () => {
  test.each(Object.entries(vectors.quantiles))('p%s with its order-statistic interval', (text, expected) => {
    const quantile = Number(text)
    const { value, uncertainty, rows } = latencyQuantile(latencies, quantile)
    expect(value).toBe(expected.value)
    expect(rows).toBe(400)
    expect(interval(value!, uncertainty!, 0.95)).toEqual({ lower: expected.interval[0], upper: expected.interval[1] })
  })

  test('how many requests an interval needs', () => {
    const needed = Object.keys(vectors.needed).map((key) => {
      const [quantile, level] = key.split('@').map(Number)
      return [key, requestsForQuantile(quantile, level)]
    })
    expect(Object.fromEntries(needed)).toEqual(vectors.needed)
  })
})

describe('too few requests', () => {
  test('a value without an interval, and how many more are needed', () => {
    expect(latencyQuantile(latencies.subarray(0, 300), 0.99)).toMatchObject({
      rows: 300,
      uncertainty: null,
      noInterval: 'a p99 has limits at 95 % from 368 requests on, and there are 300: 68 more are needed',
    })
    expect(latencyQuantile(latencies.subarray(0, 299), 0.99, 0.9).uncertainty).not.toBeNull()
    expect(latencyQuantile(latencies.subarray(0, 298), 0.99, 0.9).uncertainty).toBeNull()
    expect(
      compareLatencies(latencies.subarray(0, 300), other.subarray(0, 300), 'ratio', { quantile: 0.99, seed: 1 }),
    ).toMatchObject({
      uncertainty: null,
      noInterval: expect.stringContaining('68 more are needed'),
    })
    expect(latencyQuantile(new Float64Array(), 0.5)).toMatchObject({ value: null, undefinedBecause: 'empty' })
  })

  test('no bound, however far, is excluded at a confidence that the requests cannot reach', () => {
    const { value, uncertainty } = latencyQuantile(latencies.subarray(0, 368), 0.99)
    expect(pValue(value!, uncertainty!, 1e9)).toBeLessThanOrEqual(0.05)
    expect(pValue(value!, uncertainty!, 1e9)).toBeGreaterThan(0.04)
  })
})

test('the interval is the exact one at every level that the grid holds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 60, maxLength: 200 }),
      fc.constantFrom(0.25, 0.5, 0.9),
      fc.constantFrom(0.5, 0.8, 0.9, 0.95),
      (values, quantile, level) => {
        const sorted = Float64Array.from(values).sort()
        const exact = quantileInterval(sorted, quantile, level)!
        const { value, uncertainty } = latencyQuantile(Float64Array.from(values), quantile, level)
        const { lower, upper } = interval(value!, uncertainty!, level)
        expect(lower).toBeCloseTo(exact.lower, 9)
        expect(upper).toBeCloseTo(exact.upper, 9)
      },
    ),
  )
})

describe('two builds in the same rounds', () => {
  const options = { quantile: 0.9, seed: 7 }

  test('the ratio and the difference of what NumPy says of each', () => {
    const { value, other: reference } = vectors.quantiles['0.9']
    const ratio = compareLatencies(other, latencies, 'ratio', options)
    expect(ratio.value).toBeCloseTo(reference / value, 12)
    expect(ratio.detail).toEqual({ candidate: reference, baseline: value })
    expect(compareLatencies(other, latencies, 'difference', options).value).toBeCloseTo(reference - value, 12)
    const { lower, upper } = interval(ratio.value!, ratio.uncertainty!, 0.95)
    expect(lower).toBeLessThan(ratio.value!)
    expect(upper).toBeGreaterThan(ratio.value!)
  })

  test('a build that always takes k times as long is k times as slow, whatever is drawn', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), fc.integer({ min: 0, max: 1000 }), (k, seed) => {
        const scaled = latencies.map((one) => one * k)
        const { value, uncertainty } = compareLatencies(scaled, latencies, 'ratio', {
          quantile: 0.9,
          seed,
          replicates: 50,
        })
        expect(value).toBeCloseTo(k, 9)
        const { lower, upper } = interval(value!, uncertainty!, 0.95)
        expect([lower / k, upper / k].every((end) => Math.abs(end - 1) < 1e-9)).toBe(true)
      }),
    )
  })

  test('what slows a machine for a while cancels in a ratio, and widens what is taken on its own', () => {
    const random = createRandom(11)
    // Two regimes of 50 rounds each, fast and slow, the same for both builds.
    const load = Float64Array.from({ length: 400 }, (_, round) => (Math.floor(round / 50) % 2 === 0 ? 1 : 5))
    const timed = (speed: number) => load.map((busy) => busy * speed * (1 + 0.02 * random.uniform()))
    const ratio = compareLatencies(timed(0.8), timed(1), 'ratio', { quantile: 0.5, seed: 3 })
    const { lower, upper } = interval(ratio.value!, ratio.uncertainty!, 0.95)
    expect(upper - lower).toBeLessThan(0.05)
    expect(lower).toBeLessThan(0.8)
    expect(upper).toBeGreaterThan(0.8)
  })

  test('in 200 runs of independent latencies, the interval holds the true ratio about as often as it says', () => {
    const random = createRandom(5)
    let covered = 0
    for (let run = 0; run < 200; run++) {
      const draw = () => Float64Array.from({ length: 200 }, () => Math.exp(0.5 * random.normal()))
      const { value, uncertainty } = compareLatencies(draw(), draw(), 'ratio', {
        quantile: 0.5,
        seed: run,
        replicates: 400,
      })
      const { lower, upper } = interval(value!, uncertainty!, 0.95)
      if (lower <= 1 && upper >= 1) covered++
    }
    expect(covered).toBeGreaterThanOrEqual(180)
    expect(covered).toBeLessThanOrEqual(199)
  })

  test('rounds that do not match are refused', () => {
    expect(() => compareLatencies(latencies, other.subarray(1), 'ratio', options)).toThrow(/same rounds/)
  })
})
