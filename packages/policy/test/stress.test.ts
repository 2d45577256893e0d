import { describe, expect, test } from 'vitest'
import { lintPolicy } from '../src/index.ts'
import { catalogue } from './catalogue.ts'
import { head, oneGate, parse, places, problemsOf } from './example-policy.ts'

const onnx = '{ onnx: m.onnx, inputs: f.json }'
/** A policy with one suite on line 14, and gates from line 16 on. */
const withSuite = (suite: string, ...gates: readonly string[]) =>
  `${head}stress:\n  s:\n    ${suite}\ngates:\n${['{ name: ranks, metric: roc_auc, min: 0.7, why: It ranks. }', ...gates].map((gate) => `  - ${gate}\n`).join('')}`
const suite = (fields: string) => parse(withSuite(fields)).stress![0]!
const noisy = `{ model: ${onnx}, perturb: [{ noise: 0.1 }] }`
const attacked = `{ model: ${onnx}, attack: { method: square } }`

describe('a stress suite', () => {
  test('has rows of the test dataset, and defaults for what it does not say', () => {
    expect(suite(noisy)).toEqual({
      name: 's',
      model: {
        name: null,
        call: {
          kind: 'onnx',
          path: 'm.onnx',
          output: null,
          directory: '.',
          inputs: 'f.json',
          batch: null,
          timeout: null,
          retries: null,
          concurrency: null,
        },
      },
      reference: null,
      on: 'test',
      sample: 1000,
      perturb: [{ perturbation: 'noise', amounts: [0.1], severities: null, columns: 'all' }],
      expect: { invariantWithin: null, directional: null },
      attack: null,
      immutable: [],
      slices: [],
      shareCases: false,
      location: { file: 'policy.yaml', line: 13, column: 3 },
    })
  })

  test('takes amounts, lists of them, or severities', () => {
    const entries =
      '[{ noise: [0.1, 0.2], columns: numeric }, { missing: true }, { missing: true, severity: [1, 3], columns: [a] }]'
    expect(suite(`{ model: ${onnx}, perturb: ${entries} }`).perturb).toEqual([
      { perturbation: 'noise', amounts: [0.1, 0.2], severities: null, columns: 'numeric' },
      { perturbation: 'missing', amounts: null, severities: [1, 2, 3, 4, 5], columns: 'all' },
      { perturbation: 'missing', amounts: null, severities: [1, 3], columns: ['a'] },
    ])
  })

  test('attacks fewer rows unless it says how many, within the bounds that it states', () => {
    const written = `{ model: ${onnx}, attack: { method: hop_skip_jump, queries: 200, max_change: 0.3, immutable: [sex], monotone: { age: increasing }, bounds: { limit: [0, 9] } } }`
    expect(suite(written)).toMatchObject({
      sample: 100,
      attack: {
        method: 'hop_skip_jump',
        queries: 200,
        maxChange: 0.3,
        unit: 'range',
        immutable: ['sex'],
        monotone: { age: 'increasing' },
        bounds: { limit: [0, 9] },
        categories: {},
      },
    })
  })

  test('may name a model of the policy that has a call; its paths start at the file that declares it', () => {
    const text = withSuite(
      '{ model: candidate, perturb: [{ noise: 0.1 }], rows: { sample: 50, on: validation } }',
    ).replace('candidate: { score: s }', `candidate: { score: s, call: ${onnx} }`)
    expect(parse(text).stress![0]).toMatchObject({ model: { name: 'candidate' }, on: 'validation', sample: 50 })
  })

  test.each([
    [
      'a misspelt perturbation',
      `{ model: ${onnx}, perturb: [{ nose: 0.1 }] }`,
      ['14:60 unknown-field stress.s.perturb[0].nose'],
    ],
    [
      'two perturbations in an entry',
      `{ model: ${onnx}, perturb: [{ noise: 0.1, missing: 0.2 }] }`,
      ['14:81 misplaced-field stress.s.perturb[0].missing'],
    ],
    [
      'an entry without one',
      `{ model: ${onnx}, perturb: [{ columns: all }] }`,
      ['14:58 missing-field stress.s.perturb[0].noise'],
    ],
    [
      'an amount that it cannot take',
      `{ model: ${onnx}, perturb: [{ missing: [0.1, 2] }] }`,
      ['14:75 invalid-value stress.s.perturb[0].missing[1]'],
    ],
    [
      'an amount with a severity',
      `{ model: ${onnx}, perturb: [{ noise: 0.1, severity: 2 }] }`,
      ['14:82 misplaced-field stress.s.perturb[0].severity'],
    ],
    [
      'a severity of 6',
      `{ model: ${onnx}, perturb: [{ noise: true, severity: 6 }] }`,
      ['14:83 invalid-value stress.s.perturb[0].severity'],
    ],
    ['no stress at all', `{ model: ${onnx} }`, ['14:5 missing-field stress.s.perturb']],
    ['no model', '{ perturb: [{ noise: 0.1 }] }', ['14:5 missing-field stress.s.model']],
    [
      'a model without a call',
      '{ model: candidate, perturb: [{ noise: 0.1 }] }',
      ['14:14 model-without-call stress.s.model'],
    ],
    ['an unknown model', '{ model: candidat, perturb: [{ noise: 0.1 }] }', ['14:14 unknown-model stress.s.model']],
    [
      'an unknown dataset',
      `{ model: ${onnx}, rows: { on: tst }, perturb: [{ noise: 0.1 }] }`,
      ['14:60 unknown-dataset stress.s.rows.on'],
    ],
    [
      'an unknown attack',
      `{ model: ${onnx}, attack: { method: squared } }`,
      ['14:66 invalid-value stress.s.attack.method'],
    ],
    [
      'a call that is none',
      '{ model: { inputs: f.json }, perturb: [{ noise: 0.1 }] }',
      ['14:14 missing-field stress.s.model.onnx'],
    ],
    [
      'a direction that is none',
      `{ model: ${onnx}, perturb: [{ noise: 0.1 }], expect: { directional: { limit: falling } } }`,
      ['14:107 invalid-value stress.s.expect.directional.limit'],
    ],
    [
      'bounds the wrong way round',
      `{ model: ${onnx}, attack: { method: square, bounds: { limit: [9, 0] } } }`,
      ['14:91 invalid-value stress.s.attack.bounds.limit'],
    ],
  ])('refuses %s, at its place', (_, fields, expected) => {
    expect(places(problemsOf(withSuite(fields)))).toEqual(expected)
  })

  test('names the nearest perturbation, and says everything that is wrong at once', () => {
    const problems = problemsOf(withSuite(`{ model: candidat, perturb: [{ nose: 0.1 }, { missing: 2 }] }`))
    expect(problems.map(({ code }) => code)).toEqual(['unknown-model', 'unknown-field', 'invalid-value'])
    expect(problems[1]!.nearest).toBe('noise')
  })

  test('of a task without decisions needs an expectation, and cannot attack', () => {
    const regression = (fields: string) =>
      problemsOf(
        withSuite(fields).replace('task: binary', 'task: regression').replace('roc_auc, min: 0.7', 'rmse, max: 7'),
      )
    expect(regression(noisy).map(({ code }) => code)).toEqual(['missing-field'])
    expect(regression(noisy.replace(' }] }', ' }], expect: { invariant_within: 1 } }'))).toEqual([])
    expect(
      regression(attacked.replace(' } }', ' }, expect: { invariant_within: 1 } }')).map(({ path }) => path),
    ).toEqual(['stress.s.attack'])
  })
})

describe('synthetic rows', () => {
  const synthetic = (rows: string, rest = '') =>
    `{ model: ${onnx}, perturb: [{ noise: 0.1 }], rows: { synthetic: { ${rows} } }${rest} }`

  test('are declared by ranges and lists, in place of rows of the dataset', () => {
    const declared = suite(synthetic('rows: 50, ranges: { age: [18, 99], sex: [f, m] }, corners: true'))
    expect(declared).toMatchObject({
      on: 'test',
      sample: 50,
      synthetic: { ranges: { age: [18, 99], sex: ['f', 'm'] }, corners: true },
    })
    expect(suite(synthetic('ranges: { age: [18, 99] }'))).toMatchObject({ sample: 1000, synthetic: { corners: false } })
    expect(suite(noisy)).not.toHaveProperty('synthetic')
  })

  test.each([
    [
      'ends the wrong way round',
      synthetic('ranges: { age: [99, 18] }'),
      'invalid-value stress.s.rows.synthetic.ranges.age',
    ],
    ['no ranges', synthetic('rows: 5'), 'missing-field stress.s.rows.synthetic.ranges'],
    ['a range without values', synthetic('ranges: { age: [] }'), 'invalid-value stress.s.rows.synthetic.ranges.age'],
    [
      'rows of the dataset too',
      synthetic('ranges: { age: [18, 99] }').replace('rows: {', 'rows: { sample: 5,'),
      'misplaced-field stress.s.rows.sample',
    ],
    ['slices of them', synthetic('ranges: { age: [18, 99] }', ', slices: all'), 'misplaced-field stress.s.slices'],
  ])('refuse %s, at its place', (_, fields, expected) => {
    expect(problemsOf(withSuite(fields)).map(({ code, path }) => `${code} ${path}`)).toEqual([expected])
  })

  test('have no labels and no slices: a gate that needs either is told what it can measure', () => {
    const fields = synthetic('ranges: { age: [18, 99] }')
    const [problem] = problemsOf(withSuite(fields, '{ name: g, metric: robust_accuracy, stress: s, min: 0.5 }'))
    expect(problem).toMatchObject({ code: 'suite-lacks', path: 'gates[1].metric' })
    expect(problem!.message).toContain('nobody labelled the synthetic rows')
    expect(problem!.hint).toBe(
      'Measure failure_rate, smallest_flip, directional_violations, or draw rows of a dataset: rows: { sample: NUMBER }.',
    )
    const sliced = withSuite(fields, '{ name: g, metric: failure_rate, stress: s, max: 0.5, slices: [sex] }')
    expect(problemsOf(sliced).map(({ path }) => path)).toEqual(['gates[1].slices'])
  })
})

describe('a gate on a stress suite', () => {
  test('is about the dataset and the model of the suite, and says so in what is measured', () => {
    const gate = parse(withSuite(noisy, '{ name: g, metric: failure_rate, stress: s, max: 0.05, slices: [sex] }'))
      .gates[1]!
    expect(gate).toMatchObject({
      metric: { name: 'failure_rate', options: { stress: 's' } },
      model: 'candidate',
      on: ['test'],
      slices: ['sex'],
      proof: 'unrefuted',
    })
  })

  test('asks no model of the policy where the suite has a call of its own, however many candidates there are', () => {
    const gate = '{ name: g, metric: failure_rate, stress: s, max: 0.05 }'
    const text = withSuite(noisy, gate)
      .replace('candidate: { score: s }', 'candidate: { score: s }\n  another: { score: s }')
      .replace('metric: roc_auc', 'metric: roc_auc, model: another')
    expect(parse(text).gates[1]).toMatchObject({ metric: { options: { stress: 's' } }, model: 'candidate' })
  })

  test.each([
    [
      'a suite that does not exist',
      noisy,
      '{ name: g, metric: failure_rate, stress: t, max: 0.05 }',
      ['17:46 unknown-suite gates[1].stress'],
    ],
    ['no suite', noisy, '{ name: g, metric: failure_rate, max: 0.05 }', ['17:5 missing-field gates[1].stress']],
    [
      'a measure of tables',
      noisy,
      '{ name: g, metric: recall, stress: s, min: 0.5 }',
      ['17:40 misplaced-field gates[1].stress'],
    ],
    [
      'another dataset',
      noisy,
      '{ name: g, metric: failure_rate, stress: s, on: validation, max: 0.05 }',
      ['17:53 misplaced-field gates[1].on'],
    ],
    [
      'a comparison',
      noisy,
      '{ name: g, metric: failure_rate, stress: s, versus: baseline, max_delta: 0 }',
      ['17:57 misplaced-field gates[1].versus'],
    ],
    [
      'two datasets',
      noisy,
      '{ name: g, metric: failure_rate, stress: s, between: [validation, test], max_gap: 0.1 }',
      ['17:58 misplaced-field gates[1].between'],
    ],
    [
      'positives',
      noisy,
      '{ name: g, metric: failure_rate, stress: s, max: 0.1, min_positives: 5 }',
      ['17:74 misplaced-field gates[1].min_positives'],
    ],
    [
      'what only an attack finds',
      noisy,
      '{ name: g, metric: smallest_flip, stress: s, min: 0.1 }',
      ['17:24 suite-lacks gates[1].metric'],
    ],
    [
      'a direction that nobody expects',
      noisy,
      '{ name: g, metric: directional_violations, stress: s, max: 0.1 }',
      ['17:24 suite-lacks gates[1].metric'],
    ],
    [
      'slices that it has no value for',
      attacked,
      '{ name: g, metric: smallest_flip, stress: s, slices: [sex], min: 0.1 }',
      ['17:58 misplaced-field gates[1].slices'],
    ],
  ])('refuses %s', (_, fields, gate, expected) => {
    expect(places(problemsOf(withSuite(fields, gate)))).toEqual(expected)
  })

  test('of a suite that is wrong itself is not blamed for it', () => {
    const text = withSuite(`{ model: ${onnx} }`, '{ name: g, metric: failure_rate, stress: s, max: 0.05 }')
    expect(problemsOf(text).map(({ path }) => path)).toEqual(['stress.s.perturb'])
  })
})

describe('inheritance', () => {
  const parent = `version: 1\nstress: { s: ${noisy}, t: ${attacked} }\ngates: [{ name: floor, metric: failure_rate, stress: s, max: 0.1, floor: true }]\n`
  const child = (stress: string) => `${head}stress: ${stress}\n${oneGate}extends: parent-0.yaml\n`

  test('replaces a suite as a whole and keeps the others', () => {
    const { stress } = parse(child(`{ t: ${noisy} }`), [parent])
    expect(stress!.map(({ name, attack, perturb }) => [name, attack, perturb.length])).toEqual([
      ['s', null, 1],
      ['t', null, 1],
    ])
  })

  test('does not let another suite stand under the name of one that a floor is about', () => {
    const milder = child(`{ s: ${noisy.replace('0.1', '0.01')} }`)
    expect(problemsOf(milder, [parent]).map(({ code }) => code)).toEqual(['floor-loosened'])
  })
})

test('lint names a suite that no gate judges; what suites use is used', () => {
  const fields = `{ model: ${onnx}, perturb: [{ noise: 0.1 }], reference: baseline, rows: { on: validation }, slices: all }`
  const text = withSuite(fields).replace('role: baseline }', `role: baseline, call: ${onnx} }`)
  const lint = (policy: string) =>
    lintPolicy(parse(policy), catalogue, { today: '2026-01-01' }).map(({ code, path }) => `${code} ${path}`)
  expect(lint(text)).toContain('unused-suite stress.s')
  expect(lint(text).filter((one) => one.startsWith('unused-') && !one.includes('suite'))).toEqual([])
  const judged = text.replace(
    'gates:\n',
    'gates:\n  - { name: g, metric: failure_rate, stress: s, max: 0.05, why: x }\n',
  )
  expect(lint(judged)).not.toContain('unused-suite stress.s')
})
