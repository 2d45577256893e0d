import { PolicyError } from '@sluice/policy'
import { describe, expect, test } from 'vitest'
import { type Evidence, evidenceToPush, judge, measureCatalogue, parseEvidence } from '../src/index.ts'
import { measured, program, valueIn } from './stressed-policy.ts'

const asOf = '2026-01-01'

describe('a model whose answers are known', () => {
  // Halving takes the score from 0.1 + x to 0.1 + x / 2 (of 0.9 and more: from 1): x / 2 is more than 0.12 from 0.3 on.
  const stress =
    '{ model: MODEL, perturb: [{ unit_mistake: 0.5, columns: [income] }], expect: { invariant_within: 0.12 }, slices: [sex] }'
  const gates = [
    '{ name: fails, metric: failure_rate, stress: s, max: 0.9, slices: [sex] }',
    '{ name: flips, metric: flip_rate, stress: s, max: 0.5 }',
    '{ name: robust, metric: robust_accuracy, stress: s, min: 0.4, slices: [sex] }',
  ]

  test('fails, flips and stays right as often as by hand', async () => {
    const { evidence } = await measured({ stress, gates })
    // Changes: 0.05, 0.1, 0.15, …, 0.4, then 1 − 0.55 and 1 − 0.6: eight of ten are more than 0.12.
    expect(valueIn(evidence, 'failure_rate')).toMatchObject({ value: 0.8, rows: 10, threshold: 0.5 })
    expect(valueIn(evidence, 'failure_rate', 'sex=f').value).toBeCloseTo(0.8, 12)
    expect(valueIn(evidence, 'failure_rate', 'sex=m').value).toBeCloseTo(0.8, 12)
    // At least 0.5 are the scores of income 40 to 100, and after halving those of 80 to 100: 40 to 70 flip.
    expect(valueIn(evidence, 'flip_rate').value).toBeCloseTo(0.4, 12)
    // Right as they are: 10 to 30 (0) and 50 to 100 (1); of them 50, 60 and 70 flip.
    expect(valueIn(evidence, 'robust_accuracy').value).toBeCloseTo(0.6, 12)
    // Women are 10, 30, 50, 70, 90: right are 10, 30 and 90; men 20, …, 100: all but 40 (never right) and 60.
    for (const slice of ['sex=f', 'sex=m']) {
      const robust = valueIn(evidence, 'robust_accuracy', slice)
      expect(robust).toMatchObject({ value: 0.6, rows: 5, uncertainty: { method: 'wilson', trials: 5 } })
    }
    expect(evidence.stress).toHaveLength(1)
    const [section] = evidence.stress!
    expect(section).toMatchObject({
      suite: 's',
      model: null,
      asked: 'command',
      dataset: 'test',
      rows: 10,
      tableRows: 10,
      threshold: 0.5,
      accuracy: { value: 0.9, n: 10 },
      robustAccuracy: { value: 0.6 },
      directionalViolations: null,
      attack: null,
    })
    expect(section!.variants).toHaveLength(1)
    expect(section!.variants[0]).toMatchObject({
      perturbation: 'unit_mistake',
      amount: 0.5,
      severity: null,
      changedRows: 10,
    })
    expect(section!.variants[0]!.meanChange.value).toBeCloseTo(
      (0.05 + 0.1 + 0.15 + 0.2 + 0.25 + 0.3 + 0.35 + 0.4 + 0.45 + 0.4) / 10,
      12,
    )
    expect(section!.slices.map(({ partition, slice }) => `${partition} ${slice}`)).toEqual(['sex sex=f', 'sex sex=m'])
  })

  test('shows the rows that moved most, by the row and the id of the table', async () => {
    const { evidence } = await measured({ stress, gates })
    const [worst, second] = evidence.stress![0]!.worstCases
    expect(worst).toMatchObject({
      row: 9,
      id: 8,
      by: 'unit_mistake 0.5',
      before: { income: 90 },
      after: { income: 45 },
      changed: ['income'],
    })
    expect(worst!.scoresBefore).toEqual([1])
    // Incomes of 80 and 100 moved by 0.4 both; of equal changes the first row stands first.
    expect(second).toMatchObject({ row: 8, scoresBefore: [0.9] })
    expect(evidence.stress![0]!.worstCases).toHaveLength(10)
  })

  test('is the same each time, and draws as many rows as it is told', async () => {
    const few = { stress: stress.replace('perturb', 'rows: { sample: 4 }, perturb'), gates }
    const [one, two] = [await measured(few), await measured(few)]
    expect(one.evidence.stress).toEqual(two.evidence.stress)
    expect(one.evidence.stress![0]).toMatchObject({ rows: 4, tableRows: 10 })
  })

  test('a direction that it goes against is counted, and one that it keeps is not', async () => {
    const expecting = (way: string) => ({
      stress: `{ model: MODEL, perturb: [{ unit_mistake: 0.5, columns: [income] }], expect: { directional: { income: ${way} } } }`,
      gates: ['{ name: d, metric: directional_violations, stress: s, max: 0, slices: [sex] }'],
    })
    const bySex = (evidence: Evidence) =>
      ['sex=f', 'sex=m'].map((slice) => valueIn(evidence, 'directional_violations', slice))
    for (const one of bySex((await measured(expecting('decreasing'))).evidence))
      expect(one).toMatchObject({ value: 1, rows: 5, uncertainty: { method: 'wilson' } })
    expect(valueIn((await measured(expecting('increasing'))).evidence, 'directional_violations').value).toBe(0)
    expect(valueIn((await measured(expecting('decreasing'))).evidence, 'directional_violations').value).toBe(1)
  })

  test('an attack finds the border: 0.5 is 40 in a range from 10 to 100', async () => {
    const { evidence } = await measured({
      stress: '{ model: MODEL, attack: { method: hop_skip_jump, queries: 200 } }',
      gates: [
        '{ name: a, metric: attack_success_rate, stress: s, max: 1 }',
        '{ name: m, metric: smallest_flip, stress: s, min: 0.1 }',
      ],
    })
    expect(valueIn(evidence, 'attack_success_rate').value).toBe(1)
    // Whole numbers: 10, 20, 30 need 30, 20, 10 more, and 40, …, 100 need 1, 11, …, 61 less; the median is of 11 and 20 … 21.
    const distances = [30, 20, 10, 1, 11, 21, 31, 41, 51, 61].map((distance) => distance / 90).sort((a, b) => a - b)
    const median = valueIn(evidence, 'smallest_flip').value!
    expect(median).toBeGreaterThanOrEqual(distances[4]! - 1e-12)
    expect(median).toBeLessThanOrEqual(distances[5]! + 1e-12)
    const { curve, attacked } = evidence.stress![0]!.attack!
    expect([attacked, curve.y.at(-1), curve.x.length]).toEqual([10, 1, 10])
    for (const [i, distance] of curve.x.entries()) expect(distance).toBeCloseTo(distances[i]!, 12)
  })

  test('a model that no change flips passes up to where the search could go, and not beyond', async () => {
    const { policy, evidence } = await measured({
      body: program("console.log('0.7')"),
      stress: '{ model: MODEL, attack: { method: square, queries: 50, max_change: 0.3 } }',
      gates: [
        '{ name: within, metric: smallest_flip, stress: s, min: 0.1 }',
        '{ name: beyond, metric: smallest_flip, stress: s, min: 0.5 }',
      ],
    })
    expect(valueIn(evidence, 'smallest_flip')).toMatchObject({ value: 0.3, atLeast: true, rows: 10 })
    const stored = parseEvidence(JSON.stringify(evidence), 'evidence.json')
    const [within, beyond] = judge(policy, stored, { asOf, catalogue: measureCatalogue }).gates
    expect([within!.status, beyond!.status]).toEqual(['pass', 'inconclusive'])
    expect(beyond!.remedy).toContain('let the attack go further (stress: s: attack: max_change)')
    expect(evidence.stress![0]!.attack!.medianChange).toMatchObject({
      value: null,
      note: '>= 0.3: fewer than half of the 10 rows flipped, so the median is at least 0.3, as far as the search could go',
    })
  })

  test('the relative corruption error of a model against itself is 1', async () => {
    const { evidence } = await measured({
      stress: '{ model: MODEL, reference: MODEL, perturb: [{ unit_mistake: 0.5, columns: [income] }] }',
      gates: ['{ name: r, metric: relative_corruption_error, stress: s, max: 1.5 }'],
    })
    expect(valueIn(evidence, 'relative_corruption_error').value).toBeCloseTo(1, 12)
  })

  test('too few rows are inconclusive, with how many are missing', async () => {
    const { policy, evidence } = await measured({
      stress,
      gates: ['{ name: f, metric: failure_rate, stress: s, max: 0.9, min_rows: 100 }'],
    })
    const [gate] = judge(policy, evidence, { asOf, catalogue: measureCatalogue }).gates
    expect(gate).toMatchObject({ status: 'inconclusive', stress: 's', measurements: [{ n: 10, rowsNeeded: 90 }] })
    expect(gate!.remedy).toContain('Let the stress suite draw more rows')
  })

  test('evidence of another suite under the same name is no answer', async () => {
    const { policy, evidence } = await measured({ stress, gates })
    const stored = parseEvidence(JSON.stringify(evidence), 'evidence.json')
    const verdict = (of: typeof policy) => judge(of, stored, { asOf, catalogue: measureCatalogue }).gates
    expect(verdict(policy).map(({ status }) => status)).toEqual(['pass', 'pass', 'pass'])
    const [suite] = policy.stress!
    const milder = { ...policy, stress: [{ ...suite!, expect: { ...suite!.expect, invariantWithin: 0.5 } }] }
    expect(verdict(milder).map(({ status }) => status)).toEqual(['error', 'error', 'error'])
    expect(verdict(milder)[0]!.reason).toContain('stress s is not what this policy says')
    // What is shown and what is shared changes nothing that was measured.
    expect(verdict({ ...policy, stress: [{ ...suite!, slices: [], shareCases: true }] })[0]!.status).toBe('pass')
  })

  test('rows of the table stay on the machine unless the policy shares them', async () => {
    const { policy, evidence } = await measured({ stress, gates })
    const sent = evidenceToPush(policy, evidence)
    expect(sent.stress![0]).toMatchObject({ worstCases: [], casesWithheld: 10 })
    expect(JSON.stringify(sent)).not.toContain('"before"')
    const sharing = { ...policy, stress: policy.stress!.map((suite) => ({ ...suite, shareCases: true })) }
    expect(evidenceToPush(sharing, evidence).stress![0]!.worstCases).toHaveLength(10)
    const strict = { ...policy, gates: policy.gates.map((gate) => ({ ...gate, minRows: 8 })) }
    expect(evidenceToPush(strict, evidence).stress![0]!.slices.map(({ failureRate }) => failureRate.value)).toEqual([
      null,
      null,
    ])
  })

  test('stored evidence whose section is not one is refused at its field', async () => {
    const { evidence } = await measured({ stress, gates })
    const broken = { ...evidence, stress: [{ ...evidence.stress![0]!, rows: -1 }] }
    expect(() => parseEvidence(JSON.stringify(broken), 'e.json')).toThrow(/stress\.0\.rows|>=0/)
    const many = {
      ...evidence,
      stress: [{ ...evidence.stress![0]!, worstCases: Array(51).fill(evidence.stress![0]!.worstCases[0]) }],
    }
    expect(() => parseEvidence(JSON.stringify(many), 'e.json')).toThrow(PolicyError)
  })
})

describe('columns', () => {
  test('named in a perturbation of categories are categories, whatever the table holds', async () => {
    const rows = [
      'id,code,city,y',
      ...Array.from({ length: 40 }, (_, i) => `${i},${i % 3},${['a', 'b'][i % 2]},${i % 2}`),
    ].join('\n')
    const { evidence } = await measured({
      stress:
        '{ model: MODEL, perturb: [{ unseen_category: 1, columns: [code] }, { unseen_category: 1, columns: [city] }] }',
      gates: ['{ name: f, metric: flip_rate, stress: s, max: 1 }'],
      body: program("console.log(row.code === 3 || row.city === 'unseen' ? '1' : '0.2')"),
      rows,
      order: ['code', 'city'],
    })
    expect(valueIn(evidence, 'flip_rate').value).toBe(1)
    expect(evidence.stress![0]!.worstCases[0]!.after).toMatchObject({ code: 3 })
  })
})

describe('other tasks', () => {
  test('a number must stay within a distance; nothing is decided, so nothing flips', async () => {
    const { evidence } = await measured({
      task: 'regression',
      columns: 'id: id, label: y',
      stress:
        '{ model: MODEL, perturb: [{ unit_mistake: 0.5, columns: [income] }], expect: { invariant_within: 0.12 } }',
      gates: ['{ name: f, metric: failure_rate, stress: s, max: 0.9 }'],
    })
    expect(valueIn(evidence, 'failure_rate').value).toBe(0.8)
    expect(evidence.stress![0]).toMatchObject({ flipRate: null, threshold: null, accuracy: null })
  })

  test('of several classes the highest score decides', async () => {
    const { evidence } = await measured({
      task: 'multiclass',
      columns: 'id: id, label: y',
      body: program('console.log(JSON.stringify(row.income > 40 ? [0.1, 0.8, 0.1] : [0.5, 0.3, 0.2]))'),
      stress: '{ model: MODEL, perturb: [{ unit_mistake: 0.5, columns: [income] }] }',
      gates: ['{ name: f, metric: flip_rate, stress: s, max: 0.9 }'],
    })
    // 50 to 80 become 25 to 40.
    expect(valueIn(evidence, 'flip_rate').value).toBeCloseTo(0.4, 12)
    expect(evidence.stress![0]!.worstCases[0]!.scoresBefore).toEqual([0.1, 0.8, 0.1])
  })

  test('rows of a group are clusters: four in each of ten are worth less than forty', async () => {
    const rows = [
      'id,income,y',
      ...Array.from({ length: 40 }, (_, i) => `${i},${(1 + Math.floor(i / 4)) * 10},${i < 20 ? 0 : 1}`),
    ].join('\n')
    const width = async (columns: string) => {
      const { evidence } = await measured({
        columns,
        rows,
        stress: '{ model: MODEL, perturb: [{ unit_mistake: 0.5, columns: [income] }] }',
        gates: ['{ name: f, metric: flip_rate, stress: s, max: 0.9 }'],
      })
      const { lower, upper } = evidence.stress![0]!.flipRate!
      return upper! - lower!
    }
    const own = await width('id: id, label: y, positive: 1')
    const grouped = await width('id: id, label: y, positive: 1, group: income')
    expect(grouped).toBeGreaterThan(own * 1.5)
  })

  test('texts that a perturbation of texts names are texts', async () => {
    const texts = [
      'id,words,y',
      ...Array.from({ length: 20 }, (_, i) => `${i},please pay the bill ${i},${i % 2}`),
    ].join('\n')
    const { evidence } = await measured({
      rows: texts,
      order: ['words'],
      body: program("console.log(row.words.startsWith('please pay') ? '0.9' : '0.1')"),
      stress: '{ model: MODEL, perturb: [{ letter_case: 1, columns: [words] }] }',
      gates: ['{ name: f, metric: flip_rate, stress: s, max: 1 }'],
    })
    expect(valueIn(evidence, 'flip_rate').value).toBe(1)
    expect(evidence.stress![0]!.worstCases[0]!.after['words']).toMatch(/^PLEASE PAY/)
  })
})
