import { createRandom, interval } from '@sluice/stats'
import { describe, expect, it } from 'vitest'
import { attack, type Column, type Columns, type ScoreRows } from '../src/index.ts'
import { mixedScore, mixedTable } from './support/tables.ts'

const dimension = 8
const weights = Float64Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? 1 : -1) / (1 + i))

/** Points of the unit cube. */
function cube(rows: number): Columns {
  const random = createRandom('cube')
  return Array.from({ length: dimension }, (_, i) => {
    const values = Float64Array.from({ length: rows }, () => 0.25 + random.uniform() / 2)
    return { name: `x${i}`, kind: 'number', values }
  })
}

function linear(columns: Columns, row: number): number {
  return columns.reduce((sum, { values }, i) => sum + weights[i]! * ((values[row] as number) - 0.5), 0)
}

const linearModel: ScoreRows = async (columns) =>
  Float64Array.from(columns[0]!.values as Float64Array, (_, row) => 1 / (1 + Math.exp(-5 * linear(columns, row))))

const bounds = Object.fromEntries(cube(1).map(({ name }) => [name, [0, 1] as const]))

describe('HopSkipJump', () => {
  it('comes close to the distance from a plane, which is known, and never below it', async () => {
    const columns = cube(60)
    const { changes } = await attack(columns, linearModel, {
      method: 'hop_skip_jump',
      queries: 1000,
      rules: { bounds },
      seed: 1,
    })
    const length = Math.hypot(...weights)
    const ratios = [...changes]
      .map((change, row) => change / (Math.abs(linear(columns, row)) / length))
      .sort((a, b) => a - b)
    expect(ratios[0]).toBeGreaterThanOrEqual(1)
    expect(ratios[30]).toBeLessThan(1.1)
    expect(ratios[57]).toBeLessThan(1.6)
  })

  it('finds a closer flip with a larger budget, and any flip with a small one', async () => {
    const median = async (queries: number) => {
      const { medianChange, successRate } = await attack(cube(60), linearModel, {
        method: 'hop_skip_jump',
        queries,
        rules: { bounds },
        seed: 1,
      })
      expect(successRate.value).toBe(1)
      return medianChange.value!
    }
    const [few, some, many] = [await median(20), await median(150), await median(600)]
    expect(some).toBeLessThan(few)
    expect(many).toBeLessThan(some)
  })

  it('moves categories as whole', async () => {
    const columns: Column[] = [
      { name: 'colour', kind: 'category', values: ['red', 'green', 'blue', 'red', 'green', 'blue'] },
      { name: 'size', kind: 'number', values: Float64Array.of(0, 1, 0, 1, 0, 1) },
    ]
    const score: ScoreRows = async ([colour]) =>
      Float64Array.from(colour!.values as string[], (c) => (c === 'red' ? 0.9 : 0.1))
    const { flipped, changes, worstCases } = await attack(columns, score, {
      method: 'hop_skip_jump',
      queries: 60,
      seed: 2,
    })
    expect([...flipped]).toEqual([1, 1, 1, 1, 1, 1])
    expect([...changes]).toEqual([1, 1, 1, 1, 1, 1])
    expect(worstCases.every(({ changed }) => changed.join() === 'colour')).toBe(true)
  })
})

describe('the square search', () => {
  it('flips what lies within reach, and only that', async () => {
    const columns = cube(80)
    const maxChange = 0.1
    const { flipped, changes } = await attack(columns, linearModel, {
      method: 'square',
      queries: 400,
      rules: { bounds, maxChange },
      seed: 3,
    })
    // Against a plane the best corner of the box moves the sum by 0.1 · Σ|w|.
    const reach = maxChange * weights.reduce((sum, w) => sum + Math.abs(w), 0)
    for (let row = 0; row < 80; row++) {
      const within = Math.abs(linear(columns, row)) / reach
      if (within > 1) expect(flipped[row]).toBe(0)
      if (within < 0.95) expect(flipped[row]).toBe(1)
      expect(changes[row]! < Infinity).toBe(flipped[row] === 1)
    }
  })
})

describe('results', () => {
  const table = mixedTable(60)
  const score: ScoreRows = async (columns) => mixedScore(columns)
  const options = { method: 'hop_skip_jump', queries: 80, rules: { immutable: ['row'] }, seed: 'a' } as const

  it('are the same again, and others with another seed', async () => {
    const [first, again, other] = await Promise.all([
      attack(table, score, options),
      attack(table, score, options),
      attack(table, score, { ...options, seed: 'b' }),
    ])
    expect(again).toEqual(first)
    expect(other.changes).not.toEqual(first.changes)
  })

  it('keep the ten smallest changes with what they did', async () => {
    const { worstCases, changes } = await attack(table, score, options)
    const smallest = [...changes].sort((a, b) => a - b).slice(0, 10)
    expect(worstCases.map(({ row }) => changes[row])).toEqual(smallest)
    for (const { before, after, changed, scoresBefore, scoresAfter } of worstCases) {
      expect(changed).toEqual(Object.keys(before).filter((name) => !Object.is(before[name], after[name])))
      expect(scoresBefore[0]! >= 0.5).not.toBe(scoresAfter[0]! >= 0.5)
    }
  })

  it('have intervals, and a robust accuracy where labels are given', async () => {
    const labels = Uint8Array.from(mixedScore(table), (p, row) => (p >= 0.5 !== (row % 10 === 0) ? 1 : 0))
    const { successRate, robustAccuracy, medianChange, flipped } = await attack(table, score, { ...options, labels })
    const hits = flipped.reduce((sum, flip) => sum + flip, 0)
    expect(successRate.uncertainty).toEqual({ kind: 'proportion', method: 'wilson', successes: hits, trials: 60 })
    const robust = [...flipped].filter((flip, row) => flip === 0 && row % 10 !== 0).length
    expect(robustAccuracy!.value).toBeCloseTo(robust / 60, 12)
    const { lower, upper } = interval(medianChange.value!, medianChange.uncertainty!, 0.95)
    expect(lower).toBeLessThanOrEqual(medianChange.value!)
    expect(upper).toBeGreaterThanOrEqual(medianChange.value!)
  })

  it('have no median where most rows withstand, and say why', async () => {
    const constant: ScoreRows = async (columns) => new Float64Array(columns[0]!.values.length).fill(0.7)
    const { successRate, medianChange, leastMedianChange, worstCases } = await attack(table, constant, options)
    const far = await attack(table, constant, { ...options, rules: { ...options.rules, maxChange: 0.3 } })
    expect(far.leastMedianChange).toMatchObject({ value: 0.3, rows: 60 })
    // Without a limit as far as the bounds go: each column moves to its farther end, which is half of its range at least.
    expect(leastMedianChange!.value).toBeGreaterThan(0.5)
    expect((await attack(table, score, options)).leastMedianChange).toBeNull()
    expect(successRate.value).toBe(0)
    expect(medianChange).toMatchObject({ value: null, undefinedBecause: 'not_attainable' })
    expect(worstCases).toEqual([])
  })

  it('leave out rows that the model does not decide', async () => {
    const some: ScoreRows = async (columns) =>
      mixedScore(columns).map((p, i) => (columns[0]!.values[i] === 7 ? Number.NaN : p))
    const { attacked, changes, successRate } = await attack(table, some, options)
    expect(attacked).toBe(59)
    expect(changes[7]).toBeNaN()
    expect(successRate.rows).toBe(59)
  })
})

describe('a request that makes no sense', () => {
  const table = mixedTable(5)
  const score: ScoreRows = async (columns) => mixedScore(columns)
  const base = { method: 'square', queries: 10, seed: 1 } as const

  it.each([
    [{ ...base, queries: 0 }, /query budget is 0/],
    [{ ...base, rules: { immutable: ['sex'] } }, /no column sex; the columns are row, income/],
    [{ ...base, rules: { monotone: { region: 'increasing' } } } as const, /region is of kind category; only numbers/],
    [{ ...base, rules: { bounds: { age: [90, 18] } } } as const, /age is bounded from 90 to 18/],
    [{ ...base, rules: { maxChange: 0 } }, /largest change is 0/],
    [{ ...base, rules: { immutable: table.map(({ name }) => name) } }, /No column is left to change/],
  ])('%o', async (options, message) => {
    await expect(attack(table, score, options)).rejects.toThrow(message)
  })

  it('a model that loses rows', async () => {
    await expect(attack(table, async () => new Float64Array(3), base)).rejects.toThrow(
      'The model was given 5 rows and returned scores for 3; it must return one each',
    )
  })
})
