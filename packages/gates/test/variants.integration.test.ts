import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadPolicy, type Policy } from '@sluice/policy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Evidence } from '../src/evidence.ts'
import { judge } from '../src/judge/judge.ts'
import { measurePolicy } from '../src/measure/measure-policy.ts'
import { measureCatalogue } from '../src/measures/index.ts'
import { parseEvidence } from '../src/parse-evidence.ts'
import { profilePolicy } from '../src/profile-policy.ts'
import { selfTest } from '../src/self-test.ts'
import { compareVariants } from '../src/variants/compare-variants.ts'
import { withholdSmallSlices } from '../src/withhold-small-slices.ts'

const credit = fileURLToPath(new URL('../../../policies/credit-default', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sluice-variants-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The real test rows and the real models, a table that also holds what the models answered where they were made. */
async function policyOf(rest: string, models = ''): Promise<Policy> {
  mkdirSync(join(folder, 'models'), { recursive: true })
  for (const file of ['challenger.onnx', 'challenger-int8.onnx', 'features.json'])
    copyFileSync(join(credit, 'models', file), join(folder, 'models', file))
  copyFileSync(join(credit, 'data/test.parquet'), join(folder, 'test.parquet'))
  const file = join(folder, 'policy.yaml')
  writeFileSync(
    file,
    `version: 1
model: builds
task: binary
datasets: { test: { path: test.parquet } }
columns: { id: id, label: default_next_month, positive: 1 }
models:
  stored: { score: challenger_score, role: baseline }
  stored-int8: { score: challenger_int8_score, role: variant }
  fp32: { role: variant, call: { onnx: models/challenger.onnx, inputs: models/features.json } }
  int8: { role: variant, call: { onnx: models/challenger-int8.onnx, inputs: models/features.json, batch: 1 } }
${models}slices: [{ name: sex, column: sex }, { name: education, column: education }]
${rest}`,
  )
  return loadPolicy(file, measureCatalogue)
}

const value = (evidence: Evidence, name: string, metric = 'roc_auc') =>
  evidence.measurements.find((one) => one.model === name && one.metric === metric && one.versus === null)!.value!

describe('a model that is asked', () => {
  test('is measured as if its predictions had been in the table', async () => {
    const policy = await policyOf(
      `gates:
${['stored', 'stored-int8', 'fp32', 'int8'].map((name) => `  - { name: g-${name}, metric: roc_auc, model: ${name}, slices: [sex], min: 0.5 }`).join('\n')}
  - { name: same, metric: brier, model: int8, versus: stored-int8, min_delta: -1 }
`,
    )
    const evidence = await measurePolicy(policy, { version: 'test', curves: false })
    // The int8 build answers what it answered where it was made, bit for bit, only on a processor that sums as that one did.
    expect(Math.abs(value(evidence, 'int8')! - value(evidence, 'stored-int8')!)).toBeLessThan(0.003)
    expect(value(evidence, 'fp32')).toBeCloseTo(value(evidence, 'stored'), 6)
    const difference = evidence.measurements.find(({ metric }) => metric === 'brier')!
    expect(Math.abs(difference.value!)).toBeLessThan(1e-3)
    const slices = evidence.measurements.filter(({ model, partition }) => model === 'int8' && partition === 'sex')
    expect(slices.map(({ slice }) => slice)).toEqual(['sex=1', 'sex=2'])
    expect(evidence.datasets[0]!.inputs.map(({ path }) => path)).toEqual([
      'test.parquet',
      'models/challenger.onnx',
      'models/features.json',
      'models/challenger-int8.onnx',
    ])
    expect(evidence.variants).toBeUndefined()
  })

  test('in whole batches answers otherwise, where it scales by batch', async () => {
    const whole =
      '  batched: { role: variant, call: { onnx: models/challenger-int8.onnx, inputs: models/features.json, batch: 9000 } }\n'
    const policy = await policyOf(
      'gates:\n  - { name: g, metric: roc_auc, model: batched, min: 0.5 }\n  - { name: h, metric: roc_auc, model: stored-int8, min: 0.5 }\n',
      whole,
    )
    const evidence = await measurePolicy(policy, { version: 'test', curves: false })
    expect(value(evidence, 'batched')).not.toBe(value(evidence, 'stored-int8'))
    expect(value(evidence, 'batched')).toBeCloseTo(value(evidence, 'stored-int8'), 2)
  })

  test('is not asked by lint, which counts rows', async () => {
    const away =
      '  away: { role: variant, call: { http: "http://127.0.0.1:9", retries: 0, inputs: models/features.json } }\n'
    const policy = await policyOf('gates:\n  - { name: g, metric: roc_auc, model: away, min: 0.5 }\n', away)
    expect((await profilePolicy(policy)).datasets['test']!.rows).toBe(9000)
    await expect(measurePolicy(policy, { version: 'test' })).rejects.toMatchObject({
      problems: [expect.objectContaining({ code: 'model-unreachable', path: 'models.away.call', line: 11 })],
    })
  })
})

describe('builds', () => {
  let policy: Policy
  let evidence: Evidence
  beforeAll(async () => {
    policy = await policyOf(`gates:
  - { name: keeps, metric: roc_auc, model: int8, versus: fp32, slices: [education], min_delta: -0.01, min_rows: 100 }
  - { name: flips, metric: negative_flip_rate, model: int8, versus: fp32, max: 0.01 }
  - { name: agrees, metric: agreement, model: int8, versus: fp32, min: 0.99 }
  - { name: ratio, model: int8, versus: fp32, max_latency_ratio: 1000 }
  - { name: fast, metric: { name: latency, quantile: 0.5 }, model: int8, max: 10s, proof: proven }
  - { name: slower, metric: latency, model: int8, versus: fp32, max_delta: 10000 }
  - { name: small, metric: model_size, model: int8, max: 100kB, proof: proven }
  - { name: smaller, metric: model_size, model: int8, versus: fp32, max_delta: 0 }
variants: { reference: fp32, builds: [int8], quality: roc_auc, slices: [sex, education], requests: 400, warm_up: 5, cost: { fp32: 12, int8: 5 } }
`)
    evidence = await measurePolicy(policy, { version: 'test', curves: false })
  })

  test('every gate is judged, times by their own measurements', () => {
    const verdict = judge(policy, evidence, { asOf: '2026-11-25', catalogue: measureCatalogue })
    expect(Object.fromEntries(verdict.gates.map(({ name, status }) => [name, status]))).toEqual({
      keeps: 'inconclusive',
      flips: 'pass',
      agrees: 'pass',
      ratio: 'pass',
      fast: 'pass',
      slower: 'pass',
      small: 'pass',
      smaller: 'pass',
    })
    const [ratio, fast, small] = ['ratio', 'fast', 'small'].map(
      (name) => verdict.gates.find((gate) => gate.name === name)!,
    )
    expect(ratio).toMatchObject({ metric: 'latency_ratio', condition: { max_latency_ratio: 1000 }, counts: 'requests' })
    expect(ratio!.measurements[0]!.reason).toContain('at most 1000 times that of fp32')
    expect(fast).toMatchObject({ unit: 'milliseconds', counts: 'requests' })
    expect(fast!.measurements[0]).toMatchObject({ n: 400, interval: 'order_statistics' })
    expect(fast!.measurements[0]!.reason).toMatch(/^[\d.e-]+ ms \[.*at most 10000 ms/)
    expect(small!.measurements[0]).toMatchObject({ value: 76_220, lower: 76_220, upper: 76_220, interval: 'exact' })
    expect(verdict.variants).toEqual(evidence.variants)
  })

  test('flips are about those of the predictions that were made where the models were', async () => {
    const stored = await policyOf(
      'gates:\n  - { name: f, metric: negative_flip_rate, model: stored-int8, versus: stored, max: 1 }\n',
    )
    const [expected] = (await measurePolicy(stored, { version: 'test', curves: false })).measurements
    const flips = evidence.measurements.find(
      ({ metric, partition }) => metric === 'negative_flip_rate' && partition === null,
    )!
    expect(flips.value).toBeGreaterThan(0)
    expect(flips.value).toBeLessThan(10 * expected!.value!)
    const successes = Math.round(flips.value! * 9000)
    expect(flips.uncertainty).toEqual({ kind: 'proportion', method: 'wilson', successes, trials: 9000 })
    expect(flips.of).toBeUndefined()
  })

  test('the section holds every build beside the reference, and the front', () => {
    const { builds, pareto, timing, quality } = evidence.variants!
    expect(timing).toEqual({ requests: 400, rows: 1, warmUp: 5 })
    expect(quality).toEqual({ metric: 'roc_auc', label: 'ROC-AUC', options: {}, direction: 'higher' })
    expect(builds.map(({ model, role, size, cost }) => [model, role, size, cost])).toEqual([
      ['fp32', 'reference', 289_504, 12],
      ['int8', 'build', 76_220, 5],
    ])
    const [reference, int8] = builds
    expect(reference!.versus).toBeNull()
    const { latencyRatio, qualityBySlice, negativeFlips } = int8!.versus!
    for (const time of Object.values(int8!.latency)) {
      expect(time.lower).toBeLessThanOrEqual(time.value!)
      expect(time.upper).toBeGreaterThanOrEqual(time.value!)
    }
    expect(latencyRatio.p50.value).toBeCloseTo(int8!.latency.p50.value! / reference!.latency.p50.value!, 12)
    expect(negativeFlips!.value).toBeGreaterThan(0)
    expect(qualityBySlice.map(({ slice }) => slice).slice(0, 3)).toEqual(['sex=1', 'sex=2', 'education=0'])
    // int8 is smaller and cheaper. Where it was made it is certainly worse, by a little: a trade-off. Another processor rounds
    // otherwise, and may leave the two not separated.
    const { first, second, dominant, firstBetter, secondBetter } = pareto.comparisons[0]!
    expect([first, second, secondBetter]).toEqual(['fp32', 'int8', expect.arrayContaining(['size', 'cost'])])
    expect(dominant).toBe(firstBetter.length === 0 ? 'int8' : null)
    expect(pareto.front).toEqual(dominant === null ? ['fp32', 'int8'] : ['int8'])
  })

  test('follows from the measurements, and comes back from a file', () => {
    expect(compareVariants(policy, evidence)).toEqual(evidence.variants)
    expect(parseEvidence(JSON.stringify(evidence), 'e.json').variants).toEqual(evidence.variants)
    const broken = { ...evidence, variants: { ...evidence.variants, builds: [] } }
    expect(() => parseEvidence(JSON.stringify(broken), 'e.json')).toThrow(/not evidence/)
  })

  test('everything but times is the same again', async () => {
    const again = await measurePolicy(policy, { version: 'test', curves: false })
    const untimed = ({ measurements }: Evidence) => measurements.filter(({ metric }) => !metric.startsWith('latency'))
    expect(untimed(again)).toEqual(untimed(evidence))
    expect(evidence.datasets[0]!.notes.join()).toContain('differs from run to run')
  })

  test('evidence of other requests is no answer', () => {
    const other = { ...policy, variants: { ...policy.variants!, requests: 1000 } }
    const { gates } = judge(other, evidence, { asOf: '2026-11-25', catalogue: measureCatalogue })
    expect(gates.find(({ name }) => name === 'fast')).toMatchObject({
      status: 'error',
      reason: expect.stringContaining('timing'),
    })
    expect(gates.find(({ name }) => name === 'flips')).toMatchObject({ status: 'pass' })
  })

  test('small slices are withheld from the section too', () => {
    const kept = withholdSmallSlices(policy, evidence)
    const { qualityBySlice, negativeFlipsBySlice } = kept.variants!.builds[1]!.versus!
    const withheld = [...qualityBySlice, ...negativeFlipsBySlice].filter(({ note }) => note?.startsWith('withheld'))
    expect(withheld.map(({ slice, value: shown }) => [slice, shown])).toEqual(
      expect.arrayContaining([
        ['education=5', null],
        ['education=0', null],
      ]),
    )
    expect(qualityBySlice.find(({ slice }) => slice === 'sex=1')!.value).not.toBeNull()
    expect(
      judge(policy, kept, { asOf: '2026-11-25', catalogue: measureCatalogue }).gates.map(({ status }) => status),
    ).toEqual(
      judge(policy, evidence, { asOf: '2026-11-25', catalogue: measureCatalogue }).gates.map(({ status }) => status),
    )
  })

  test('a self-test asks the models once and times nothing', async () => {
    const rows = await selfTest(policy, { rounds: 2 })
    expect(rows.map(({ gate }) => gate)).toEqual(['keeps', 'flips', 'agrees'])
  })
})

describe('too few requests', () => {
  test('a p99 is inconclusive, and says how many are needed', async () => {
    const policy = await policyOf(`gates:
  - { name: fast, metric: latency, model: int8, max: 10s, proof: proven }
  - { name: ratio, model: int8, versus: fp32, max_latency_ratio: 1000 }
  - { name: lenient, metric: latency, model: int8, max: 10s, proof: unrefuted, confidence: 0.5 }
variants: { reference: fp32, builds: [int8], quality: roc_auc, requests: 100, warm_up: 1 }
`)
    const evidence = await measurePolicy(policy, { version: 'test', curves: false })
    const { gates, verdict } = judge(policy, evidence, { asOf: '2026-11-25', catalogue: measureCatalogue })
    expect(verdict).toBe('inconclusive')
    for (const gate of gates.slice(0, 2)) {
      expect(gate.status).toBe('inconclusive')
      expect(gate.reason).toContain('from 368 requests on, and there are 100: 268 more are needed')
      expect(gate.remedy).toContain('Time more requests')
    }
    expect(evidence.variants!.builds[1]!.latency.p99).toMatchObject({ lower: null, upper: null, n: 100 })
    expect(evidence.variants!.builds[1]!.latency.p50.upper).not.toBeNull()
    expect(evidence.variants!.pareto.comparisons[0]!.notSeparated).toContain('latency')
  })
})
