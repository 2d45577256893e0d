import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, parquet, predictions, root, sluice } from './run-sluice.ts'

const classifiers = join(root, 'packages/models/test/fixtures/classifiers')
const kinds: string[] = JSON.parse(readFileSync(join(classifiers, 'reference.json'), 'utf8')).soil.classes

/** Scores a row by its `x`, which is from 0 to 599: at least 0.5 from 300 on. */
const model = `require('node:readline').createInterface({ input: process.stdin })
  .on('line', (line) => console.log(String(JSON.parse(line).x / 600)))`
const call = `{ command: [${JSON.stringify(process.execPath)}, model.cjs], inputs: features.json }`
const policyText = (over: { suites?: string; gate?: string } = {}) => `version: 1
model: example
task: binary
datasets: { test: { path: data.parquet, role: test } }
columns: { id: id, label: y, positive: 1 }
models: { candidate: { score: p } }
slices: [{ name: g, column: g }]
gates:
  - ${over.gate ?? '{ name: survives, metric: failure_rate, stress: halves, max: 0.05 }'}
stress:
  ${over.suites ?? `halves: { model: ${call}, rows: { sample: 200 }, perturb: [{ unit_mistake: 0.5, columns: [x] }], slices: [g] }`}
`

async function policyFolder(over: { suites?: string; gate?: string } = {}): Promise<string> {
  const cwd = folder({
    'policy.yaml': policyText(over),
    'model.cjs': model,
    'features.json': JSON.stringify({ order: ['x'] }),
  })
  await parquet(join(cwd, 'data.parquet'), predictions)
  return cwd
}

describe('sluice stress', () => {
  test('prints each perturbation with its interval, the slices, and the ten worst rows as a table', async () => {
    const cwd = await policyFolder()
    const run = await sluice(['stress', 'policy.yaml'], { cwd })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toContain('200 of the 600 rows of test, expected: the decision stays (threshold 0.5)')
    expect(run.stdout).toMatch(/unit_mistake 0\.5 x +\d+(\.\d+)?% .*●.*n (199|200)/)
    expect(run.stdout).toMatch(/g=1 +\d+(\.\d+)?%/)
    const cases = run.stdout.split('worst rows\n')[1]!.trimEnd().split('\n')
    expect(cases).toHaveLength(11)
    expect(cases[0]).toMatch(/id +by +score +changed/)
    expect(cases[1]).toMatch(/unit_mistake 0\.5 +\d\.\d{3} → \d\.\d{3} +x \d+ → \d+/)
  })

  test.each([60, 80])('fits %i columns', async (columns) => {
    const cwd = await policyFolder()
    const { stdout } = await sluice(['stress', 'policy.yaml'], { cwd, env: { COLUMNS: String(columns) } })
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
  })

  test('as JSON holds nothing but JSON, and says what the evidence of a check says', async () => {
    const cwd = await policyFolder()
    const run = await sluice(['stress', 'policy.yaml', '-f', 'json'], { cwd })
    const report = JSON.parse(run.stdout)
    expect(report).toMatchObject({
      schema: 'sluice.stress/1',
      model: 'example',
      suites: [{ suite: 'halves', rows: 200 }],
    })
    const check = await sluice(['check', '--evidence', 'evidence.json', '-f', 'json'], { cwd })
    expect(check.code).toBe(1)
    expect(JSON.parse(readFileSync(join(cwd, 'evidence.json'), 'utf8')).stress).toEqual(report.suites)
    const [gate] = JSON.parse(check.stdout).policies[0].gates
    expect(gate).toMatchObject({ name: 'survives', status: 'fail', stress: 'halves', metric: 'failure_rate' })
    expect(gate.measurements[0].value).toBe(report.suites[0].failureRate.value)
    const judged = await sluice(['judge', 'policy.yaml', '--evidence', 'evidence.json', '-f', 'json'], { cwd })
    expect(JSON.parse(judged.stdout)).toEqual(JSON.parse(check.stdout))
  })

  test('makes rows up over declared ranges, and says so', async () => {
    const rows = '{ synthetic: { rows: 40, ranges: { x: [0, 599] }, corners: true } }'
    const cwd = await policyFolder({
      suites: `halves: { model: ${call}, rows: ${rows}, perturb: [{ unit_mistake: 0.5, columns: [x] }] }`,
    })
    const run = await sluice(['stress', 'policy.yaml'], { cwd })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toContain('40 synthetic rows over declared ranges and 2 in their corners')
    expect(run.stdout.split('worst rows\n')[1]).toMatch(/row +by +score +changed/)
    const check = await sluice(['check', '-f', 'json'], { cwd })
    const [gate] = JSON.parse(check.stdout).policies[0].gates
    // 300 to 598 fall below 300 and flip; 599 is 300 (rounded) and stays: about half of the rows.
    expect([check.code, gate.status, gate.measurements[0].n]).toEqual([1, 'fail', expect.any(Number)])
    expect(Math.abs(gate.measurements[0].value - 0.5)).toBeLessThan(0.05)
  })

  test('runs only the suite that is named, and knows the nearest name', async () => {
    const suite = `{ model: ${call}, rows: { sample: 50 }, perturb: [{ noise: 0.1 }] }`
    const cwd = await policyFolder({ suites: `halves: ${suite}\n  other: ${suite}` })
    const run = await sluice(['stress', 'policy.yaml', '--suite', 'other', '-f', 'json'], { cwd })
    expect(JSON.parse(run.stdout).suites.map((one: { suite: string }) => one.suite)).toEqual(['other'])
    const wrong = await sluice(['stress', 'policy.yaml', '--suite', 'othr'], { cwd })
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('Did you mean other?')
  })

  test('of a model of several classes names the class whose score moved, within the width', async () => {
    const cwd = folder({
      'soil.yaml': `version: 1
model: soil
task: multiclass
datasets: { test: { path: ${JSON.stringify(join(root, 'policies/land-cover/data/test.parquet'))} } }
columns: { id: id, label: soil }
models: { candidate: { call: { onnx: soil.onnx, inputs: soil.json, classes: [${kinds.join(', ')}] } } }
stress: { noisy: { model: candidate, rows: { sample: 200 }, perturb: [{ noise: 0.3, columns: numeric }] } }
gates:
  - { name: right, metric: accuracy, min: 0.8 }
  - { name: robust, metric: robust_accuracy, stress: noisy, min: 0.99 }
`,
    })
    for (const file of ['soil.onnx', 'soil.json']) copyFileSync(join(classifiers, file), join(cwd, file))
    const run = await sluice(['stress', 'soil.yaml'], { cwd, env: { COLUMNS: '80' } })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toMatch(/robust accuracy +\d+/)
    const cases = run.stdout.split('worst rows\n')[1]!.trimEnd().split('\n').slice(1)
    const names = kinds.map((kind) => kind.slice(0, 13)).join('|')
    for (const line of cases) {
      expect(line).toMatch(new RegExp(`\\d → \\d\\.\\d{3} (${names})`))
      expect(line.length).toBeLessThanOrEqual(80)
    }
    const check = await sluice(['check', 'soil.yaml', '-f', 'json'], { cwd })
    expect(check.code).toBe(1)
    const { gates } = JSON.parse(check.stdout).policies[0]
    expect(gates.map(({ status }: { status: string }) => status)).toEqual(['pass', 'fail'])
  })

  test('says where a policy goes wrong: a suite without its model, and a policy without suites', async () => {
    const cwd = await policyFolder({
      suites: 'halves: { model: { onnx: no.onnx, inputs: features.json }, perturb: [{ noise: 0.1 }] }',
    })
    for (const args of [['stress', 'policy.yaml'], ['check']]) {
      const run = await sluice(args, { cwd })
      expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(/policy\.yaml:11:3[\s\S]*no\.onnx/)])
    }
    const none = await sluice(['stress', 'policies/land-cover/policy.yaml'])
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('has no stress suite')])
  })

  test('explains its measures, and shows an example', async () => {
    const help = await sluice(['stress', '--help'])
    expect(help.stdout).toContain('sluice stress policies/credit-default/policy.yaml')
    const explained = await sluice(['explain', 'failure_rate'])
    expect(explained.stdout).toContain('CheckList')
  })
})

test('the attack of the credit policy changes nothing that its clients cannot', async () => {
  const run = await sluice([
    'stress',
    join(root, 'policies/credit-default/policy.yaml'),
    '-s',
    'attack-by-payments',
    '-f',
    'json',
  ])
  expect(run.code).toBe(0)
  const { attack } = JSON.parse(run.stdout).suites[0]
  expect(attack.attacked).toBe(60)
  expect(attack.successRate.value).toBeGreaterThan(0.1)
  for (const { changed } of attack.worstCases) for (const name of changed) expect(name).toMatch(/^pay_amt/)
})
