import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averagePrecision,
  type BinarySample,
  brier,
  fBeta,
  logLoss,
  orderByScore,
  rocAuc,
  sliceOrder,
  withLogLosses,
} from '../../src/index.ts'

const slices = 3

/** Few scores, so that ties of every kind come up, within slices and across them; codes from 3 on are of no slice. */
const tables = fc.array(
  fc.record({
    score: fc.oneof(
      fc.constantFrom(0, 0.25, 0.5, 0.9995, 1),
      fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true }),
    ),
    label: fc.constantFrom(0, 0, 1),
    code: fc.constantFrom(0, 0, 1, 2, 3, 200),
  }),
  { maxLength: 120 },
)

type Table = readonly { score: number; label: number; code: number }[]

/** The samples of the slices as they are cut from an order, and as they come from their rows alone. */
function bothWays(table: Table, wide: boolean, carried: boolean): [sliced: BinarySample, own: BinarySample][] {
  const column = (rows: Table) => Float64Array.from(rows, ({ score }) => score)
  const classes = (rows: Table) => Uint8Array.from(rows, ({ label }) => label)
  const order = orderByScore(column(table), classes(table), { keepRows: true })
  const numbers = table.map(({ code }) => (wide && code === 200 ? 40_000 : code))
  const codes = wide ? Uint16Array.from(numbers) : Uint8Array.from(numbers)
  const cut = sliceOrder(carried ? withLogLosses(order) : order, codes, slices)
  return Array.from({ length: slices }, (_, slice) => {
    const rows = table.filter(({ code }) => code === slice)
    return [cut.sample(slice), orderByScore(column(rows), classes(rows))]
  })
}

const metrics = {
  rocAuc: (sample: BinarySample) => rocAuc.estimate(sample, {}),
  averagePrecision: (sample: BinarySample) => averagePrecision.estimate(sample, {}),
  brier: (sample: BinarySample) => brier.estimate(sample, {}),
  logLoss: (sample: BinarySample) => logLoss.estimate(sample, {}),
  f1: (sample: BinarySample) => fBeta.estimate(sample, { threshold: 0.5, beta: 1 }),
}

describe.each(Object.entries(metrics))('%s of a slice', (_, estimate) => {
  test('is what its own rows give, and cuts no column', () => {
    fc.assert(
      fc.property(tables, fc.boolean(), fc.boolean(), (table, wide, carried) => {
        for (const [sliced, own] of bothWays(table, wide, carried)) {
          expectAlike(estimate(withoutColumns(sliced)), estimate(own))
        }
      }),
      { numRuns: 150, seed: 2 },
    )
  })

  test('is that over many blocks too, with tie groups across their ends', () => {
    const table = Array.from({ length: 30_000 }, (_, row) => ({
      score: Math.floor(((row * 7919) % 9973) / (row % 3 === 0 ? 1000 : 1)) / 9973,
      label: ((row * 31) % 7) >> 2,
      code: (row * 104_729) % 5,
    }))
    for (const [sliced, own] of bothWays(table, false, true)) {
      expectAlike(estimate(withoutColumns(sliced)), estimate(own))
    }
  })
})

/** A metric that reads a column fails. */
function withoutColumns({ positives, sums }: BinarySample): BinarySample {
  return { positives, sums } as unknown as BinarySample
}

function expectAlike(actual: unknown, expected: unknown): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    if (Number.isFinite(expected))
      expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(expected))
    else expect(actual).toBe(expected)
    return
  }
  if (expected === null || typeof expected !== 'object') {
    expect(actual).toBe(expected)
    return
  }
  expect(Object.keys(actual as object)).toEqual(Object.keys(expected))
  for (const [key, value] of Object.entries(expected)) expectAlike((actual as Record<string, unknown>)[key], value)
}

test('a copy of a slice is no slice: it keeps the columns and loses the sums', () => {
  const [[sliced]] = bothWays([{ score: 0.5, label: 1, code: 0 }], false, false) as [[BinarySample, BinarySample]]
  expect(sliced.sums).toBeDefined()
  const copy = { ...sliced }
  expect(copy).toEqual({ scores: Float64Array.of(0.5), labels: Uint8Array.of(1), positives: 1 })
  expect(copy.sums).toBeUndefined()
})
