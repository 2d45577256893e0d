import { describe, expect, test } from 'vitest'
import { head, oneGate, parse, places, problemsOf, withGates } from './example-policy.ts'

const gate = (text: string) => parse(withGates(text)).gates[0]!

describe('defaults of a gate', () => {
  test('without slices and comparison', () => {
    expect(gate('{ name: g, metric: recall, min: 0.5 }')).toEqual({
      name: 'g',
      metric: { name: 'recall', options: {} },
      model: 'candidate',
      on: ['test'],
      versus: null,
      condition: { kind: 'min', bound: 0.5 },
      severity: 'block',
      slices: [],
      correction: 'none',
      correctionDeclared: false,
      minRows: null,
      minPositives: null,
      confidence: 0.95,
      proof: 'point',
      onInconclusive: 'fail',
      why: null,
      floor: false,
      location: { file: 'policy.yaml', line: 13, column: 5 },
    })
  })

  test.each([
    ['a value', 'min: 0.5', { proof: 'point', correction: 'none' }],
    ['a comparison', 'versus: baseline, min_delta: 0', { proof: 'proven', correction: 'none', versus: 'baseline' }],
    ['slices', 'min: 0.5, slices: [sex]', { proof: 'unrefuted', correction: 'holm', slices: ['sex'] }],
    ['all slices', 'min: 0.5, slices: all', { proof: 'unrefuted', correction: 'holm', slices: ['sex', 'age', 'poor'] }],
    ['no slices, in words', 'min: 0.5, slices: none', { proof: 'point', correction: 'none', slices: [] }],
    ['one predicate, which is one slice', 'min: 0.5, slices: [poor]', { proof: 'unrefuted', correction: 'none' }],
    [
      'a comparison by slices',
      'versus: baseline, min_delta: -0.1, slices: [sex]',
      { proof: 'proven', correction: 'holm' },
    ],
    [
      'a declared correction',
      'min: 0.5, slices: [sex], correction: bh',
      { correction: 'bh', correctionDeclared: true },
    ],
    [
      'two datasets',
      'between: [validation, test], max_gap: 0.1',
      { on: ['validation', 'test'], proof: 'point', condition: { kind: 'max_gap', bound: 0.1 } },
    ],
    ['two numbers', 'between: [0.2, 0.4]', { on: ['test'], condition: { kind: 'between', lower: 0.2, upper: 0.4 } }],
    ['a warning', 'min: 0.5, severity: warn', { severity: 'warn', onInconclusive: 'warn' }],
    ['a warning that is strict', 'min: 0.5, severity: warn, on_inconclusive: fail', { onInconclusive: 'fail' }],
    ['a named model', 'min: 0.5, model: baseline', { model: 'baseline' }],
    ['a null', 'min: 0.5, versus: null, why: null', { versus: null, why: null }],
  ])('with %s', (_, fields, expected) => {
    expect(gate(`{ name: g, metric: recall, ${fields} }`)).toMatchObject(expected)
  })

  test('options of a measure are filled in by the measure', () => {
    expect(gate('{ name: g, metric: ece, max: 0.1 }').metric.options).toEqual({ bins: 15, strategy: 'uniform' })
    expect(gate('{ name: g, metric: { name: ece, bins: 5 }, max: 0.1 }').metric.options).toEqual({
      bins: 5,
      strategy: 'uniform',
    })
  })
})

describe('the dataset and the model that a gate does not name', () => {
  test('the only dataset serves, whatever its role', () => {
    const text = (head + oneGate)
      .replace('  validation: { path: validation.parquet }\n', '')
      .replace(', role: test', '')
    expect(parse(text).gates[0]!.on).toEqual(['test'])
  })

  test('of several without role: test none is guessed', () => {
    expect(places(problemsOf((head + oneGate).replace(', role: test', '')))).toEqual(['13:5 missing-field gates[0].on'])
  })

  test('of two with role: test none is guessed', () => {
    const text = (head + oneGate).replace('validation.parquet }', 'validation.parquet, role: test }')
    expect(places(problemsOf(text))).toEqual(['13:5 missing-field gates[0].on'])
  })

  test('of two candidates none is guessed', () => {
    const text = (head + oneGate).replace(', role: baseline', '')
    const problems = problemsOf(text)
    expect(places(problems)).toEqual(['13:5 missing-field gates[0].model'])
    expect(problems[0]!.message).toContain('candidate, baseline')
  })

  test('a baseline alone is not judged unnamed', () => {
    const text = (head + oneGate).replace('  candidate: { score: s }\n', '')
    expect(places(problemsOf(text))).toEqual(['12:5 missing-field gates[0].model'])
  })
})

describe('the rest of a policy', () => {
  test('columns of a dataset lie on top of the shared ones, and null takes one away', () => {
    const text = (head + oneGate).replace(
      'test.parquet, role: test',
      'test.parquet, role: test, columns: { id: null, label: truth, labels: "l_*" }',
    )
    const [validation, dataset] = parse(text).datasets
    expect(validation!.columns).toMatchObject({ id: 'id', label: 'y', positive: 1, labels: null, weight: null })
    expect(dataset!.columns).toMatchObject({ id: null, label: 'truth', positive: 1, labels: ['l_*'] })
  })

  test('paths start from the folder of the file', () => {
    expect(parse(head + oneGate).datasets[1]).toMatchObject({
      name: 'test',
      paths: ['test.parquet'],
      directory: '.',
      role: 'test',
      location: { file: 'policy.yaml', line: 6, column: 3 },
    })
  })

  test('slices of every kind', () => {
    const slices = `slices:
  - { name: value, column: a }
  - { name: top, column: a, top: 8 }
  - { name: quarters, column: b, quantiles: 4 }
  - { name: steps, column: b, edges: [-.inf, 0, 5, .inf] }
  - { name: recent, column: t, windows: { last: 30d, week: P7D } }
  - { name: season, column: t, every: month }
  - { name: poor, where: "a < 3" }
  - { name: both, cross: [value, quarters] }
  - { name: worst, discover: { columns: [a, b] } }
`
    const kinds = parse(head.replace(/slices: .*\n/, slices) + oneGate).slices.map(
      ({ location: _, name: __, ...slice }) => slice,
    )
    expect(kinds).toEqual([
      { kind: 'value', column: 'a', top: null },
      { kind: 'value', column: 'a', top: 8 },
      { kind: 'quantiles', column: 'b', quantiles: 4 },
      { kind: 'edges', column: 'b', edges: [Number.NEGATIVE_INFINITY, 0, 5, Number.POSITIVE_INFINITY] },
      { kind: 'windows', column: 't', windows: { last: '30d', week: 'P7D' } },
      { kind: 'every', column: 't', every: 'month' },
      { kind: 'where', where: 'a < 3' },
      { kind: 'cross', cross: ['value', 'quarters'] },
      { kind: 'discover', columns: ['a', 'b'], depth: 2, minRows: 100, top: 10 },
    ])
  })

  test('the threshold is 0.5, owners none, waivers none', () => {
    expect(parse(head + oneGate)).toMatchObject({
      threshold: { kind: 'fixed', value: 0.5 },
      owners: [],
      description: null,
      waivers: [],
      reserved: [],
    })
  })

  test('quantile levels and classes are names, however YAML reads them', () => {
    const text = (head + oneGate).replace(
      '{ score: s }',
      '{ quantiles: { 0.1: q10, 0.9: q90 }, probabilities: { 0: p0, 1: p1 } }',
    )
    expect(parse(text).models[0]).toMatchObject({
      quantiles: { '0.1': 'q10', '0.9': 'q90' },
      probabilities: { '0': 'p0', '1': 'p1' },
    })
    expect(places(problemsOf(text.replace('0.9: q90', '90: q90')))).toEqual([
      '9:39 invalid-name models.candidate.quantiles.90',
    ])
  })

  test('reserved sections are kept and not judged', () => {
    const text = `${head}${oneGate}monitors:\n  - { name: live, anything: [goes, here] }\nrollout: {}\n`
    expect(parse(text).reserved).toEqual([
      {
        section: 'monitors',
        value: [{ name: 'live', anything: ['goes', 'here'] }],
        location: { file: 'policy.yaml', line: 14, column: 1 },
      },
    ])
  })
})

describe('a name that no slice has', () => {
  test('is a column, cut by value, for gates and crosses alike', () => {
    const text = withGates('{ name: g, metric: recall, min: 0.5, slices: [region] }').replace(
      'slices: [',
      'slices: [{ name: by both, cross: [sex, branch] }, ',
    )
    const { slices, gates } = parse(text)
    expect(gates[0]!.slices).toEqual(['region'])
    expect(slices.slice(-2)).toMatchObject([
      { kind: 'value', name: 'branch', column: 'branch', top: null },
      { kind: 'value', name: 'region', column: 'region', top: null },
    ])
  })

  test('is not among all slices', () => {
    const gates = withGates(
      '{ name: g, metric: recall, min: 0.5, slices: [region] }',
      '{ name: h, metric: recall, min: 0.5, slices: all }',
    )
    expect(parse(gates).gates[1]!.slices).toEqual(['sex', 'age', 'poor'])
  })
})
