import { describe, expect, test } from 'vitest'
import { head, parse, places, problemsOf } from './example-policy.ts'

const own = (gates: string) => `${head}extends: parent-0.yaml\ngates:\n${gates}`
const parent = (gates: string) => `version: 1\nowners: [org]\ngates:\n${gates}`

describe('what a policy inherits', () => {
  const org = parent(
    '  - { name: ranks, metric: roc_auc, min: 0.7, why: Because. }\n  - { name: sharp, metric: brier, max: 0.2 }\n',
  )

  test('gates merge by name, in the order of the parent; new ones follow', () => {
    const policy = parse(own('  - { name: new, metric: recall, min: 0.5 }\n  - { name: ranks, min: 0.8 }\n'), [org])
    expect(policy.gates.map((gate) => gate.name)).toEqual(['ranks', 'sharp', 'new'])
    expect(policy.gates[0]).toMatchObject({
      condition: { kind: 'min', bound: 0.8 },
      why: 'Because.',
      location: { file: 'policy.yaml', line: 15 },
    })
    expect(policy.gates[1]!.location).toEqual({ file: 'parent-0.yaml', line: 5, column: 5 })
    expect(policy.owners).toEqual(['org'])
  })

  test('an own condition takes the place of the inherited one', () => {
    const policy = parse(own('  - { name: ranks, between: [0.7, 0.9] }\n'), [org])
    expect(policy.gates[0]!.condition).toEqual({ kind: 'between', lower: 0.7, upper: 0.9 })
  })

  test('an inherited pair of datasets keeps its gap, and a gap its datasets', () => {
    const stable = parent('  - { name: stable, metric: roc_auc, between: [validation, test], max_gap: 0.1 }\n')
    expect(parse(own('  - { name: stable, max_gap: 0.05 }\n'), [stable]).gates[0]).toMatchObject({
      on: ['validation', 'test'],
      condition: { kind: 'max_gap', bound: 0.05 },
    })
    expect(parse(own('  - { name: stable, between: [test, validation] }\n'), [stable]).gates[0]).toMatchObject({
      on: ['test', 'validation'],
      condition: { kind: 'max_gap', bound: 0.1 },
    })
  })

  test('a measure is replaced whole, options and all', () => {
    const calibrated = parent('  - { name: honest, metric: { name: ece, bins: 5, strategy: quantile }, max: 0.1 }\n')
    expect(parse(own('  - { name: honest, metric: ece }\n'), [calibrated]).gates[0]!.metric.options).toEqual({
      bins: 15,
      strategy: 'uniform',
    })
  })

  test('maps merge, lists and scalars are overridden, slices merge by name, waivers add up', () => {
    const org = `version: 1
task: multiclass
owners: [org]
columns: { id: key, group: user }
datasets: { test: { path: org.parquet, role: golden }, extra: { path: extra.parquet } }
slices: [{ name: sex, column: gender }, { name: region, column: region, top: 3 }]
waivers: [{ gate: g, until: 2027-01-01, reason: a, approved_by: b }]
`
    const text = `${own('  - { name: g, metric: recall, min: 0.5 }\n')}waivers: [{ gate: g, until: 2027-02-01, reason: c, approved_by: d }]\n`
    const policy = parse(text, [org])
    expect(policy.task).toBe('binary')
    expect(
      policy.datasets.map(({ name, paths, role, columns }) => [name, paths[0], role, columns.id, columns.group]),
    ).toEqual([
      ['test', 'test.parquet', 'test', 'id', 'user'],
      ['extra', 'extra.parquet', null, 'id', 'user'],
      ['validation', 'validation.parquet', null, 'id', 'user'],
    ])
    expect(policy.slices.map((slice) => slice.name)).toEqual(['sex', 'region', 'age', 'poor'])
    expect(policy.slices[0]).toMatchObject({ column: 'sex' })
    expect(policy.waivers.map((waiver) => waiver.until)).toEqual(['2027-01-01', '2027-02-01'])
  })

  test('a chain: the nearest wins', () => {
    const near = parent('  - { name: g, min: 0.6 }\n').replace('owners', 'extends: parent-1.yaml\nowners')
    const far = parent('  - { name: g, metric: recall, min: 0.5, why: Far. }\n')
    expect(parse(own('  - { name: g, confidence: 0.9 }\n'), [near, far]).gates[0]).toMatchObject({
      metric: { name: 'recall' },
      condition: { bound: 0.6 },
      confidence: 0.9,
      why: 'Far.',
    })
  })

  test('problems of a parent are reported in the parent', () => {
    const problems = problemsOf(own('  - { name: g, metric: recall, min: 0.5 }\n'), [
      parent('  - { name: bad, metrik: recall, min: 0.5 }\n'),
    ])
    expect(problems.map(({ file, line, column, nearest }) => [file, line, column, nearest])).toEqual([
      ['parent-0.yaml', 4, 18, 'metric'],
    ])
  })

  test('a parent that was not given is missing', () => {
    expect(places(problemsOf(own('  - { name: g, metric: recall, min: 0.5 }\n')))).toEqual([
      '12:10 missing-file extends',
    ])
  })
})

describe('a floor can be tightened, never loosened', () => {
  const floor = (fields: string, metric = 'recall') =>
    parent(`  - { name: f, metric: ${metric}, floor: true, ${fields} }\n`)
  const against = (fields: string, change: string) => problemsOf(own(`  - { name: f, ${change} }\n`), [floor(fields)])

  test.each([
    ['min up', 'min: 0.5', 'min: 0.6'],
    ['max down', 'max: 0.5', 'max: 0.4'],
    ['between inside', 'between: [0.2, 0.8]', 'between: [0.3, 0.8]'],
    ['min_delta up', 'versus: baseline, min_delta: -0.1', 'min_delta: 0'],
    ['max_gap down', 'between: [validation, test], max_gap: 0.1', 'max_gap: 0.05'],
    ['max_disparity down', 'slices: [sex], max_disparity: 0.1', 'max_disparity: 0.05'],
    ['min_ratio up', 'slices: [sex], min_ratio: 0.8', 'min_ratio: 0.9'],
    ['warn to block', 'min: 0.5, severity: warn', 'severity: block'],
    ['point to proven', 'min: 0.5', 'proof: proven'],
    ['unrefuted to point', 'min: 0.5, slices: [sex]', 'proof: point'],
    ['unrefuted to proven at a lower level', 'min: 0.5, slices: [sex]', 'proof: proven, confidence: 0.8'],
    ['more confidence in a proof', 'versus: baseline, min_delta: 0', 'confidence: 0.99'],
    ['less confidence in a refutation', 'min: 0.5, slices: [sex]', 'confidence: 0.9'],
    ['no correction of refutations', 'min: 0.5, slices: [sex]', 'correction: none'],
    ['more rows', 'min: 0.5, min_rows: 50', 'min_rows: 100'],
    ['rows where there were none', 'min: 0.5', 'min_positives: 10'],
    ['fewer rows where too few pass', 'min: 0.5, min_rows: 50, on_inconclusive: pass', 'min_rows: 20'],
    ['stricter when inconclusive', 'min: 0.5, on_inconclusive: pass', 'on_inconclusive: fail'],
    ['one more slice', 'min: 0.5, slices: [sex]', 'slices: [sex, age]'],
    ['a reason', 'min: 0.5', 'why: Our own reason.'],
    [
      'the same again',
      'min: 0.5, slices: [sex]',
      'metric: recall, min: 0.5, on: test, model: candidate, slices: [sex], floor: true',
    ],
  ])('%s is allowed', (_, fields, change) => {
    expect(against(fields, change)).toEqual([])
    expect(parse(own(`  - { name: f, ${change} }\n`), [floor(fields)]).gates[0]!.floor).toBe(true)
  })

  test.each([
    ['min down', 'min: 0.5', 'min: 0.4', 'min', '0.5', '0.4'],
    ['max up', 'max: 0.5', 'max: 0.6', 'max', '0.5', '0.6'],
    ['between outside', 'between: [0.2, 0.8]', 'between: [0.1, 0.7]', 'between', '[0.2, 0.8]', '[0.1, 0.7]'],
    ['min_delta down', 'versus: baseline, min_delta: 0', 'min_delta: -0.1', 'min_delta', '0', '-0.1'],
    ['max_gap up', 'between: [validation, test], max_gap: 0.1', 'max_gap: 0.2', 'max_gap', '0.1', '0.2'],
    ['max_disparity up', 'slices: [sex], max_disparity: 0.1', 'max_disparity: 0.2', 'max_disparity', '0.1', '0.2'],
    ['min_ratio down', 'slices: [sex], min_ratio: 0.8', 'min_ratio: 0.7', 'min_ratio', '0.8', '0.7'],
    ['equals moved', 'equals: 0.5', 'equals: 0.6', 'equals', '0.5', '0.6'],
    ['another condition', 'min: 0.5', 'max: 0.9', 'max', 'min 0.5', 'max 0.9'],
    ['another measure', 'min: 0.5', 'metric: accuracy', 'metric', 'recall', 'accuracy'],
    ['another dataset', 'min: 0.5', 'on: validation', 'on', 'test', 'validation'],
    ['another model', 'min: 0.5', 'model: baseline', 'model', 'candidate', 'baseline'],
    ['block to warn', 'min: 0.5', 'severity: warn', 'severity', 'block', 'warn'],
    ['proven to point', 'versus: baseline, min_delta: 0', 'proof: point', 'proof', 'proven', 'point'],
    ['point to unrefuted', 'min: 0.5', 'proof: unrefuted', 'proof', 'point', 'unrefuted'],
    ['less confidence in a proof', 'versus: baseline, min_delta: 0', 'confidence: 0.8', 'confidence', '0.95', '0.8'],
    ['more confidence in a refutation', 'min: 0.5, slices: [sex]', 'confidence: 0.999', 'confidence', '0.95', '0.999'],
    [
      'more correction of refutations',
      'min: 0.5, slices: [sex]',
      'correction: bonferroni',
      'correction',
      'holm',
      'bonferroni',
    ],
    [
      'less correction of proofs',
      'min: 0.5, slices: [sex], proof: proven',
      'correction: none',
      'correction',
      'holm',
      'none',
    ],
    ['fewer rows', 'min: 0.5, min_rows: 50', 'min_rows: 20', 'min_rows', '50', '20'],
    ['no rows', 'min: 0.5, min_rows: 50', 'min_rows: null', 'min_rows', '50', '0'],
    [
      'more rows where too few pass',
      'min: 0.5, on_inconclusive: pass',
      'min_rows: 1000000',
      'min_rows',
      '0',
      '1000000',
    ],
    ['fewer positives', 'min: 0.5, min_positives: 9', 'min_positives: 8', 'min_positives', '9', '8'],
    ['laxer when inconclusive', 'min: 0.5', 'on_inconclusive: pass', 'on_inconclusive', 'fail', 'pass'],
    ['a slice less', 'min: 0.5, slices: [sex, age]', 'slices: [sex]', 'slices', 'sex, age', 'sex'],
    ['no slices', 'min: 0.5, slices: [sex]', 'slices: none', 'slices', 'sex', 'none'],
    ['no floor', 'min: 0.5', 'floor: false', 'floor', 'true', 'false'],
  ])('%s is refused, naming both values and both places', (_, fields, change, field, before, after) => {
    const problems = against(fields, change)
    expect(problems.map(({ code, file, line, path }) => [code, file, line, path])).toEqual([
      ['floor-loosened', 'policy.yaml', 14, `gates[0].${field}`],
    ])
    expect(problems[0]!.message).toContain(`${field} is ${before} in parent-0.yaml:4, and ${after} here`)
  })

  test('several loosenings are several problems, each at its field', () => {
    expect(places(against('min: 0.5, min_rows: 50', 'min: 0.4, min_rows: 10, severity: warn'))).toEqual([
      '14:21 floor-loosened gates[0].min',
      '14:36 floor-loosened gates[0].min_rows',
      '14:50 floor-loosened gates[0].severity',
    ])
  })

  test('a grandparent binds through a parent that tightened', () => {
    const near = parent('  - { name: f, min: 0.6 }\n').replace('owners', 'extends: parent-1.yaml\nowners')
    const problems = problemsOf(own('  - { name: f, min: 0.55 }\n'), [near, floor('min: 0.5')])
    expect(problems.map((problem) => problem.message)).toEqual([
      "gate 'f' is a floor: min is 0.6 in parent-0.yaml:5, and 0.55 here loosens it",
    ])
  })

  test('a parent may not loosen either', () => {
    const near = parent('  - { name: f, min: 0.4 }\n').replace('owners', 'extends: parent-1.yaml\nowners')
    const problems = problemsOf(own('  - { name: f, min: 0.7 }\n'), [near, floor('min: 0.5')])
    expect(problems.map(({ file, line }) => `${file}:${line}`)).toEqual(['parent-0.yaml:5'])
  })

  test('a floor that leaves its bound open is filled in freely', () => {
    expect(
      parse(own('  - { name: f, min: 0.1 }\n'), [parent('  - { name: f, metric: recall, floor: true }\n')]).gates[0],
    ).toMatchObject({
      condition: { kind: 'min', bound: 0.1 },
      floor: true,
    })
  })

  test('a floor on a model that this policy lacks cannot be turned to another', () => {
    const problems = problemsOf(own('  - { name: f, versus: baseline }\n'), [floor('versus: champion, min_delta: 0')])
    expect(places(problems)).toEqual(['14:5 floor-loosened gates[0]'])
    expect(problems[0]!.message).toContain("there is no model 'champion'")
  })

  test('the slices of a floor cannot be cut otherwise, nor the parts of its crosses', () => {
    const org = `${floor('min: 0.5, slices: [sex by region]')}slices:
  - { name: sex, column: gender }
  - { name: region, column: region }
  - { name: sex by region, cross: [sex, region] }
`
    const problems = problemsOf(own('  - { name: g, metric: recall, min: 0.1 }\n  - { name: f, min: 0.6 }\n'), [org])
    expect(places(problems)).toEqual(['11:10 floor-loosened slices[0]'])
    expect(problems[0]!.message).toContain("slice 'sex' is part of the floor 'f'")
  })
})

describe('a floor is waived by its owner only', () => {
  const waiver = 'waivers: [{ gate: f, until: 2027-01-01, reason: bug, approved_by: lead }]\n'
  const declared = parent('  - { name: f, metric: recall, min: 0.5, floor: true }\n')
  const tightened = parent('  - { name: f, min: 0.6 }\n').replace('owners', 'extends: parent-1.yaml\nowners')
  const child = own('  - { name: g, metric: recall, min: 0.1 }\n')

  test('a policy that inherits it cannot', () => {
    const problems = problemsOf(child + waiver, [declared])
    expect(places(problems)).toEqual(['15:19 floor-waived waivers[0].gate'])
    expect(problems[0]!.message).toContain("gate 'f' is a floor of parent-0.yaml:4")
  })

  test('nor by tightening it, nor by calling it a floor again', () => {
    const again = own('  - { name: f, min: 0.6, floor: true }\n')
    expect(places(problemsOf(again + waiver, [declared]))).toEqual(['15:19 floor-waived waivers[0].gate'])
  })

  test('nor can a policy between, though it tightened the floor', () => {
    const problems = problemsOf(child, [tightened + waiver, declared])
    expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual(['parent-0.yaml:6 floor-waived'])
    expect(problems[0]!.message).toContain('parent-1.yaml:4')
  })

  test('the file that declares it can, and one that this extends', () => {
    expect(parse(child, [declared + waiver]).waivers).toHaveLength(1)
    const loose = parent('  - { name: f, metric: recall, min: 0.5 }\n')
    const firm = tightened.replace('min: 0.6', 'min: 0.6, floor: true')
    expect(parse(child, [firm + waiver, loose]).waivers).toHaveLength(1)
    expect(parse(child, [firm, loose + waiver]).waivers).toHaveLength(1)
    expect(problemsOf(child + waiver, [firm, loose]).map(({ code }) => code)).toEqual(['floor-waived'])
  })

  test('a policy can waive a gate that it inherits and that is no floor, and its own floor', () => {
    expect(parse(child + waiver, [declared.replace(', floor: true', '')]).waivers).toHaveLength(1)
    const ownFloor = own('  - { name: f, metric: recall, min: 0.1, floor: true }\n')
    expect(parse(ownFloor + waiver, ['version: 1\nowners: [org]\n']).waivers).toHaveLength(1)
  })
})
