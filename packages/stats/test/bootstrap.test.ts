import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  acceleration,
  bootstrap,
  createRandom,
  interval,
  meanWithUncertainty,
  poissonWeight,
  resampledUncertainty,
  sum,
} from '../src/index.ts'

const random = createRandom('skewed sample')
const sample = Float64Array.from({ length: 400 }, () => Math.exp(random.normal() / 2))
const average = sum(sample) / sample.length
const weightedMean = (weights: Float64Array) => sum(weights.map((w, i) => w * sample[i]!)) / sum(weights)
const spread = ({ lower, upper }: { lower: number; upper: number }) => upper - lower

test('Poisson weights have the probabilities of Poisson(1), and do not repeat from one replicate to the next', () => {
  const draws = 200_000
  const counts = new Array<number>(12).fill(0)
  let product = 0
  for (let row = 0; row < draws; row++) {
    const weight = poissonWeight(42, 3, row)
    counts[weight]! += 1
    product += (weight - 1) * (poissonWeight(42, 4, row) - 1)
  }
  let probability = Math.exp(-1)
  for (let k = 0; k <= 5; k++) {
    expect(Math.abs(counts[k]! / draws - probability)).toBeLessThan(4 * Math.sqrt(probability / draws))
    probability /= k + 1
  }
  expect(Math.abs(product / draws)).toBeLessThan(4 / Math.sqrt(draws))
})

test('neighbouring rows and seeds have unrelated weights, also beyond 32 bits', () => {
  const draws = 100_000
  let rows = 0
  let seeds = 0
  for (let row = 0; row < draws; row++) {
    const here = poissonWeight(7, 0, row + 2 ** 40) - 1
    rows += here * (poissonWeight(7, 0, row + 1 + 2 ** 40) - 1)
    seeds += here * (poissonWeight(7 + 2 ** 33, 0, row + 2 ** 40) - 1)
  }
  expect(Math.abs(rows / draws)).toBeLessThan(4 / Math.sqrt(draws))
  expect(Math.abs(seeds / draws)).toBeLessThan(4 / Math.sqrt(draws))
})

test('the bootstrap of a mean agrees with its t interval', () => {
  const t = interval(average, meanWithUncertainty(sample)!.uncertainty, 0.95)
  for (const method of ['percentile', 'bca'] as const) {
    const resampled = bootstrap(sample.length, weightedMean, { seed: 1, estimate: average, method, replicates: 2000 })!
    expect(resampled.quantiles).toHaveLength(401)
    expect(Math.abs(spread(interval(average, resampled, 0.95)) / spread(t) - 1)).toBeLessThan(0.08)
  }
})

test('acceleration from influence values moves a right-skewed interval up', () => {
  const influence = sample.map((x) => x - average)
  expect(acceleration(influence)).toBeGreaterThan(0.005)
  const options = { seed: 5, estimate: average, replicates: 2000 }
  const plain = interval(average, bootstrap(sample.length, weightedMean, { ...options, method: 'percentile' })!, 0.95)
  const bca = interval(average, bootstrap(sample.length, weightedMean, { ...options, influence })!, 0.95)
  expect(bca.upper).toBeGreaterThan(plain.upper)
  expect(bca.lower).toBeGreaterThan(plain.lower)
})

test('the same seed gives the same bits, another seed others', () => {
  const run = (seed: number) => bootstrap(sample.length, weightedMean, { seed, estimate: average, replicates: 50 })
  expect(run(9)).toEqual(run(9))
  expect(run(9)).not.toEqual(run(10))
})

test('rows with ids give the same replicates in any order', () => {
  const ids = Array.from(sample, (_, i) => 1000 + 3 * i)
  const reversed = [...ids].reverse()
  const total = (values: ArrayLike<number>) => (weights: Float64Array) =>
    sum(Array.from(weights, (w, i) => w * Math.round(1000 * values[i]!)).sort((a, b) => a - b))
  const options = { seed: 2, estimate: 0, replicates: 40 }
  expect(bootstrap(400, total(Float64Array.from(sample).reverse()), { ...options, clusters: reversed })).toEqual(
    bootstrap(400, total(sample), { ...options, clusters: ids }),
  )
})

test('a bootstrap of clusters is as wide as the cluster-robust interval', () => {
  const clusters = Array.from({ length: 400 }, (_, i) => Math.floor(i / 8))
  const shared = createRandom('cluster effects')
  const effects = Array.from({ length: 50 }, () => shared.normal())
  const values = clusters.map((g) => effects[g]! + shared.normal() / 4)
  const { value, uncertainty } = meanWithUncertainty(values, clusters)!
  const statistic = (weights: Float64Array) => sum(weights.map((w, i) => w * values[i]!)) / sum(weights)
  const resampled = bootstrap(400, statistic, { seed: 3, estimate: value, clusters, replicates: 2000 })!
  expect(
    Math.abs(spread(interval(value, resampled, 0.9)) / spread(interval(value, uncertainty, 0.9)) - 1),
  ).toBeLessThan(0.1)
})

test('strata keep their number of units in every replicate', () => {
  const strata = Array.from({ length: 60 }, (_, i) => (i < 5 ? 1 : 0))
  const clusters = Array.from({ length: 60 }, (_, i) => (i < 5 ? i : 100 + Math.floor(i / 5)))
  const counts = new Set<string>()
  const count = (weights: Float64Array) => {
    counts.add(`${sum(weights.slice(0, 5))} of ${sum(weights)}`)
    return weights[0]!
  }
  bootstrap(60, count, { seed: 4, estimate: 1, strata, replicates: 60 })
  bootstrap(60, count, { seed: 4, estimate: 1, strata, clusters, replicates: 60 })
  expect([...counts]).toEqual(['5 of 60'])
})

test('replicates without a value are left out while few, and void the answer when many', () => {
  const values = Array.from({ length: 100 }, (_, i) => i / 100)
  expect(resampledUncertainty([...values, null, Number.NaN], { estimate: 0.5 })!.replicates).toBe(100)
  expect(resampledUncertainty([...values, ...new Array(10).fill(null)], { estimate: 0.5 })).toBeNull()
  expect(resampledUncertainty([0.1, 0.2], { estimate: 0.1 })).toBeNull()
})

test('a statistic that never varies gives a point, not a NaN', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.boolean(), (drawn, bca) => {
      const constant = drawn + 0
      const method = bca ? 'bca' : 'percentile'
      const still = resampledUncertainty(new Array(40).fill(constant), { estimate: constant, method })!
      expect(interval(constant, still, 0.95)).toEqual({ lower: constant, upper: constant })
    }),
  )
})

test('identities that cannot be hashed, and clusters across strata, are refused', () => {
  const one = () => 1
  expect(() => bootstrap(2, one, { seed: -1, estimate: 1 })).toThrow(/seed is -1/)
  expect(() => bootstrap(2, one, { seed: 1, estimate: 1, clusters: [1, 0.5] })).toThrow(/row 1 is 0.5/)
  expect(() => bootstrap(2, one, { seed: 1, estimate: 1, clusters: [1, 1], strata: [0, 1] })).toThrow(/two strata/)
})
