import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import reference from '../../models/test/fixtures/classifiers/reference.json' with { type: 'json' }
import { judge, measureCatalogue, measurePolicy, parseEvidence, profilePolicy, selfTest } from '../src/index.ts'
import { estimateOf, measuredIn, policyIn, problemOf } from './asked-policies.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sluice-classifiers-'))
afterAll(() => rmSync(folder, { recursive: true }))
const kinds = reference.soil.classes
const quoted = (names: readonly string[]) => `[${names.map((name) => JSON.stringify(name)).join(', ')}]`
const named = `{ onnx: soil.onnx, inputs: soil.json, classes: ${quoted(kinds)} }`
const measured = (body: string) => measuredIn(folder, body)

beforeAll(() => {
  cpSync(join(root, 'packages/models/test/fixtures/classifiers'), folder, { recursive: true })
  cpSync(join(root, 'policies/credit-default/data/test.parquet'), join(folder, 'credit.parquet'))
  cpSync(join(root, 'policies/land-cover/data/test.parquet'), join(folder, 'soil.parquet'))
  cpSync(join(root, 'policies/land-cover/data/validation.parquet'), join(folder, 'validation.parquet'))
})

describe('a binary classifier with labels beside its probabilities', () => {
  const credit = (call: string, columns = 'id: id, label: default_next_month, positive: 1') =>
    `task: binary
datasets: { test: { path: credit.parquet } }
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

  test('is another model where another class is meant: evidence of the one does not answer for the other', async () => {
    const call = '{ onnx: credit-words.onnx, inputs: credit.json, class: 0 }'
    const evidence = await measured(credit(call))
    const statuses = async (again: string) =>
      judge(await policyIn(folder, credit(again)), evidence, { asOf: '2026-11-25', catalogue: measureCatalogue })
    expect((await statuses(call)).gates.map(({ status }) => status)).toEqual(['pass', 'pass'])
    const other = await statuses(call.replace('class: 0', 'class: 1'))
    expect(other.gates.map(({ status }) => status)).toEqual(['error', 'error'])
    expect(other.gates[0]!.reason).toContain('model candidate')
  })

  test('is put under stress by the same score', async () => {
    const stress = (call: string) =>
      `task: binary
datasets: { test: { path: credit.parquet } }
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
datasets: { test: { path: soil.parquet, role: test } }
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

  test('is not asked by lint, which counts rows; nor is one of numbers', async () => {
    const away = '{ http: "http://127.0.0.1:9", retries: 0, inputs: soil.json }'
    const policy = await policyIn(folder, soil(gates, away))
    const numbers = `task: regression
datasets: { test: { path: soil.parquet } }
columns: { label: pixel5_band4 }
models: { candidate: { call: ${away} } }
gates: [{ name: near, metric: mae, max: 1 }]
`
    expect((await profilePolicy(await policyIn(folder, numbers))).datasets['test']!.rows).toBe(2251)
    expect((await profilePolicy(policy)).datasets['test']!.rows).toBe(2251)
    expect(await problemOf(measurePolicy(policy, { version: 'test' }))).toMatchObject({ code: 'model-unreachable' })
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
        .replace('datasets: {', 'datasets: { validation: { path: validation.parquet },'),
    )
    expect(estimateOf(evidence, 'ece').value).toBeGreaterThan(0)
    expect(evidence.measurements.filter(({ metric }) => metric === 'ece').map(({ slice }) => slice)).toHaveLength(5)
    const flips = estimateOf(evidence, 'negative_flip_rate').value!
    const agreement = estimateOf(evidence, 'agreement').value!
    expect(agreement).toBeGreaterThan(0.7)
    expect(flips).toBeLessThan(1 - agreement)
  })

  test('is a build among variants, timed and all', async () => {
    const policy = await policyIn(
      folder,
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
    const features = JSON.parse(readFileSync(join(folder, 'soil.json'), 'utf8'))
    writeFileSync(join(folder, 'named.json'), JSON.stringify({ ...features, classes: kinds }))
    const evidence = await measured(soil(gates, '{ onnx: soil.onnx, inputs: named.json }'))
    expect(estimateOf(evidence, 'accuracy').value).toBeCloseTo(reference.soil.of_all_test_rows.accuracy, 12)
  })

  test('is put under stress and attacked: decisions are the highest class, accuracy is that of scikit-learn', async () => {
    const policy = await policyIn(
      folder,
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
