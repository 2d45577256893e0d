import fc from 'fast-check'
import type { BinarySample } from '../../src/index.ts'
import { orderByScore } from '../../src/index.ts'

/** One row of a small table. */
export interface Row {
  readonly score: number
  readonly label: 0 | 1
  readonly weight: number
  readonly slice: number
}

const tied = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8)
const free = fc.double({ min: 0, max: 1, noNaN: true })

/** Small tables of probabilities with many ties, whole weights and three slices. */
export function tables(minLength = 0): fc.Arbitrary<Row[]> {
  const row = fc.record({
    score: fc.oneof({ weight: 3, arbitrary: tied }, { weight: 1, arbitrary: free }),
    label: fc.constantFrom<0 | 1>(0, 1),
    weight: fc.integer({ min: 1, max: 3 }),
    slice: fc.integer({ min: 0, max: 2 }),
  })
  return fc.array(row, { minLength, maxLength: 40 })
}

/** Tables in which both classes occur at least twice. */
export function mixedTables(): fc.Arbitrary<Row[]> {
  return tables(4).filter((rows) => [0, 1].every((label) => rows.filter((row) => row.label === label).length >= 2))
}

/** The sorted sample of a table; weights only where asked for. */
export function sampleOf(rows: readonly Row[], { weighted = false } = {}): BinarySample {
  return orderByScore(
    Float64Array.from(rows, ({ score }) => score),
    Uint8Array.from(rows, ({ label }) => label),
    { keepRows: true, ...(weighted && { weights: Float64Array.from(rows, ({ weight }) => weight) }) },
  )
}
