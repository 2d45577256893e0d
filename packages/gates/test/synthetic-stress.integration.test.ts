import { PolicyError } from '@sluice/policy'
import { describe, expect, test } from 'vitest'
import { evidenceToPush, judge, measureCatalogue, parseEvidence } from '../src/index.ts'
import { type Given, measured, program, valueIn } from './stressed-policy.ts'

/** 0.1 + income / 100 up to 0.9 at 80; nothing at all beyond 90. Men score 0.05 more. */
const body = program(
  "console.log(row.income > 90 ? 'null' : String(0.1 + Math.min(80, row.income) / 100 + (row.sex === 'm' ? 0.05 : 0)))",
)
const suite = (synthetic: string, rest: string) =>
  `{ model: MODEL, rows: { synthetic: ${synthetic} }, perturb: [{ unit_mistake: 0.5, columns: [income] }], ${rest} }`
const ranges = '{ income: [0, 80], sex: [f, m] }'
const given = (stress: string, ...gates: readonly string[]): Given => ({
  stress,
  gates: gates.length === 0 ? ['{ name: f, metric: failure_rate, stress: s, max: 0.9 }'] : gates,
  body,
  order: ['income', 'sex'],
})

describe('synthetic rows', () => {
  test('are spread over the ranges, so that shares are those of the declared space', async () => {
    const { evidence } = await measured(
      given(
        suite(`{ rows: 800, ranges: ${ranges} }`, 'expect: { invariant_within: 0.2 }'),
        '{ name: f, metric: failure_rate, stress: s, max: 0.9 }',
        '{ name: r, metric: flip_rate, stress: s, max: 0.9 }',
      ),
    )
    // Whole numbers 0 to 80, each in an 81st of the rows. Halving them, rounded, leaves 0 and 1 as they are, and takes more
    // than 20 away from 42 on: of 79 values that change, 39.
    const failed = valueIn(evidence, 'failure_rate')
    expect(Math.abs(failed.rows - (800 * 79) / 81)).toBeLessThan(2)
    expect(Math.abs(failed.value! - 39 / 79)).toBeLessThan(0.015)
    expect(failed.uncertainty).not.toBeNull()
    const [section] = evidence.stress!
    expect(section).toMatchObject({
      rows: 800,
      tableRows: 10,
      synthetic: { spread: 800, corners: 0 },
      accuracy: null,
      robustAccuracy: null,
      slices: [],
      notes: [],
    })
  })

  test('have corners on top where they are asked for, the same each time', async () => {
    const asked = given(suite(`{ rows: 5, ranges: ${ranges}, corners: true }`, 'slices: none'))
    const [one, two] = [await measured(asked), await measured(asked)]
    expect(one.evidence.stress).toEqual(two.evidence.stress)
    const [section] = one.evidence.stress!
    expect(section).toMatchObject({ rows: 9, synthetic: { spread: 5, corners: 4 } })
    const corners = section!.worstCases.filter(({ row }) => row > 5).map(({ before }) => before)
    expect(corners).toContainEqual({ income: 80, sex: 'f' })
    expect(corners).toContainEqual({ income: 80, sex: 'm' })
    for (const { id } of section!.worstCases) expect(id).toBeNull()
  })

  test('that the model has no answer to fail, and the evidence says how many', async () => {
    const { evidence } = await measured(
      given(suite('{ rows: 100, ranges: { income: [91, 100], sex: [f] } }', 'slices: none')),
    )
    expect(valueIn(evidence, 'failure_rate').value).toBe(1)
    expect(evidence.stress![0]!.notes).toEqual([expect.stringContaining('gives 100 of the synthetic rows no score')])
  })

  test('can be attacked, and held to a direction', async () => {
    const { evidence } = await measured(
      given(
        `{ model: MODEL, rows: { synthetic: { rows: 40, ranges: ${ranges} } }, attack: { method: square, queries: 100 } }`,
        '{ name: a, metric: attack_success_rate, stress: s, max: 1 }',
      ),
    )
    expect(valueIn(evidence, 'attack_success_rate')).toMatchObject({ value: 1, rows: 40 })
    const rising = await measured(
      given(
        suite(`{ rows: 50, ranges: ${ranges} }`, 'expect: { directional: { income: increasing } }'),
        '{ name: d, metric: directional_violations, stress: s, max: 0 }',
      ),
    )
    expect(valueIn(rising.evidence, 'directional_violations').value).toBe(0)
  })

  test('are rows of no table: their worst cases may be pushed; stored evidence answers for these ranges alone', async () => {
    const { policy, evidence } = await measured(given(suite(`{ rows: 20, ranges: ${ranges} }`, 'slices: none')))
    expect(evidenceToPush(policy, evidence).stress![0]!.worstCases).toHaveLength(10)
    const stored = parseEvidence(JSON.stringify(evidence), 'evidence.json')
    const statusOf = (of: typeof policy) =>
      judge(of, stored, { asOf: '2026-01-01', catalogue: measureCatalogue }).gates.map(({ status }) => status)
    expect(statusOf(policy)).toEqual(['pass'])
    const [one] = policy.stress!
    const narrower = { ...one!, synthetic: { ranges: { income: [0, 10], sex: ['f', 'm'] }, corners: false } }
    expect(statusOf({ ...policy, stress: [narrower] })).toEqual(['error'])
  })

  test.each([
    ['a column without a range', '{ ranges: { income: [0, 80] } }', 'missing-range', 'the model reads sex'],
    [
      'a range of what the model does not read',
      '{ ranges: { income: [0, 80], sex: [f], incme: [0, 1] } }',
      'unknown-column',
      "'incme', which the model does not read",
    ],
    [
      'values of another type',
      '{ ranges: { income: [low, high], sex: [f] } }',
      'invalid-value',
      "holds \"low\", and the column 'income' of 'test' holds numbers",
    ],
    [
      'a range without whole numbers',
      '{ ranges: { income: [0.2, 0.8], sex: [f] } }',
      'suite-misfit',
      'income is declared',
    ],
  ])('refuse %s, at the suite', async (_, synthetic, code, words) => {
    const error = await measured(given(suite(synthetic, 'slices: none'))).then(
      () => null,
      (thrown) => thrown,
    )
    expect(error).toBeInstanceOf(PolicyError)
    const [problem] = (error as PolicyError).problems
    expect([problem!.code, problem!.line]).toEqual([code, 11])
    expect(problem!.message).toContain(words)
  })
})
