import { createRandom } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Feature, type FeatureRows, featureScales, matchesIn, repeatedRows } from '../../src/index.ts'

const features: Feature[] = [
  { name: 'x', kind: 'number', labels: [] },
  { name: 'y', kind: 'number', labels: [] },
  { name: 'c', kind: 'category', labels: ['a', 'b'] },
]

function table(rows: readonly (readonly number[])[]): FeatureRows {
  return {
    rows: rows.length,
    columns: features.map((_, f) => Float64Array.from(rows, (row) => row[f]!)),
    inputs: [],
  }
}

/** The definition, row by row. */
function naive(row: readonly number[], other: readonly number[], scales: Float64Array, tolerance: number) {
  const finite = (value: number) => Number.isFinite(value)
  const settled = row.every((value, f) =>
    features[f]!.kind === 'category' || !finite(value) || !finite(other[f]!) ? Object.is(value, other[f]) : true,
  )
  if (!settled) return false
  const numbers = [0, 1]
  const sum = numbers.reduce(
    (total, f) => total + (finite(row[f]!) ? Math.abs(row[f]! / scales[f]! - other[f]! / scales[f]!) : 0),
    0,
  )
  return sum <= tolerance * numbers.length
}

const value = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.constant(Number.NaN),
  fc.double({ min: 0, max: 12, noNaN: true }),
)
const rows = (most: number) =>
  fc.array(
    fc.tuple(
      value.map((v) => v + 0),
      value.map((v) => v + 0),
      fc.constantFrom(0, 1, Number.NaN),
    ),
    { minLength: 1, maxLength: most },
  )

describe('rows that are found again', () => {
  test('are those of the definition, whatever the tree', () => {
    fc.assert(
      fc.property(rows(60), rows(60), fc.constantFrom(0, 0.01, 0.05, 0.3), (ours, theirs, tolerance) => {
        const [a, b] = [table(ours), table(theirs)]
        const scales = featureScales(features, b)
        const { near, exact } = matchesIn(a, b, { features, scales, seed: 1 }, { tolerance })
        expect([...near]).toEqual(ours.map((row) => +theirs.some((other) => naive(row, other, scales, tolerance))))
        expect([...exact]).toEqual(ours.map((row) => +theirs.some((other) => naive(row, other, scales, 0))))
        const repeated = repeatedRows(a, { features, scales, seed: 1 }, { tolerance })
        expect([...repeated.near]).toEqual(
          ours.map((row, i) => +ours.slice(0, i).some((other) => naive(row, other, scales, tolerance))),
        )
      }),
      { seed: 21, numRuns: 300 },
    )
  })

  test('are found among 20 000 rows of 12 numbers without comparing all pairs', () => {
    const random = createRandom('rows')
    const many: Feature[] = Array.from({ length: 12 }, (_, f) => ({ name: `n${f}`, kind: 'number', labels: [] }))
    const columns = many.map(() => Float64Array.from({ length: 20_000 }, () => random.normal()))
    const production: FeatureRows = { rows: 20_000, columns, inputs: [] }
    const every = 40
    const golden: FeatureRows = {
      rows: 500,
      inputs: [],
      columns: columns.map((column) =>
        Float64Array.from({ length: 500 }, (_, i) => {
          if (i % 2 === 0) return column[i * every]!
          return i % 4 === 1 ? column[i * every]! + 1e-3 : random.normal()
        }),
      ),
    }
    const { near, exact } = matchesIn(golden, production, {
      features: many,
      scales: featureScales(many, production),
      seed: 1,
    })
    expect([...exact].filter(Boolean)).toHaveLength(250)
    expect([...near].filter(Boolean)).toHaveLength(375)
  })

  test('without numbers, near is the same', () => {
    const only = features.slice(2)
    const one: FeatureRows = { rows: 3, columns: [Float64Array.of(0, 1, Number.NaN)], inputs: [] }
    const other: FeatureRows = { rows: 1, columns: [Float64Array.of(1)], inputs: [] }
    const { near, exact } = matchesIn(one, other, { features: only, scales: featureScales(only, other), seed: 1 })
    expect([[...near], [...exact]]).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ])
  })
})
