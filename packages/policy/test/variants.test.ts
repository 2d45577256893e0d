import { describe, expect, test } from 'vitest'
import { lintPolicy } from '../src/index.ts'
import { servingCatalogue } from './catalogue.ts'
import { head, oneGate, parse, places, problemsOf, withGates } from './example-policy.ts'

const builds = `  fp32: { role: variant, call: { onnx: fp32.onnx } }
  int8: { role: variant, call: { onnx: int8.onnx } }
`
const withBuilds = (text: string) => text.replace('slices: [', `${builds}slices: [`)
const gate = (text: string) => parse(withBuilds(withGates(text)), [], servingCatalogue).gates[0]!
const faults = (text: string) => problemsOf(withBuilds(withGates(text)), [], servingCatalogue)
const section = (text: string) => `${withBuilds(head)}variants: ${text}\n${oneGate}`
const faultsOf = (text: string) => problemsOf(section(text), [], servingCatalogue)

describe('a measure of two models', () => {
  test('is judged by its own value, against another model, and proven unless the gate says otherwise', () => {
    expect(gate('{ name: g, metric: negative_flip_rate, model: int8, versus: fp32, max: 0.01 }')).toMatchObject({
      metric: { name: 'negative_flip_rate' },
      versus: 'fp32',
      condition: { kind: 'max', bound: 0.01 },
      proof: 'proven',
    })
  })

  test('may be compared between slices', () => {
    expect(
      gate('{ name: g, metric: negative_flip_rate, model: int8, versus: fp32, slices: [sex], max_disparity: 0.01 }'),
    ).toMatchObject({ condition: { kind: 'max_disparity', bound: 0.01 }, slices: ['sex'] })
  })

  test.each([
    [
      'no other model',
      '{ name: g, metric: negative_flip_rate, model: int8, max: 0.01 }',
      ['misplaced-field gates[0].metric'],
    ],
    [
      'a difference of differences',
      '{ name: g, metric: negative_flip_rate, model: int8, versus: fp32, max_delta: 0 }',
      ['misplaced-field gates[0].max_delta'],
    ],
    [
      'a gap between datasets',
      '{ name: g, metric: negative_flip_rate, model: int8, versus: fp32, between: [validation, test], max_gap: 0.1 }',
      ['misplaced-field gates[0].max_gap'],
    ],
    [
      'two datasets',
      '{ name: g, metric: negative_flip_rate, model: int8, versus: fp32, between: [validation, test], max: 0.1 }',
      ['misplaced-field gates[0].between'],
    ],
    [
      'itself',
      '{ name: g, metric: negative_flip_rate, model: int8, versus: int8, max: 0.1 }',
      ['compares-with-itself gates[0].versus'],
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(faults(text).map(({ code, path }) => `${code} ${path}`)).toEqual(expected)
  })

  test('chooses no threshold', () => {
    const text = `${head}threshold: { maximize: negative_flip_rate, on: validation }\n${oneGate}`
    expect(places(problemsOf(text, [], servingCatalogue))).toEqual([
      expect.stringContaining('invalid-value threshold.maximize'),
    ])
  })
})

describe('max_latency_ratio', () => {
  test('needs no metric, and stands for the ratio of p99s', () => {
    expect(gate('{ name: g, model: int8, versus: fp32, max_latency_ratio: 1.1 }')).toMatchObject({
      metric: { name: 'latency_ratio', options: { quantile: 0.99 } },
      condition: { kind: 'max_latency_ratio', bound: 1.1 },
      proof: 'proven',
    })
  })

  test('takes the quantile from the latency that the gate names', () => {
    const text =
      '{ name: g, metric: { name: latency, quantile: 0.5 }, model: int8, versus: fp32, max_latency_ratio: 1.1 }'
    expect(gate(text).metric).toEqual({ name: 'latency_ratio', options: { quantile: 0.5 } })
  })

  test.each([
    ['no other model', '{ name: g, model: int8, max_latency_ratio: 1 }', 'misplaced-field gates[0].max_latency_ratio'],
    [
      'another measure',
      '{ name: g, metric: recall, model: int8, versus: fp32, max_latency_ratio: 1 }',
      'misplaced-field gates[0].metric',
    ],
    [
      'a bad quantile',
      '{ name: g, metric: { name: latency, quantile: 2 }, model: int8, versus: fp32, max_latency_ratio: 1 }',
      'invalid-value gates[0].metric.quantile',
    ],
    [
      'slices',
      '{ name: g, model: int8, versus: fp32, slices: [sex], max_latency_ratio: 1 }',
      'misplaced-field gates[0].slices',
    ],
    [
      'a model that cannot be asked',
      '{ name: g, model: int8, versus: baseline, max_latency_ratio: 1 }',
      'model-without-call gates[0].versus',
    ],
    [
      'a ratio of nothing',
      '{ name: g, model: int8, versus: fp32, max_latency_ratio: 0 }',
      'invalid-value gates[0].max_latency_ratio',
    ],
    [
      'a second condition',
      '{ name: g, model: int8, versus: fp32, max_latency_ratio: 1, max: 2 }',
      'several-conditions gates[0].max_latency_ratio',
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(faults(text).map(({ code, path }) => `${code} ${path}`)).toEqual([expected])
  })

  test('is refused where no measure is behind it', () => {
    expect(
      problemsOf(withBuilds(withGates('{ name: g, model: int8, versus: fp32, max_latency_ratio: 1 }')))[0],
    ).toMatchObject({
      code: 'misplaced-field',
      message: expect.stringContaining('this version measures no'),
    })
  })

  test('is a floor like any other: it falls and never rises', () => {
    const parent = 'version: 1\ngates: [{ name: g, model: int8, versus: fp32, max_latency_ratio: 1.1, floor: true }]\n'
    const own = (bound: number) =>
      withBuilds(withGates(`{ name: g, max_latency_ratio: ${bound} }`)).replace(
        'version: 1',
        'version: 1\nextends: parent-0.yaml',
      )
    expect(problemsOf(own(1.05), [parent], servingCatalogue)).toEqual([])
    expect(problemsOf(own(1.2), [parent], servingCatalogue)[0]).toMatchObject({
      code: 'floor-loosened',
      expected: '1.1 or less',
    })
  })
})

test('a time is a bound in milliseconds', () => {
  expect(gate('{ name: g, metric: latency, model: int8, max: 25ms }')).toMatchObject({
    condition: { kind: 'max', bound: 25 },
    metric: { options: { quantile: 0.99 } },
    proof: 'point',
  })
})

describe('roles', () => {
  test('a variant is no default of any gate', () => {
    expect(parse(withBuilds(head + oneGate)).gates[0]!.model).toBe('candidate')
  })
})

describe('variants', () => {
  test('are not compared on the rows that one of them is fitted on', () => {
    const fitted = (on: string) =>
      section('{ reference: fp32, builds: [cal], quality: [roc_auc] }').replace(
        'slices: [',
        `  cal: { role: variant, score: s, calibrate: { on: ${on} } }\nslices: [`,
      )
    const codes = (text: string) => problemsOf(text, [], servingCatalogue).map(({ code }) => code)
    expect(codes(fitted('test'))).toContain('judged-on-fitted-rows')
    expect(codes(fitted('validation'))).not.toContain('judged-on-fitted-rows')
  })

  test('as written, with its defaults', () => {
    const policy = parse(section('{ reference: fp32, builds: [int8], quality: roc_auc }'), [], servingCatalogue)
    expect(policy.variants).toEqual({
      reference: 'fp32',
      builds: ['int8'],
      on: 'test',
      quality: { name: 'roc_auc', options: {} },
      slices: [],
      requests: 400,
      rows: 1,
      warmUp: 50,
      cost: {},
      location: { file: 'policy.yaml', line: 14, column: 1 },
    })
    expect(parse(head + oneGate).variants).toBeUndefined()
  })

  test('whole', () => {
    const text =
      '{ reference: fp32, builds: [int8], on: validation, quality: { name: ece, bins: 10 }, slices: [sex], requests: 1000, rows: 8, warm_up: 0, cost: { fp32: 12.0, int8: 5 } }'
    expect(parse(section(text), [], servingCatalogue).variants).toMatchObject({
      on: 'validation',
      quality: { name: 'ece', options: { bins: 10, strategy: 'uniform' } },
      slices: ['sex'],
      requests: 1000,
      rows: 8,
      warmUp: 0,
      cost: { fp32: 12, int8: 5 },
    })
  })

  test.each([
    [
      'nothing',
      '{}',
      ['missing-field variants.reference', 'missing-field variants.builds', 'missing-field variants.quality'],
    ],
    ['an unknown build', '{ reference: fp32, builds: [int9], quality: roc_auc }', ['unknown-model variants.builds[0]']],
    [
      'a model that cannot be asked',
      '{ reference: baseline, builds: [int8], quality: roc_auc }',
      ['model-without-call variants.reference'],
    ],
    [
      'the reference among the builds',
      '{ reference: fp32, builds: [fp32], quality: roc_auc }',
      ['compares-with-itself variants.builds[0]'],
    ],
    [
      'a build twice',
      '{ reference: fp32, builds: [int8, int8], quality: roc_auc }',
      ['compares-with-itself variants.builds[1]'],
    ],
    [
      'a cost of no build',
      '{ reference: fp32, builds: [int8], quality: roc_auc, cost: { candidate: 1 } }',
      ['misplaced-field variants.cost.candidate'],
    ],
    [
      'a cost of nobody',
      '{ reference: fp32, builds: [int8], quality: roc_auc, cost: { int9: 1 } }',
      ['unknown-model variants.cost.int9'],
    ],
    ['an unknown quality', '{ reference: fp32, builds: [int8], quality: auc }', ['unknown-measure variants.quality']],
    [
      'a latency as quality',
      '{ reference: fp32, builds: [int8], quality: latency }',
      ['misplaced-field variants.quality'],
    ],
    [
      'an unfit quality',
      '{ reference: fp32, builds: [int8], quality: rmse }',
      ['measure-unfit-for-task variants.quality'],
    ],
    [
      'no requests',
      '{ reference: fp32, builds: [int8], quality: roc_auc, requests: 0 }',
      ['invalid-value variants.requests'],
    ],
    [
      'a misspelling',
      '{ reference: fp32, builds: [int8], quality: roc_auc, warmup: 3 }',
      ['unknown-field variants.warmup'],
    ],
    [
      'an unknown dataset',
      '{ reference: fp32, builds: [int8], quality: roc_auc, on: tets }',
      ['unknown-dataset variants.on'],
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(faultsOf(text).map(({ code, path }) => `${code} ${path}`)).toEqual(expected)
  })

  test('can be inherited in part', () => {
    const parent = 'version: 1\nvariants: { quality: roc_auc, requests: 1000 }\n'
    const text = section('{ reference: fp32, builds: [int8] }').replace(
      'version: 1',
      'version: 1\nextends: parent-0.yaml',
    )
    expect(parse(text, [parent], servingCatalogue).variants).toMatchObject({
      requests: 1000,
      quality: { name: 'roc_auc' },
    })
  })

  test('what it compares is used', () => {
    const policy = parse(
      section('{ reference: fp32, builds: [int8], quality: roc_auc, slices: [sex] }'),
      [],
      servingCatalogue,
    )
    const unused = lintPolicy(policy, servingCatalogue, { today: '2026-11-25' })
      .filter(({ code }) => code.startsWith('unused'))
      .map(({ path }) => path)
    expect(unused).toEqual(['datasets.validation', 'models.baseline', 'slices.age', 'slices.poor'])
  })
})
