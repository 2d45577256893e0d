import { describe, expect, it } from 'vitest'
import { type Columns, perturb, runSuite, type ScoreRows, type StressSuite, type SuiteOptions } from '../src/index.ts'
import { mixedScore, mixedTable } from './support/tables.ts'

const rows = 300
const table = mixedTable(rows)
const score: ScoreRows = async (columns) => mixedScore(columns)
const labels = Uint8Array.from(mixedScore(table), (p, row) => (p >= 0.5 !== (row % 7 === 0) ? 1 : 0))
const options: SuiteOptions = { seed: 'suite', labels, immutable: ['row'] }
const run = (suite: StressSuite, more: Partial<SuiteOptions> = {}) =>
  runSuite(table, score, suite, { ...options, ...more })
const ageOf = (columns: Columns) => columns.find(({ name }) => name === 'age')!.values as Float64Array

describe('a stress suite', () => {
  it('counts what moved by more than it may, among the rows that changed', async () => {
    const noise = { perturbation: 'noise', amounts: [0.5], columns: ['age'] }
    const { variants, failureRate, flipRate } = await run({ perturb: [noise], expect: { invariantWithin: 0.1 } })
    const after = perturb(table, { perturbation: 'noise', amount: 0.5, columns: ['age'] }, { seed: 'suite' })
    const [before, then] = [mixedScore(table), mixedScore(after)]
    const changed = [...Array(rows).keys()].filter((row) => ageOf(table)[row] !== ageOf(after)[row])
    const moved = changed.filter((row) => Math.abs(then[row]! - before[row]!) > 0.1)
    const flipped = changed.filter((row) => then[row]! >= 0.5 !== before[row]! >= 0.5)
    expect(moved.length).toBeGreaterThan(5)
    expect(variants[0]).toMatchObject({
      perturbation: 'noise',
      amount: 0.5,
      severity: null,
      changedRows: changed.length,
    })
    expect(failureRate.uncertainty).toMatchObject({ successes: moved.length, trials: changed.length })
    expect(flipRate.uncertainty).toMatchObject({ successes: flipped.length, trials: changed.length })
    expect(variants[0]!.meanChange.value).toBeCloseTo(
      changed.reduce((sum, row) => sum + Math.abs(then[row]! - before[row]!), 0) / changed.length,
      12,
    )
  })

  it('finds no violation of the direction that the model has, and only violations of the other', async () => {
    const perturbAge = [{ perturbation: 'unit_mistake', amounts: [10, 0.1], columns: ['age'] }]
    const right = await run({ perturb: perturbAge, expect: { directional: { age: 'increasing' } } })
    expect(right.directionalViolations).toMatchObject({ value: 0, rows })
    const wrong = await run({ perturb: perturbAge, expect: { directional: { age: 'decreasing' } } })
    expect(wrong.directionalViolations.value).toBeGreaterThan(0.9)
    expect(wrong.failureRate).toEqual(wrong.directionalViolations)
  })

  it('expects no direction where something else changed too', async () => {
    const both = [{ perturbation: 'unit_mistake', amounts: [10], columns: ['age', 'months'] }]
    const mixed = await run({ perturb: both, expect: { directional: { age: 'increasing' } } })
    // Months of 0 stay 0 under a factor.
    const alone = (table.find(({ name }) => name === 'months')!.values as Float64Array).filter((m) => m === 0).length
    expect(mixed.directionalViolations.rows).toBe(alone)
  })

  it('degrades with severity, and its trials of one row are not independent ones', async () => {
    const { variants, failureRate } = await run({
      perturb: [{ perturbation: 'noise' }],
      expect: { invariantWithin: 0.05 },
    })
    const rates = variants.map((variant) => variant.failureRate.value!)
    expect(variants.map(({ severity }) => severity)).toEqual([1, 2, 3, 4, 5])
    expect(rates).toEqual([...rates].sort((a, b) => a - b))
    expect((failureRate.uncertainty as { trials: number }).trials).toBeLessThan(5 * rows)
    expect(failureRate.rows).toBe(rows)
  })

  it('counts a score that is gone as failed, flipped and worst', async () => {
    const picky: ScoreRows = async (columns) =>
      mixedScore(columns).map((p, row) => (Number.isNaN(ageOf(columns)[row]!) ? Number.NaN : p))
    const suite = {
      perturb: [{ perturbation: 'missing', amounts: [0.2], columns: ['age'] }],
      expect: { invariantWithin: 1 },
    }
    const { variants, worstCases, flipRate } = await runSuite(table, picky, suite, options)
    expect(variants[0]!.unscored).toBeGreaterThan(30)
    expect(variants[0]).toMatchObject({ changedRows: variants[0]!.unscored, failureRate: { value: 1 } })
    expect(variants[0]!.meanChange).toMatchObject({ value: null, undefinedBecause: 'empty' })
    expect(flipRate.value).toBe(1)
    expect(worstCases[0]).toMatchObject({ scoresAfter: [null], changed: ['age'] })
  })

  it('keeps the rows that moved most, across variants', async () => {
    const perturbAll = [
      { perturbation: 'noise', severities: [1] },
      { perturbation: 'unseen_category', severities: [5] },
      { perturbation: 'permuted_columns', severities: [3] },
    ]
    const { worstCases } = await run({ perturb: perturbAll }, { keep: 7 })
    const sizes = worstCases.map(({ scoresBefore, scoresAfter }) => Math.abs(scoresAfter[0]! - scoresBefore[0]!))
    expect(sizes).toHaveLength(7)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(worstCases[0]!.by).toBe('permuted_columns 4 (severity 3)')
  })

  it('finds the slice that suffers most, and accuracy that is left', async () => {
    const suite = {
      perturb: [{ perturbation: 'category_swap', amounts: [1], columns: ['region'] }],
      expect: { invariantWithin: 0.1 },
    }
    const region = table.find(({ name }) => name === 'region')!.values as string[]
    const slices = [
      { codes: region.map((cell) => (cell === 'south' ? 0 : 1)), names: ['region=south', 'region=other'] },
    ]
    const { worstSlice, slices: shares, robustAccuracy, variants } = await run(suite, { slices })
    expect(worstSlice!.slice).toBe('region=south')
    expect(shares).toHaveLength(2)
    expect(robustAccuracy!.value).toBeLessThan(variants[0]!.accuracy!.value! + 1e-12)
    expect(robustAccuracy!.value).toBeGreaterThan(0.4)
  })

  it('measures the relative corruption error against a reference', async () => {
    const suite = { perturb: [{ perturbation: 'noise' }, { perturbation: 'missing', columns: 'numeric' as const }] }
    const calm: ScoreRows = async (columns) => mixedScore(columns).map((p) => 0.5 + (p - 0.5) / 3)
    const same = await run(suite, { reference: calm })
    expect(same.relativeCorruptionError!.value).toBe(1)
    expect((await run(suite)).relativeCorruptionError).toBeNull()
  })

  it('adds an attack, and is the same again', async () => {
    const suite = {
      perturb: [{ perturbation: 'noise', severities: [1, 3] }],
      attack: { method: 'square', queries: 40, rules: { maxChange: 0.2, immutable: ['school'] } },
    } as const
    const first = await run(suite)
    expect(await run(suite)).toEqual(first)
    expect(first.attack!.attacked).toBe(rows)
    expect(first.attack!.columns.find(({ name }) => name === 'school')).toEqual(
      table.find(({ name }) => name === 'school'),
    )
    expect(first.attack!.columns[0]).toEqual(table[0])
    expect(first.flipRate.value).toBeGreaterThan(0)
    expect(first.robustAccuracy!.value).toBeLessThanOrEqual(first.attack!.robustAccuracy!.value!)
    const { worstCases } = first
    expect(JSON.parse(JSON.stringify(worstCases))).toEqual(worstCases)
  })
})

describe('a suite that makes no sense', () => {
  it.each([
    [{}, {}, /does nothing; give perturbations or an attack/],
    [{ perturb: [{ perturbation: 'noise', amounts: [1], severities: [1] }] }, {}, /noise has amounts and severities/],
    [{ perturb: [{ perturbation: 'noise' }] }, { labels: [1, 0] }, /2 labels for 300 rows/],
    [{ perturb: [{ perturbation: 'noise' }] }, { immutable: ['rows'] }, /no column rows/],
    [
      { perturb: [{ perturbation: 'noise' }], expect: { directional: { note: 'increasing' } } } as const,
      {},
      /note is of kind text/,
    ],
  ])('%o', async (suite, more, message) => {
    await expect(run(suite, more)).rejects.toThrow(message)
  })

  it('a direction of many classes', async () => {
    const many: ScoreRows = async () => ({ classes: 3, values: new Float64Array(rows * 3) })
    const suite = { perturb: [{ perturbation: 'noise' }], expect: { directional: { age: 'increasing' } } } as const
    await expect(runSuite(table, many, suite, options)).rejects.toThrow(/needs a single score, and the model gives 3/)
  })
})
