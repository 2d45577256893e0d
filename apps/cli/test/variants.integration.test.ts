import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, parquet, type Run, root, sluice } from './run-sluice.ts'

const credit = join(root, 'policies/credit-default')
const features = JSON.parse(readFileSync(join(credit, 'models/features.json'), 'utf8')) as { order: readonly string[] }

/** 600 real clients; `over` changes a column on the way. */
function clients(over = '', from = join(credit, 'data/test.parquet')): string {
  return `SELECT * ${over === '' ? '' : `REPLACE (${over})`} FROM '${from}' LIMIT 600`
}

const gates = `gates:
  - { name: keeps, metric: roc_auc, model: int8, versus: fp32, slices: [sex], min_delta: -0.02 }
  - { name: flips, metric: negative_flip_rate, model: int8, versus: fp32, max: 0.05 }
  - { name: ratio, model: int8, versus: fp32, max_latency_ratio: 1000 }
  - { name: fast, metric: { name: latency, quantile: 0.5 }, model: int8, max: 10s }
variants: { reference: fp32, builds: [int8], quality: roc_auc, slices: [sex], cost: { fp32: 12, int8: 5 } }
`

/** A folder with a policy that asks two real models about real clients. */
async function models(rest = gates, query = clients()): Promise<string> {
  const path = folder({
    'policy.yaml': `version: 1
model: builds
task: binary
datasets: { test: { path: data.parquet } }
columns: { id: id, label: default_next_month, positive: 1 }
models:
  fp32: { role: variant, call: { onnx: challenger.onnx, inputs: features.json } }
  int8: { call: { onnx: challenger-int8.onnx, inputs: features.json, batch: 1 } }
${rest}`,
  })
  for (const file of ['challenger.onnx', 'challenger-int8.onnx', 'features.json'])
    copyFileSync(join(credit, 'models', file), join(path, file))
  await parquet(join(path, 'data.parquet'), query)
  return path
}

const check = (path: string, ...more: readonly string[]) => sluice(['check', 'policy.yaml', ...more], { cwd: path })

describe('builds that are asked', () => {
  test('are judged by gates, and stand in the verdict', async () => {
    const run = await check(await models(), '-f', 'json')
    expect(run.code, run.stderr).toBe(0)
    const [policy] = JSON.parse(run.stdout).policies
    expect(policy.gates.map((gate: { name: string; status: string }) => [gate.name, gate.status])).toEqual([
      ['keeps', 'pass'],
      ['flips', 'pass'],
      ['ratio', 'pass'],
      ['fast', 'pass'],
    ])
    expect(policy.gates[3]).toMatchObject({ unit: 'milliseconds', counts: 'requests' })
    expect(policy.variants.builds.map(({ model }: { model: string }) => model)).toEqual(['fp32', 'int8'])
  })

  test('stand in a table of 80 columns', async () => {
    const path = await models()
    const { code, stdout } = await sluice(['variants', 'policy.yaml'], { cwd: path, env: { COLUMNS: '80' } })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Variants on test\n/)
    expect(stdout).toMatch(/ROC-AUC +minus fp32 +flips( +p50 ms)? +p99 ms +size/)
    expect(stdout).toMatch(/on the Pareto front: /)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    const report = await check(path)
    expect(report.stdout).toContain('Variants on test')
    expect(report.stdout).toMatch(/fast +[\d.]+ ms .*≤ 10,000 ms/)
  })

  test('come as JSON, the section of the evidence with whose it is', async () => {
    const { code, stdout } = await sluice(['variants', 'policy.yaml', '-f', 'json'], { cwd: await models() })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'sluice.variants/1',
      model: 'builds',
      reference: 'fp32',
      builds: [
        { model: 'fp32', size: 289_504, cost: 12 },
        { model: 'int8', size: 76_220 },
      ],
    })
  })

  test('are judged again from evidence, without a model', async () => {
    const path = await models()
    await check(path, '--evidence', 'evidence.json')
    const evidence = JSON.parse(readFileSync(join(path, 'evidence.json'), 'utf8'))
    expect(evidence.datasets[0].inputs.map((input: { path: string }) => input.path)).toContain('challenger-int8.onnx')
    truncateSync(join(path, 'challenger-int8.onnx'), 10)
    const judged = await sluice(['judge', 'policy.yaml', '--evidence', 'evidence.json', '-f', 'json'], { cwd: path })
    expect(judged.code).toBe(0)
    expect(JSON.parse(judged.stdout).policies[0].variants).toEqual(evidence.variants)
  })

  test('with --only one gate nothing else is compared', async () => {
    const { stdout, code } = await check(await models(), '--only', 'flips', '-f', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).policies[0].variants).toBeUndefined()
  })

  test('lint counts rows without asking anybody', async () => {
    const path = await models()
    truncateSync(join(path, 'challenger-int8.onnx'), 10)
    const { stderr, stdout } = await sluice(['lint', 'policy.yaml'], { cwd: path })
    expect(stderr + stdout).not.toContain('challenger-int8.onnx')
  })
})

describe('what is wrong with a model is said at its line, and never a verdict', () => {
  function expectRefused({ code, stdout, stderr }: Run, ...words: readonly (string | RegExp)[]): void {
    expect(code, stderr + stdout).toBe(2)
    for (const word of words) expect(stderr).toMatch(word)
    expect(stderr).not.toMatch(/\n\s+at .+:\d+:\d+/)
    expect(stderr).not.toContain('unexpected failure')
    expect(stdout).not.toMatch(/"verdict": ?"pass"/)
  }

  test('a file that is not there', async () => {
    const path = await models()
    writeFileSync(
      join(path, 'policy.yaml'),
      readFileSync(join(path, 'policy.yaml'), 'utf8').replace('challenger-int8.onnx', 'absent.onnx'),
    )
    expectRefused(await check(path), /policy\.yaml:8/, 'absent.onnx', 'cannot be read')
  })

  test('a file that is cut off', async () => {
    const path = await models()
    truncateSync(join(path, 'challenger-int8.onnx'), 40_000)
    expectRefused(await check(path), /policy\.yaml:8/, 'challenger-int8.onnx', 'is no ONNX file')
  })

  test('a column that the table lacks', async () => {
    const path = await models(gates, clients().replace('*', '* EXCLUDE (pay_6)'))
    expectRefused(await check(path), /policy\.yaml:7/, "'pay_6'", "which 'test' lacks", 'limit_bal')
  })

  test('a model with other inputs than its features say', async () => {
    const path = await models()
    writeFileSync(join(path, 'features.json'), JSON.stringify({ ...features, order: features.order.slice(0, 20) }))
    expectRefused(await check(path), /policy\.yaml:7/, /23/, /20/)
  })

  test('a text where the model takes numbers', async () => {
    const path = await models(gates, clients("'v' || pay_0 AS pay_0"))
    expectRefused(await check(path), /policy\.yaml:7/, 'pay_0')
  })

  test('a model that answers NaN, as this one does where a value is missing', async () => {
    const path = await models(gates, clients('CASE WHEN id % 7 = 0 THEN NULL ELSE pay_0 END AS pay_0'))
    expectRefused(await check(path), /policy\.yaml:7/, 'answers NaN in row', 'nothing finite')
  })

  test('a server that is not there', async () => {
    const path = await models()
    writeFileSync(
      join(path, 'policy.yaml'),
      readFileSync(join(path, 'policy.yaml'), 'utf8').replace(
        'onnx: challenger-int8.onnx',
        'http: "http://127.0.0.1:9", retries: 0',
      ),
    )
    expectRefused(await check(path), /policy\.yaml:8/, '127.0.0.1:9')
  })

  test('a policy without builds has nothing for `sluice variants`', async () => {
    const path = await models('gates:\n  - { name: g, metric: roc_auc, min: 0.5 }\n')
    const run = await sluice(['variants', 'policy.yaml'], { cwd: path })
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining("no section 'variants'") })
  })
})

test('fewer requests than a p99 needs cannot tell, and say how many it takes', async () => {
  const path = await models(`gates:
  - { name: fast, metric: latency, model: int8, max: 10s, proof: proven }
variants: { reference: fp32, builds: [int8], quality: roc_auc, requests: 200 }
`)
  const { code, stdout } = await check(path, '-f', 'json')
  expect(code).toBe(3)
  const [gate] = JSON.parse(stdout).policies[0].gates
  expect(gate.status).toBe('inconclusive')
  expect(gate.remedy).toContain('168 more are needed')
})
