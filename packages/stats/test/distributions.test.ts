import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  betaCdf,
  betaQuantile,
  binomialCdf,
  chiSquareCdf,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
  twoSidedP,
} from '../src/index.ts'
import { expectRelative } from './closeness.ts'

type Table = Readonly<Record<string, readonly (readonly number[])[]>>
const table = JSON.parse(readFileSync(new URL('vectors/distributions.json', import.meta.url), 'utf8')) as Table

const functions: Readonly<Record<string, (...args: number[]) => number>> = {
  normal_cdf: (z) => normalCdf(z!),
  normal_quantile: (p) => normalQuantile(p!),
  t_cdf: (t, v) => tCdf(t!, v!),
  t_quantile: (p, v) => tQuantile(p!, v!),
  beta_cdf: (x, a, b) => betaCdf(x!, a!, b!),
  beta_quantile: (p, a, b) => betaQuantile(p!, a!, b!),
  binomial_cdf: (k, n, p) => binomialCdf(k!, n!, p!),
  chi_square_cdf: (x, v) => chiSquareCdf(x!, v!),
}

test.each(Object.keys(functions))('%s equals scipy to twelve digits, tails included', (name) => {
  for (const row of table[name]!) expectRelative(functions[name]!(...row.slice(0, -1)), row[row.length - 1]!, 1e-11)
})

test('the normal quantile is finite below what its library can invert, and infinite only at 0 and 1', () => {
  expect(normalQuantile(1e-310)).toBeCloseTo(-37.0471, 3)
  expect(normalQuantile(0)).toBe(-Infinity)
  expect(normalQuantile(1)).toBe(Infinity)
  expect(normalQuantile(0.5)).toBe(0)
})

test('the t distribution without degrees of freedom is the normal', () => {
  expect(tQuantile(0.975, null)).toBe(normalQuantile(0.975))
  expect(tCdf(-1.3, null)).toBe(normalCdf(-1.3))
  expect(twoSidedP(0, 4)).toBe(1)
  expect(twoSidedP(-Infinity, 4)).toBe(0)
})

test.each([normalQuantile, (p: number) => tQuantile(p, 3), (p: number) => betaQuantile(p, 1, 2)])(
  'a quantile of no probability is refused',
  (quantileOf) => {
    expect(() => quantileOf(1.1)).toThrow(/is 1.1; give a number from 0 to 1/)
    expect(() => quantileOf(Number.NaN)).toThrow(RangeError)
  },
)
