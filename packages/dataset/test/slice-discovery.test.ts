import { createRandom } from '@sluice/stats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CodedPartition,
  conjunctionPartition,
  discoverSlices,
  type FindSlicesOptions,
  findSlices,
} from '../src/index.ts'
import { scoreBound, sliceScore } from '../src/slice-discovery/slice-score.ts'
import { partition } from '../src/slices/partition.ts'

/** A dimension `name` with the slices `name=0`, `name=1`, …; -1 is outside. */
function dimension(name: string, codes: readonly number[], slices: number): CodedPartition {
  const names = Array.from({ length: slices }, (_, code) => `${name}=${code}`)
  return partition(
    name,
    Uint8Array.from(codes, (code) => (code < 0 ? 255 : code)),
    names,
  )
}

interface Scored {
  readonly name: string
  readonly score: number
}

/** Every conjunction of at most `maxDepth` dimensions, scored by its definition. */
function everySlice(options: FindSlicesOptions): Scored[] {
  const { dimensions, errors, maxDepth, minRows, alpha = 0.95 } = options
  const rows = [...(options.rows ?? errors.keys())]
  const mean = rows.reduce((sum, row) => sum + errors[row], 0) / rows.length
  const all: Scored[] = []
  const extend = (from: number, terms: string[], left: number[]) => {
    if (terms.length > 0 && left.length >= minRows && left.length > 0 && mean > 0) {
      const inside = left.reduce((sum, row) => sum + errors[row], 0) / left.length
      const score = alpha * (inside / mean - 1) - (1 - alpha) * (rows.length / left.length - 1)
      if (score > 0) all.push({ name: terms.join(' & '), score })
    }
    if (terms.length === maxDepth) return
    for (let d = from; d < dimensions.length; d++) {
      for (const [code, { name }] of dimensions[d].slices.entries()) {
        extend(
          d + 1,
          [...terms, name],
          left.filter((row) => dimensions[d].codes[row] === code),
        )
      }
    }
  }
  extend(0, [], rows)
  return all.sort((a, b) => b.score - a.score)
}

const tables = fc
  .record({
    rows: fc.integer({ min: 1, max: 60 }),
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    seed: fc.integer(),
    binary: fc.boolean(),
    half: fc.boolean(),
    maxDepth: fc.integer({ min: 1, max: 4 }),
    minRows: fc.integer({ min: 1, max: 8 }),
    alpha: fc.constantFrom(0.5, 0.8, 0.95, 1),
    top: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ rows, sizes, seed, binary, half, ...options }): FindSlicesOptions => {
    const random = createRandom(seed)
    const dimensions = sizes.map((size, d) =>
      dimension(
        `d${d}`,
        Array.from({ length: rows }, () => random.integer(-1, size - 1)),
        size,
      ),
    )
    const errors = Float64Array.from({ length: rows }, () => {
      const error = random.uniform()
      return binary ? Math.round(error) : error
    })
    return {
      dimensions,
      errors,
      ...options,
      ...(half ? { rows: Uint32Array.from({ length: Math.ceil(rows / 2) }, (_, i) => 2 * i) } : {}),
    }
  })

test('the slices found are the best of all, by their scores', () => {
  fc.assert(
    fc.property(tables, (options) => {
      const every = everySlice(options)
      const { slices: found } = findSlices(options)
      expect(found).toHaveLength(Math.min(options.top, every.length))
      for (const [i, slice] of found.entries()) {
        expect(slice.score).toBeCloseTo(every[i].score, 10)
        expect(every.find(({ name }) => name === slice.name)!.score).toBeCloseTo(slice.score, 10)
      }
      expect(new Set(found.map(({ name }) => name)).size).toBe(found.length)
    }),
    { numRuns: 1000 },
  )
})

test('no subset of a slice scores above its bound', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(0.3, 0.9, 1),
      fc.integer({ min: 1, max: 4 }),
      fc.double({ min: 0.1, max: 5, noNaN: true }),
      (errors, alpha, minRows, meanError) => {
        const context = { rows: 20, meanError, alpha, minRows }
        const total = errors.reduce((sum, error) => sum + error, 0)
        const bound = scoreBound({ rows: errors.length, totalError: total, maxError: Math.max(...errors) }, context)
        for (let subset = 1; subset < 1 << errors.length; subset++) {
          const inside = errors.filter((_, i) => ((subset >> i) & 1) === 1)
          if (inside.length < minRows) continue
          const score = sliceScore(
            inside.length,
            inside.reduce((sum, error) => sum + error, 0),
            context,
          )
          expect(score).toBeLessThanOrEqual(Math.max(bound, 0))
        }
      },
    ),
  )
})

test('the score is the paper’s, and 0 for the whole table', () => {
  const context = { rows: 100, meanError: 0.2, alpha: 0.95, minRows: 1 }
  expect(sliceScore(100, 20, context)).toBeCloseTo(0, 12)
  expect(sliceScore(25, 15, context)).toBeCloseTo(0.95 * (0.6 / 0.2 - 1) - 0.05 * (100 / 25 - 1), 12)
})

/** Rows whose error is 1 with 10 %, and 70 % where a = 1 and b = 2. */
function planted(rows: number, seed: number, bad = 0.7) {
  const random = createRandom(seed)
  const a = Array.from({ length: rows }, () => random.integer(0, 2))
  const b = Array.from({ length: rows }, () => random.integer(0, 3))
  const c = Array.from({ length: rows }, () => random.integer(0, 4))
  const errors = Float64Array.from(a, (code, row) =>
    random.uniform() < (code === 1 && b[row] === 2 ? bad : 0.1) ? 1 : 0,
  )
  return { dimensions: [dimension('a', a, 3), dimension('b', b, 4), dimension('c', c, 5)], errors }
}

const search = { maxDepth: 3, minRows: 50, top: 5 }

test('a planted slice is found first and confirmed on rows that the search did not see', () => {
  const discovery = discoverSlices({ ...planted(6000, 1), ...search, seed: 7 })
  const [first] = discovery.slices
  expect(first.name).toBe('a=1 & b=2')
  expect(first.confirmed).toBe(true)
  expect(first.confirmation!.difference).toBeCloseTo(0.6, 1)
  expect(first.adjustedPValue!).toBeLessThan(1e-6)
  expect(first.adjustedPValue!).toBeGreaterThanOrEqual(first.pValue!)
  expect(discovery).toMatchObject({ searchedRows: 3000, confirmationRows: 3000, note: null })
  expect(discovery.slices).toHaveLength(5)
  expect(discovery.confirmationIndices).toHaveLength(3000)
})

test('on noise the search sees effects that the other half does not confirm', () => {
  let findings = 0
  let confirmed = 0
  for (let seed = 0; seed < 200; seed++) {
    const { slices } = discoverSlices({ ...planted(800, seed, 0.1), ...search, seed })
    findings += slices.length
    if (slices.some((slice) => slice.confirmed)) confirmed++
    for (const slice of slices) expect(slice.search.difference!).toBeGreaterThan(0)
  }
  expect(findings).toBeGreaterThan(500)
  // At level 0.05 the count is binomial(200, ≤ 0.05): above 20 with probability under 0.001.
  expect(confirmed).toBeLessThanOrEqual(20)
})

test('the same seed splits the same way, another one differently', () => {
  const table = planted(2000, 3)
  const of = (seed: number) => discoverSlices({ ...table, ...search, seed })
  expect(of(1)).toEqual(of(1))
  expect(of(1).slices[0].search).not.toEqual(of(2).slices[0].search)
})

test('rows of one group stay on one side', () => {
  const { dimensions, errors } = planted(1000, 4)
  const groups = Uint32Array.from(errors, (_, row) => row >> 2)
  const whole = dimension(
    'g',
    Array.from(groups, (group) => (group === 17 ? 0 : 1)),
    2,
  )
  const worst = errors.map((error, row) => (groups[row] === 17 ? 50 : error))
  const { slices } = discoverSlices({
    dimensions: [whole, ...dimensions],
    errors: worst,
    ...search,
    minRows: 2,
    groups,
    seed: 5,
  })
  const group = slices.find(({ name }) => name === 'g=0')
  if (group !== undefined) expect([group.search.rows, group.confirmation!.rows]).toEqual([4, 0])
  const other = discoverSlices({
    dimensions: [whole, ...dimensions],
    errors: worst,
    ...search,
    minRows: 2,
    groups,
    seed: 6,
  })
  const sides = [slices, other.slices].map((found) => found.some(({ name }) => name === 'g=0'))
  expect(sides).toContain(true)
})

test('with too few rows it says that it tested on the searched rows, and confirms nothing', () => {
  const { slices, note, confirmationRows } = discoverSlices({ ...planted(190, 1), ...search, minRows: 10, seed: 7 })
  expect(note).toBeNull()
  expect(confirmationRows).toBe(95)
  expect(slices.length).toBeGreaterThan(0)
  const few = discoverSlices({ ...planted(190, 1), ...search, seed: 7, minRows: 48 })
  expect(few.note).toContain('190 rows are fewer than 192')
  expect(few).toMatchObject({ confirmationRows: 0, confirmationIndices: null })
  expect(few.slices.length).toBeGreaterThan(0)
  for (const slice of few.slices) expect(slice).toMatchObject({ confirmed: false, confirmation: null })
})

test('a slice without variance on either side is not tested', () => {
  const codes = Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? 0 : 1))
  const errors = Float64Array.from(codes, (code) => (code === 0 ? 1 : 0))
  const { slices } = discoverSlices({ dimensions: [dimension('a', codes, 2)], errors, ...search, seed: 1 })
  expect(slices).toHaveLength(1)
  expect(slices[0]).toMatchObject({ name: 'a=0', pValue: null, adjustedPValue: null, confirmed: false })
})

test('a table without errors has no bad slice', () => {
  const { dimensions, errors } = planted(100, 1)
  expect(findSlices({ dimensions, errors: errors.map(() => 0), ...search }).slices).toEqual([])
})

test('errors that are negative or missing, and options out of range, are refused', () => {
  const { dimensions, errors } = planted(100, 1)
  const withError = (value: number) => errors.map((error, row) => (row === 5 ? value : error))
  for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => findSlices({ dimensions, errors: withError(value), ...search })).toThrow('row 5')
  }
  for (const wrong of [{ maxDepth: 0 }, { minRows: 0.5 }, { top: 0 }, { alpha: 0 }, { alpha: 1.1 }]) {
    expect(() => findSlices({ dimensions, errors, ...search, ...wrong })).toThrow(RangeError)
  }
})

test('a finding becomes a partition of its rows', () => {
  const { dimensions, errors } = planted(500, 2)
  const [first] = findSlices({ dimensions, errors, ...search }).slices
  const found = conjunctionPartition('worst', dimensions, first)
  expect(found.slices).toEqual([{ name: first.name, rows: first.rows }])
  const mean = errors.filter((_, row) => found.codes[row] === 0).reduce((sum, error) => sum + error, 0) / first.rows
  expect(mean).toBeCloseTo(first.meanError, 12)
})

test('a search says how many slices it could look at, and how many rows it lacks', () => {
  // Three slices of 30, 20 and 10 of 60 rows.
  const codes = Array.from({ length: 60 }, (_, row) => (row < 30 ? 0 : row < 50 ? 1 : 2))
  const errors = Float64Array.from(codes, (code, row) => (code === 1 ? 1 : 0.1) + (row % 2) / 10)
  const of = (minRows: number, errorsOfRows = errors) =>
    discoverSlices({
      dimensions: [dimension('a', codes, 3)],
      errors: errorsOfRows,
      maxDepth: 2,
      minRows,
      top: 5,
      seed: 1,
    })
  // Half of the rows are in the largest slice, so 200 of its kind come with 400; 4 × 200 let some be kept back.
  expect(of(200)).toMatchObject({ slices: [], evaluatedSlices: 3, eligibleSlices: 0, rowsNeeded: 740 })
  expect(of(20)).toMatchObject({ eligibleSlices: 2, rowsNeeded: 20 })
  expect(of(20).slices.map(({ name }) => name)).toEqual(['a=1'])
  expect(of(2)).toMatchObject({ evaluatedSlices: 3, eligibleSlices: 3, rowsNeeded: 0 })
  // Without errors nothing is worse than the rest, and that is known only where slices were large enough.
  const none = errors.map(() => 0)
  expect(of(200, none)).toMatchObject({ slices: [], eligibleSlices: 0 })
  expect(of(20, none)).toMatchObject({ slices: [], eligibleSlices: 2 })
})

test('a column of one value leaves nothing to compare with, whatever the number of rows', () => {
  const codes = Array.from({ length: 60 }, () => 0)
  const errors = Float64Array.from(codes, (_, row) => row % 2)
  const search = { dimensions: [dimension('a', codes, 1)], errors, maxDepth: 1, minRows: 5, top: 5, seed: 1 }
  expect(discoverSlices(search)).toMatchObject({ slices: [], evaluatedSlices: 1, eligibleSlices: 0, rowsNeeded: null })
})
