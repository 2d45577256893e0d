import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadPolicy, type Policy, PolicyError } from '@sluice/policy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import reference from '../../models/test/fixtures/classifiers/reference.json' with { type: 'json' }
import {
  type Evidence,
  judge,
  measureCatalogue,
  measurePolicy,
  measureStress,
  parseEvidence,
  selfTest,
} from '../src/index.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const classifiers = join(root, 'packages/models/test/fixtures/classifiers')
const folder = mkdtempSync(join(tmpdir(), 'sluice-classes-'))
afterAll(() => rmSync(folder, { recursive: true }))
const kinds = reference.soil.classes
const quoted = (names: readonly string[]) => `[${names.map((name) => JSON.stringify(name)).join(', ')}]`
const named = `{ onnx: soil.onnx, inputs: soil.json, classes: ${quoted(kinds)} }`

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  for (const file of ['credit.onnx', 'credit-words.onnx', 'credit-zipmap.onnx', 'credit-columns.onnx', 'credit.json'])
    copyFileSync(join(classifiers, file), join(folder, file))
  for (const file of ['soil.onnx', 'soil.json']) copyFileSync(join(classifiers, file), join(folder, file))
  copyFileSync(join(root, 'policies/credit-default/data/test.parquet'), join(folder, 'credit.parquet'))
  copyFileSync(join(root, 'policies/land-cover/data/test.parquet'), join(folder, 'soil.parquet'))
  // The answers of a model as a program gives them: an object of a probability a class, in another order than the labels'.
  writeFileSync(
    join(folder, 'objects.cjs'),
    `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { brightness } = JSON.parse(line)
  const p = brightness === null ? 0 : Math.max(0, Math.min(1, brightness / 20))
  console.log(JSON.stringify({ dim: (1 - p) / 2, bright: p, dark: (1 - p) / 2 - 0.01 }))
})`,
  )
  writeFileSync(
    join(folder, 'lists.cjs'),
    `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { brightness } = JSON.parse(line)
  const p = brightness === null ? 0 : Math.max(0, Math.min(1, brightness / 20))
  console.log(JSON.stringify([p, (1 - p) / 2 - 0.01, (1 - p) / 2]))
})`,
  )
  writeFileSync(join(folder, 'brightness.json'), JSON.stringify({ order: ['brightness'] }))
  const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(
    (b) => `${b},${2 * b},${b > 5 ? 'bright' : 'dim'},${b % 2 ? 'odd' : 'even'}`,
  )
  writeFileSync(join(folder, 'brightness.csv'), `id,brightness,kind,parity\n${rows.join('\n')}\n`)
})

async function policyOf(body: string): Promise<Policy> {
  const file = join(mkdtempSync(join(folder, 'policy-')), 'policy.yaml')
  for (const name of [
    'credit.onnx',
    'credit-words.onnx',
    'credit-zipmap.onnx',
    'credit-columns.onnx',
    'credit.json',
    'soil.onnx',
    'soil.json',
    'objects.cjs',
    'lists.cjs',
    'brightness.json',
  ])
    copyFileSync(join(folder, name), join(file, '..', name))
  writeFileSync(file, `version: 1\nmodel: m\n${body}`)
  return loadPolicy(file, measureCatalogue)
}
const measured = async (body: string) => measurePolicy(await policyOf(body), { version: 'test', curves: false })
const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it succeeded'),
    (error: PolicyError) => {
      if (!(error instanceof PolicyError)) throw error
      return error.problems[0]!
    },
  )
const estimateOf = (evidence: Evidence, metric: string, model?: string) =>
  evidence.measurements.find((one) => one.metric === metric && (model === undefined || one.model === model))!

describe('a binary classifier with labels beside its probabilities', () => {
  const credit = (call: string, columns = 'id: id, label: default_next_month, positive: 1') =>
    `task: binary
datasets: { test: { path: ../credit.parquet } }
columns: { ${columns} }
models: { candidate: { call: ${call} } }
gates: [{ name: ranks, metric: roc_auc, min: 0.5 }, { name: honest, metric: log_loss, max: 1 }]
`
  const { roc_auc, log_loss } = reference.credit.of_all_test_rows

  test.each([
    ['labels of numbers: the second column', '{ onnx: credit.onnx, inputs: credit.json }'],
    ['a place', '{ onnx: credit.onnx, inputs: credit.json, output: probabilities, class: 1 }'],
    ['a place before the other', '{ onnx: credit-words.onnx, inputs: credit.json, class: 0 }'],
    ['a name', '{ onnx: credit-words.onnx, inputs: credit.json, classes: [default, paid], class: default }'],
    ['an output a class', '{ onnx: credit-columns.onnx, inputs: credit.json, output: sdefault }'],
  ])('is measured as scikit-learn measures it, by %s', async (_, call) => {
    const evidence = await measured(credit(call))
    expect(estimateOf(evidence, 'roc_auc').value).toBeCloseTo(roc_auc, 6)
    expect(estimateOf(evidence, 'log_loss').value).toBeCloseTo(log_loss, 6)
  })

  test('is not judged by the other class: the columns of a model with words have no default', async () => {
    const problem = await problemOf(measured(credit('{ onnx: credit-words.onnx, inputs: credit.json }')))
    expect(problem).toMatchObject({ code: 'model-wrong-shape', path: 'models.candidate.call', line: 6 })
    expect(problem.message).toContain('says paid itself where column 1 is the highest')
    expect(problem.hint).toContain('class: 0')
  })

  test.each([
    [
      'maps',
      '{ onnx: credit-zipmap.onnx, inputs: credit.json }',
      /output_label \(string \[rows\]\), output_probability \(no tensor\)/,
      /'zipmap': False/,
    ],
    [
      'maps by name',
      '{ onnx: credit-zipmap.onnx, inputs: credit.json, output: output_probability }',
      /is no tensor, as ZipMap leaves it/,
      /'zipmap': False/,
    ],
    [
      'several of fractions',
      '{ onnx: credit-columns.onnx, inputs: credit.json }',
      /sdefault \(float32 \[rows\]\), spaid \(float32 \[rows\]\)/,
      /as `output`/,
    ],
    [
      'labels',
      '{ onnx: credit-words.onnx, inputs: credit.json, output: label }',
      /holds string, and scores are numbers/,
      /Name the output/,
    ],
    [
      'a class that is not there',
      '{ onnx: credit.onnx, inputs: credit.json, class: 2 }',
      /has 2 classes, so there is no class 2/,
      /class: 0 to 1/,
    ],
    [
      'another number of classes',
      '{ onnx: credit.onnx, inputs: credit.json, classes: [a, b, c] }',
      /2 columns, and 3 classes are named/,
      /for each column/,
    ],
  ])('is refused at its line for %s', async (_, call, message, hint) => {
    const problem = await problemOf(measured(credit(call)))
    expect(problem).toMatchObject({ code: 'model-wrong-shape', line: 6, path: 'models.candidate.call' })
    expect(problem.message).toMatch(message)
    expect(problem.hint).toMatch(hint)
  })

  test('is put under stress by the same score', async () => {
    const stress = (call: string) =>
      `task: binary
datasets: { test: { path: ../credit.parquet } }
columns: { id: id, label: default_next_month, positive: 1 }
models: { candidate: { score: candidate_score } }
stress: { s: { model: ${call}, rows: { sample: 9000 }, perturb: [{ noise: 0.1, columns: [limit_bal] }], expect: { directional: { limit_bal: decreasing } } } }
gates: [{ name: g, metric: directional_violations, stress: s, max: 0 }, { name: r, metric: robust_accuracy, stress: s, min: 0.1 }]
`
    const [first, second] = await Promise.all(
      ['{ onnx: credit.onnx, inputs: credit.json }', '{ onnx: credit-words.onnx, inputs: credit.json, class: 0 }'].map(
        (call) => measured(stress(call)),
      ),
    )
    // A higher limit lowers the risk in this model: a direction that the other class's score would break in every row.
    for (const evidence of [first!, second!]) expect(estimateOf(evidence, 'directional_violations').value).toBe(0)
    expect(first!.stress![0]!.accuracy!.value).toBeCloseTo(reference.credit.of_all_test_rows.accuracy, 12)
    const problem = await problemOf(measured(stress('{ onnx: credit-words.onnx, inputs: credit.json }')))
    expect(problem).toMatchObject({ code: 'model-wrong-shape', path: 'stress.s.model' })
  })
})

describe('a multiclass model that is asked', () => {
  const soil = (rest: string, call = named) =>
    `task: multiclass
datasets: { test: { path: ../soil.parquet, role: test } }
columns: { id: id, label: soil }
models:
  candidate: { call: ${call} }
  stored: { probabilities: { ${kinds.map((kind) => `${kind}: candidate_p_${kind.replaceAll(' ', '_')}`).join(', ')} }, role: baseline }
slices: [{ name: brightness, column: pixel5_band4, quantiles: 4 }]
${rest}`
  const gates = 'gates: [{ name: right, metric: accuracy, min: 0.5 }, { name: honest, metric: log_loss, max: 1 }]\n'

  test('is measured as scikit-learn measures it', async () => {
    const evidence = await measured(soil(gates))
    expect(estimateOf(evidence, 'accuracy').value).toBeCloseTo(reference.soil.of_all_test_rows.accuracy, 12)
    expect(estimateOf(evidence, 'log_loss').value).toBeCloseTo(reference.soil.of_all_test_rows.log_loss, 6)
    expect(evidence.datasets[0]!.inputs.map(({ path }) => path)).toContain('soil.onnx')
  })

  test('is calibrated, compared and sliced like one whose columns are in the table', async () => {
    const evidence = await measured(
      soil(
        `gates:
  - { name: ece, metric: ece, model: tempered, max: 1, slices: [brightness] }
  - { name: flips, metric: negative_flip_rate, versus: stored, max: 1 }
  - { name: agrees, metric: agreement, versus: stored, min: 0 }
`,
      )
        .replace(
          '  stored:',
          `  tempered: { role: variant, call: ${named}, calibrate: { on: validation, method: temperature } }\n  stored:`,
        )
        .replace(
          'datasets: {',
          'datasets: { validation: { path: ../../VALIDATION },'.replace(
            '../../VALIDATION',
            join(root, 'policies/land-cover/data/validation.parquet'),
          ),
        ),
    )
    expect(estimateOf(evidence, 'ece').value).toBeGreaterThan(0)
    expect(evidence.measurements.filter(({ metric }) => metric === 'ece').map(({ slice }) => slice)).toHaveLength(5)
    const flips = estimateOf(evidence, 'negative_flip_rate').value!
    const agreement = estimateOf(evidence, 'agreement').value!
    expect(agreement).toBeGreaterThan(0.7)
    expect(flips).toBeLessThan(1 - agreement)
  })

  test('is a build among variants, timed and all', async () => {
    const policy = await policyOf(
      soil(
        `gates:
  - { name: fast, metric: { name: latency, quantile: 0.5 }, max: 10s }
  - { name: keeps, metric: accuracy, versus: again, min_delta: -0.01 }
variants: { reference: again, builds: [candidate], quality: accuracy, slices: [brightness], requests: 400, warm_up: 5 }
`,
      ).replace('  stored:', `  again: { role: variant, call: ${named} }\n  stored:`),
    )
    const evidence = await measurePolicy(policy, { version: 'test', curves: false })
    const verdict = judge(policy, evidence, { asOf: '2026-11-25', catalogue: measureCatalogue })
    expect(verdict.gates.map(({ status }) => status)).toEqual(['pass', 'pass'])
    const [, build] = evidence.variants!.builds
    expect(build).toMatchObject({ model: 'candidate', role: 'build' })
    expect(build!.versus!.negativeFlips!.value).toBe(0)
    expect((await selfTest(policy, { rounds: 2 })).map(({ gate }) => gate)).toEqual(['keeps'])
  })

  test.each([
    [
      'classes without names',
      '{ onnx: soil.onnx, inputs: soil.json }',
      'model-without-classes',
      /answers with 6 numbers a row and does not name/,
      /classes: \[cotton crop, damp grey soil, grey soil, red soil, vegetation stubble, very damp grey soil\]/,
    ],
    [
      'classes in another order',
      `{ onnx: soil.onnx, inputs: soil.json, classes: ${quoted([...kinds].reverse())} }`,
      'model-wrong-shape',
      /says cotton crop itself where column 0 is the highest, which is called very damp grey soil/,
      /in the order in which the model/,
    ],
    [
      'a class that the table does not spell so',
      `{ onnx: soil.onnx, inputs: soil.json, classes: ${quoted(kinds.map((kind) => kind.toUpperCase()))} }`,
      'model-wrong-shape',
      /says cotton crop itself where .* COTTON CROP/,
      /order/,
    ],
    [
      'labels alone',
      '{ onnx: soil.onnx, inputs: soil.json, output: label }',
      'model-wrong-shape',
      /holds string/,
      /Name the output/,
    ],
  ])('is refused at its line for %s', async (_, call, code, message, hint) => {
    const problem = await problemOf(measured(soil(gates, call)))
    expect(problem).toMatchObject({ code, path: 'models.candidate.call', line: 7 })
    expect(problem.message).toMatch(message)
    expect(problem.hint).toMatch(hint)
  })

  test('takes its classes from the features file as well', async () => {
    const policy = await policyOf(soil(gates, '{ onnx: soil.onnx, inputs: named.json }'))
    const order = JSON.parse(`${JSON.stringify(reference.soil.classes)}`)
    writeFileSync(
      join(policy.datasets[0]!.directory, 'named.json'),
      JSON.stringify({ order: ['pixel5_band1', 'pixel5_band2', 'pixel5_band3', 'pixel5_band4'], classes: order }),
    )
    const evidence = await measurePolicy(policy, { version: 'test', curves: false })
    expect(estimateOf(evidence, 'accuracy').value).toBeCloseTo(reference.soil.of_all_test_rows.accuracy, 12)
  })

  test('is put under stress and attacked: decisions are the highest class, accuracy is that of scikit-learn', async () => {
    const policy = await policyOf(
      soil(`stress:
  s:
    model: candidate
    rows: { sample: 2251 }
    perturb: [{ noise: [0.05, 0.5], columns: numeric }]
    expect: { invariant_within: 0.2 }
    slices: [brightness]
  attacked: { model: candidate, rows: { sample: 40 }, attack: { method: hop_skip_jump, queries: 100 } }
gates:
  - { name: flips, metric: flip_rate, stress: s, max: 1 }
  - { name: fails, metric: failure_rate, stress: s, max: 1, slices: [brightness] }
  - { name: robust, metric: robust_accuracy, stress: s, min: 0.01 }
  - { name: held, metric: robust_accuracy, stress: attacked, min: 0 }
  - { name: smallest, metric: smallest_flip, stress: attacked, min: 0 }
`),
    )
    const evidence = await measurePolicy(policy, { version: 'test', curves: false })
    const [noise, attack] = evidence.stress!
    expect(noise!.accuracy!.value).toBeCloseTo(reference.soil.of_all_test_rows.accuracy, 12)
    expect(noise).toMatchObject({ classes: kinds, threshold: null, rows: 2251 })
    const [little, much] = noise!.variants
    expect(little!.flipRate!.value).toBeGreaterThan(0)
    expect(much!.flipRate!.value).toBeGreaterThan(little!.flipRate!.value!)
    expect(much!.accuracy!.value).toBeLessThan(little!.accuracy!.value!)
    expect(estimateOf(evidence, 'robust_accuracy').value).toBeLessThan(much!.accuracy!.value!)
    expect(noise!.worstCases[0]!.scoresBefore).toHaveLength(6)
    expect(attack!.attack!.successRate.value).toBeGreaterThan(0.5)
    expect(attack!.attack!.robustAccuracy!.value).toBeLessThan(attack!.accuracy!.value!)
    expect(parseEvidence(JSON.stringify(evidence), 'e.json').stress).toEqual(evidence.stress)
    expect(judge(policy, evidence, { asOf: '2026-11-25', catalogue: measureCatalogue }).verdict).not.toBe('error')
  })
})

describe('a multiclass model whose answers are known', () => {
  // Brightness is 2, 4, …, 20; p = brightness / 20 is bright's probability and the rest is shared: bright is the highest from 8 on (p > 1 / 3), else dim.
  const dims = (gates: string, program: string, more = '', suite = 's') => `task: multiclass
datasets: { test: { path: ../brightness.csv, role: test } }
columns: { id: id, label: kind }
models: { candidate: { call: { command: [${JSON.stringify(process.execPath)}, ${program}], inputs: brightness.json${more} } } }
slices: [{ name: parity, column: parity }]
stress: { ${suite}: { model: candidate, perturb: [{ unit_mistake: 0.5, columns: [brightness] }], expect: { invariant_within: 0.22 } } }
gates: [${gates}]
`
  const all = ['flip_rate', 'failure_rate', 'robust_accuracy']
    .map((metric) => `{ name: ${metric}, metric: ${metric}, stress: s, between: [0, 1] }`)
    .join(', ')

  test.each([
    ['objects that name them', 'objects.cjs', ''],
    ['lists whose order the policy names', 'lists.cjs', ', classes: [bright, dark, dim]'],
    ['objects in an order that the policy wants', 'objects.cjs', ', classes: [dark, dim, bright]'],
  ])('flips, fails and stays right as often as by hand, from %s', async (_, program, more) => {
    const evidence = await measured(dims(`${all}, { name: right, metric: accuracy, min: 0.5 }`, program, more))
    // Highest as they are: dim for 2 to 6, bright from 8 on. Halved, bright from 14 on: 8, 10 and 12 flip.
    expect(estimateOf(evidence, 'flip_rate').value).toBeCloseTo(0.3, 12)
    // Bright's probability, which moves most, falls by brightness / 40: more than 0.22 from 10 on.
    expect(estimateOf(evidence, 'failure_rate').value).toBeCloseTo(0.6, 12)
    // Right as they are: 2 to 6 (dim) and 12 to 20 (bright); of them 12 flips.
    expect(estimateOf(evidence, 'accuracy').value).toBeCloseTo(0.8, 12)
    expect(estimateOf(evidence, 'robust_accuracy').value).toBeCloseTo(0.7, 12)
  })

  test('needs names only for what is right or wrong', async () => {
    const flips = '{ name: f, metric: flip_rate, stress: s, max: 1 }'
    const evidence = await measured(dims(flips, 'lists.cjs'))
    expect(estimateOf(evidence, 'flip_rate').value).toBeCloseTo(0.3, 12)
    expect(evidence.stress![0]).toMatchObject({ accuracy: null })
    expect(evidence.stress![0]!.notes.join()).toContain('does not name its classes')
    expect(evidence.stress![0]).not.toHaveProperty('classes')
    const problem = await problemOf(measured(dims(all, 'lists.cjs')))
    expect(problem).toMatchObject({ code: 'model-without-classes', path: 'stress.s.model' })
    expect(problem.hint).toContain('classes: [bright, dim]')
  })

  test('refuses a label that the model does not score, and classes that it does not have', async () => {
    const unknown = await problemOf(measured(dims(all, 'lists.cjs', ', classes: [bright, dark, dusk]')))
    expect(unknown).toMatchObject({ code: 'unknown-class' })
    expect(unknown.message).toContain(
      'rows labelled dim, which the model does not score; its classes are bright, dark, dusk',
    )
    const other = await problemOf(measured(dims(all, 'objects.cjs', ', classes: [bright, dim, dusk]')))
    expect(other.message).toContain('of which dark is not among the classes bright, dim, dusk')
  })

  test('against a reference that orders its classes otherwise', async () => {
    const body = dims('{ name: r, metric: relative_corruption_error, stress: s, max: 5 }', 'objects.cjs')
      .replace(
        'stress: { s: { model: candidate,',
        `stress: { s: { model: candidate, reference: { command: [${JSON.stringify(process.execPath)}, lists.cjs], inputs: brightness.json, classes: [bright, dark, dim] },`,
      )
      .replace('unit_mistake: 0.5', 'unit_mistake: 3')
    // The reference is the same model, its columns in another order: it loses as much. Tripled, 4 to 10 are called bright.
    expect(estimateOf(await measured(body), 'relative_corruption_error').value).toBeCloseTo(1, 12)
  })

  test('in sluice stress, without a gate', async () => {
    const policy = await policyOf(dims('{ name: right, metric: accuracy, min: 0.5 }', 'lists.cjs'))
    const [section] = await measureStress(policy, policy.stress!, { version: 'test' })
    expect(section!.flipRate!.value).toBeCloseTo(0.3, 12)
    expect(section!.accuracy).toBeNull()
  })
})
