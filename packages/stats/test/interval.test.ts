import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { interval, type NormalUncertainty, pValue, type ResampledUncertainty, type Uncertainty } from '../src/index.ts'
import { expectClose } from './closeness.ts'
import { arbitraryUncertain } from './uncertainties.ts'

const kinds = Object.entries(arbitraryUncertain)
const edgesOf = (uncertainty: Uncertainty): readonly number[] =>
  uncertainty.kind === 'resampled' ? [uncertainty.quantiles[0]!, uncertainty.quantiles.at(-1)!] : [0, 1]
const level = fc.double({ min: 0.05, max: 0.995, noNaN: true })

describe.each(kinds)('any %s uncertainty', (_kind, arbitrary) => {
  test('has p ≤ 1 − level exactly where the interval leaves the bound out', () => {
    fc.assert(
      fc.property(arbitrary, level, fc.double({ min: -0.6, max: 1.6, noNaN: true }), (one, confidence, place) => {
        const { lower, upper } = interval(one.value, one.uncertainty, confidence)
        const bound = lower + place * (upper - lower)
        const p = pValue(one.value, one.uncertainty, bound)
        const alpha = 1 - confidence
        // On the very end of an interval both answers are right; rounding decides.
        const nearest = Math.min(Math.abs(bound - lower), Math.abs(bound - upper))
        if (nearest <= 1e-12 + 1e-9 * (upper - lower)) return
        expect(p <= alpha).toBe(bound < lower || bound > upper)
      }),
      { numRuns: 2000 },
    )
  })

  test('never has p below 1 − level at the ends of the interval', () => {
    fc.assert(
      fc.property(arbitrary, level, (one, confidence) => {
        const { lower, upper } = interval(one.value, one.uncertainty, confidence)
        for (const end of [lower, upper]) {
          // An end that rounds to the edge of what is possible is not where the interval really ends.
          if (edgesOf(one.uncertainty).includes(end)) continue
          const p = pValue(one.value, one.uncertainty, end)
          expect(p).toBeGreaterThanOrEqual((1 - confidence) * (1 - 1e-3))
        }
      }),
    )
  })

  test('has intervals nested in the level, with ordered ends', () => {
    fc.assert(
      fc.property(arbitrary, level, level, (one, a, b) => {
        const narrow = interval(one.value, one.uncertainty, Math.min(a, b))
        const wide = interval(one.value, one.uncertainty, Math.max(a, b))
        expect(narrow.lower).toBeLessThanOrEqual(narrow.upper)
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower + 1e-12)
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper - 1e-12)
      }),
    )
  })

  test('has p-values from 0 to 1 at any bound', () => {
    fc.assert(
      fc.property(arbitrary, fc.double({ noNaN: true }), (one, bound) => {
        const p = pValue(one.value, one.uncertainty, bound)
        expect(p >= 0 && p <= 1).toBe(true)
      }),
    )
  })
})

test.each(kinds.filter(([kind]) => kind !== 'resampled'))(
  'an interval of kind %s contains its value',
  (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (one, confidence) => {
        const { lower, upper } = interval(one.value, one.uncertainty, confidence)
        expect(lower).toBeLessThanOrEqual(one.value + 1e-12)
        expect(upper).toBeGreaterThanOrEqual(one.value - 1e-12)
      }),
    )
  },
)

const normal = (more: Partial<NormalUncertainty>): NormalUncertainty => ({
  kind: 'normal',
  method: 'delta',
  scale: 'identity',
  standardError: 0.1,
  degreesOfFreedom: null,
  ...more,
})

test('the logit scale maps the standard error by the delta method', () => {
  const auc = 0.7117794486215538
  const { lower, upper } = interval(
    auc,
    normal({ scale: 'logit', standardError: Math.sqrt(0.008164102821799695) }),
    0.95,
  )
  expectClose([lower, upper], [0.5101989243671311, 0.8541194429828632], 1e-11)
})

test('a range cuts the interval, and what is outside is impossible', () => {
  const uncertainty = normal({ range: [0, 1] })
  expect(interval(0.95, uncertainty, 0.95).upper).toBe(1)
  expect(pValue(0.95, uncertainty, 1.01)).toBe(0)
  expect(pValue(0.95, uncertainty, 1)).toBeCloseTo(0.617, 3)
})

test('a centre other than the value moves the interval and its p-values', () => {
  const uncertainty = normal({ center: -0.02, range: [0, null], standardError: 0.01 })
  expect(interval(0.01, uncertainty, 0.9)).toEqual({ lower: 0, upper: 0 })
  expect(pValue(0.01, uncertainty, 0)).toBe(1)
  expect(pValue(0.01, uncertainty, 0.01)).toBeLessThan(0.01)
})

test('a value on the edge of its scale falls back to the identity scale', () => {
  const { lower, upper } = interval(1, normal({ scale: 'logit' }), 0.95)
  expectClose([lower, upper], [1 - 0.1959963984540054, 1], 1e-12)
})

test('without any variance the interval is the value, and every other bound is refuted', () => {
  const certain = normal({ standardError: 0 })
  expect(interval(0.3, certain, 0.95)).toEqual({ lower: 0.3, upper: 0.3 })
  expect(pValue(0.3, certain, 0.3)).toBe(1)
  expect(pValue(0.3, certain, 0.31)).toBe(0)
})

test('perfectly ordered pairs limit the far side only, on either end', () => {
  const uncertainty = { kind: 'ordered_pairs', method: 'ordered_pairs', pairs: 10 } as const
  expect(interval(1, uncertainty, 0.95)).toEqual({ lower: expect.closeTo(0.05 ** 0.1, 14), upper: 1 })
  expect(interval(0, uncertainty, 0.95)).toEqual({ lower: 0, upper: expect.closeTo(1 - 0.05 ** 0.1, 14) })
  expect(pValue(1, uncertainty, 0.5)).toBe(0.5 ** 10)
  expect(() => interval(0.9, uncertainty, 0.95)).toThrow(/exactly 0 or 1, not 0.9/)
})

test('no trials tell nothing', () => {
  const nothing = { kind: 'proportion', method: 'wilson', successes: 0, trials: 0 } as const
  expect(interval(0, nothing, 0.95)).toEqual({ lower: 0, upper: 1 })
  expect(pValue(0, nothing, 0.4)).toBe(1)
})

test('BCa moves its probabilities as scipy computes them', () => {
  const url = new URL('vectors/distributions.json', import.meta.url)
  const { bca_probabilities: rows } = JSON.parse(readFileSync(url, 'utf8')) as Record<string, number[][]>
  for (const [alpha, bias, acceleration, lower, upper] of rows as [number, number, number, number, number][]) {
    const uniform: ResampledUncertainty = {
      kind: 'resampled',
      method: 'bootstrap_bca',
      quantiles: Array.from({ length: 401 }, (_, j) => j / 400),
      bias,
      acceleration,
      replicates: 1000,
    }
    const got = interval(0.5, uniform, 1 - alpha)
    expectClose([got.lower, got.upper], [lower, upper], 1e-12)
  }
})

test('a bootstrap never claims a p-value below one in its replicates', () => {
  const uncertainty = {
    kind: 'resampled',
    method: 'bootstrap_percentile',
    quantiles: [0, 0.5, 1],
    bias: 0,
    acceleration: 0,
    replicates: 499,
  } as const
  expect(pValue(0.5, uncertainty, 7)).toBe(1 / 500)
  expect(pValue(0.5, uncertainty, 0.25)).toBe(0.5)
})

test('a level in per cent is refused with the remedy', () => {
  expect(() => interval(0.5, normal({}), 95)).toThrow(/level is 95.*Write 0.95/)
  expect(() => pValue(0.5, normal({}), Number.NaN)).toThrow(/bound of a p-value is NaN/)
  expect(() => interval(Number.NaN, normal({}), 0.9)).toThrow(/must be finite/)
})
