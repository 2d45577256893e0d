import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  clusterSums,
  differenceTest,
  effectiveSampleSize,
  influenceUncertainty,
  interval,
  meanWithUncertainty,
  pairedMeanDifference,
  robustStandardError,
  welchDegreesOfFreedom,
} from '../src/index.ts'

const phi = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 60 })

test('rows that are each a cluster of their own are independent rows', () => {
  fc.assert(
    fc.property(phi, (values) => {
      const own = robustStandardError(
        values,
        values.map((_, i) => 7 * i),
      )!
      const rows = robustStandardError(values)!
      expect(own).toEqual(rows)
    }),
  )
})

test('doubling every row within its cluster changes nothing', () => {
  fc.assert(
    fc.property(phi, (values) => {
      const once = robustStandardError(values)!
      const twice = robustStandardError(
        [...values, ...values],
        [...values, ...values].map((_, i) => i % values.length),
      )!
      expect(twice.standardError).toBeCloseTo(once.standardError, 12)
      expect(twice.units).toBe(once.units)
    }),
  )
})

test('the uncertainty of a mean is the textbook t interval', () => {
  const { value, uncertainty } = meanWithUncertainty([2, 4, 4, 4, 5, 5, 7, 9])!
  expect(value).toBe(5)
  expect(uncertainty.standardError).toBeCloseTo(Math.sqrt(32 / 7 / 8), 14)
  const { lower, upper } = interval(value, uncertainty, 0.95)
  expect(lower).toBeCloseTo(5 - 2.364624251592785 * Math.sqrt(32 / 7 / 8), 12)
  expect(upper).toBeCloseTo(5 + 2.364624251592785 * Math.sqrt(32 / 7 / 8), 12)
})

test('clusters are the same whatever their ids look like', () => {
  const values = [1, 2, 3, 4, 5, 6]
  const small = [0, 1, 0, 2, 1, 0]
  const expected = Float64Array.of(10, 7, 4)
  expect(clusterSums(values, small)).toEqual(expected)
  expect(
    clusterSums(
      values,
      small.map((id) => 1e12 * id - 0.5),
    ),
  ).toEqual(expected)
})

test('what one row or one cluster varies by is not known', () => {
  expect(influenceUncertainty(0.5, [0], { method: 'delta' })).toBeNull()
  expect(influenceUncertainty(0.5, [1, -1], { method: 'delta', clusters: [3, 3] })).toBeNull()
  expect(meanWithUncertainty([])).toBeNull()
  expect(meanWithUncertainty([4])).toBeNull()
})

test('options are carried over, and only few clusters are noted', () => {
  const values = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1))
  const plain = influenceUncertainty(0.5, values, {
    method: 'delong',
    scale: 'logit',
    range: [0, 1],
    distribution: 'normal',
  })!
  expect(plain).toMatchObject({ method: 'delong', scale: 'logit', range: [0, 1], degreesOfFreedom: null })
  expect(plain.note).toBeUndefined()
  const few = influenceUncertainty(0.5, values, { method: 'delong', clusters: values.map((_, i) => i % 5) })!
  expect(few).toMatchObject({ degreesOfFreedom: 4, note: expect.stringContaining('only 5 clusters') })
})

test('values that are not finite and ids that do not match are refused', () => {
  expect(() => robustStandardError([1, Number.NaN])).toThrow(/not finite/)
  expect(() => clusterSums([1, 2], [1])).toThrow(/1 cluster ids for 2 rows/)
  expect(() => clusterSums([1, 2], [1, Number.NaN])).toThrow(/row 1 is NaN/)
  expect(() => pairedMeanDifference([1, 2], [1])).toThrow(/there are 2 and 1/)
  expect(() => meanWithUncertainty([1, Infinity])).toThrow(/mean of 2 values is Infinity/)
})

test('a difference of 0 without variance is no evidence; another one cannot be judged', () => {
  expect(differenceTest(0, 0, null)).toEqual({ statistic: 0, pValue: 1 })
  expect(differenceTest(0.1, 0, 12)).toBeNull()
  expect(welchDegreesOfFreedom({ variance: 0, degreesOfFreedom: 3 })).toBeNull()
})

test('equal weights are worth all rows, one heavy weight hardly more than one', () => {
  expect(effectiveSampleSize([3, 3, 3, 3])).toBe(4)
  expect(effectiveSampleSize([1000, 1, 1])).toBeCloseTo(1.004, 3)
  expect(effectiveSampleSize([0, 0])).toBe(0)
})

test('a sum of squares serves where rows are independent, and only there', () => {
  fc.assert(
    fc.property(phi, (values) => {
      const summed = { rows: values.length, squares: values.reduce((sum, value) => sum + value * value, 0) }
      const [fromSum, fromRows] = [robustStandardError(summed)!, robustStandardError(values)!]
      expect(fromSum.standardError).toBeCloseTo(fromRows.standardError, 12)
      expect(fromSum.units).toBe(fromRows.units)
    }),
  )
  expect(robustStandardError({ rows: 1, squares: 1 })).toBeNull()
  expect(robustStandardError({ rows: 9, squares: -1e-18 })?.standardError).toBe(0)
  expect(() => robustStandardError({ rows: 9, squares: Number.NaN })).toThrow('not finite')
  expect(() => robustStandardError({ rows: 2, squares: 1 }, [1, 2])).toThrow('cannot be split into clusters')
})

test('a standard error of nothing but rounding is 0, of differences relative to what they are differences of', () => {
  const equal = meanWithUncertainty([0.1, 0.1, 0.1])!
  expect(equal.value).not.toBe(0.1)
  expect(equal.uncertainty.standardError).toBe(0)
  const baseline = [0.7, 0.4, 0.9]
  const differences = pairedMeanDifference(
    baseline.map((value) => value + 1e-6),
    baseline,
  )!
  expect(differences.uncertainty.standardError).toBe(0)
  expect(meanWithUncertainty([0.1, 0.1 * (1 + 1e-9), 0.1])!.uncertainty.standardError).toBeGreaterThan(1e-12)
})

test('degrees of freedom count effective rows where weights make them fewer', () => {
  const options = { method: 'paired_t', effectiveRows: 2.5 }
  expect(influenceUncertainty(1, [0.5, -0.5, 0.25, -0.25], options)).toMatchObject({ degreesOfFreedom: 1.5 })
  expect(influenceUncertainty(1, [0.5, -0.5], { ...options, effectiveRows: 1.1 })).toMatchObject({
    degreesOfFreedom: 1,
  })
})
