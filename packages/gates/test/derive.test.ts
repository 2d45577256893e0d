import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPolicy } from '@sluice/policy'
import { createRandom, interval } from '@sluice/stats'
import { afterAll, describe, expect, test } from 'vitest'
import { measureCatalogue, measurePolicy } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-derive-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Noise that is three times as wide in group b, around a prediction that knows nothing of groups. */
function writeNumbers(name: string, rows: number, groups = ['a', 'b']): void {
  const random = createRandom(name)
  const lines = Array.from({ length: rows }, (_, row) => {
    const group = groups[row % groups.length]!
    const predicted = 10 * random.uniform()
    return [row, predicted + (group === 'b' ? 3 : 1) * random.normal(), predicted, group].join(',')
  })
  writeFileSync(join(folder, name), ['id,y,p,g', ...lines].join('\n'))
}

/** Three classes with probabilities that are true of the label drawn from them. */
function writeClasses(name: string, rows: number): void {
  const random = createRandom(name)
  const lines = Array.from({ length: rows }, (_, row) => {
    const raw = [random.uniform(), random.uniform(), random.uniform()].map((u) => u ** 3)
    const sum = raw.reduce((a, b) => a + b)
    const probabilities = raw.map((p) => p / sum)
    const draw = random.uniform()
    const label = draw < probabilities[0]! ? 'a' : draw < probabilities[0]! + probabilities[1]! ? 'b' : 'c'
    return [row, label, ...probabilities].join(',')
  })
  writeFileSync(join(folder, name), ['id,y,p_a,p_b,p_c', ...lines].join('\n'))
}

async function measured(task: string, model: string, gate: string, slices = '') {
  const file = join(folder, 'policy.yaml')
  writeFileSync(
    file,
    `version: 1
model: m
task: ${task}
datasets: { fitting: { path: fitting.csv }, test: { path: test.csv, role: test } }
columns: { id: id, label: y }
models: { m: ${model} }
${slices}
gates: [{ name: g, metric: ${gate} }]
`,
  )
  return measurePolicy(await loadPolicy(file, measureCatalogue), { version: 'test' })
}

describe('conformal intervals', () => {
  const model = (more = '') => `{ prediction: p, conformal: { on: fitting, level: 0.9${more} } }`
  const slices = 'slices: [{ name: g, column: g }]'

  test('hold as many rows as they promise, on average', async () => {
    writeNumbers('fitting.csv', 2000)
    writeNumbers('test.csv', 4000)
    const evidence = await measured(
      'regression',
      model(),
      '{ name: coverage, level: 0.9 }, min: 0.9, slices: [g]',
      slices,
    )
    const coverage = new Map(evidence.measurements.map((one) => [one.slice, one]))
    const all = coverage.get('all')!
    const { lower, upper } = interval(all.value!, all.uncertainty!, 0.999)
    expect(lower).toBeLessThan(0.9)
    expect(upper).toBeGreaterThan(0.88)
    // One width for all is too wide for the quiet group and too narrow for the loud one.
    expect(coverage.get('g=a')!.value!).toBeGreaterThan(0.97)
    expect(coverage.get('g=b')!.value!).toBeLessThan(0.86)
    expect(evidence.datasets.map(({ name }) => name)).toEqual(['fitting', 'test'])
    expect(evidence.datasets[1]!.notes[0]).toContain("fitted on the 2,000 rows of 'fitting'")
  })

  test('within each slice where the policy says so', async () => {
    writeNumbers('fitting.csv', 2000)
    writeNumbers('test.csv', 4000)
    const evidence = await measured(
      'regression',
      model(', by: g'),
      '{ name: coverage, level: 0.9 }, min: 0.9, slices: [g]',
      slices,
    )
    for (const one of evidence.measurements.filter(({ partition }) => partition === 'g')) {
      const { lower, upper } = interval(one.value!, one.uncertainty!, 0.999)
      expect([lower < 0.92, upper > 0.88], one.slice).toEqual([true, true])
    }
  })

  test('a slice of too few rows is refused, with the number needed', async () => {
    writeNumbers('fitting.csv', 12, ['a', 'a', 'b'])
    await expect(
      measured('regression', model(', by: g'), '{ name: coverage, level: 0.9 }, min: 0.9', slices),
    ).rejects.toThrow("slice g=a of 'fitting' has 8 rows, and a promise of 0.9 needs 9 to be fitted")
  })
})

describe('conformal sets', () => {
  test.each(['lac', 'aps'])('%s hold the class as often as they promise', async (score) => {
    writeClasses('fitting.csv', 2000)
    writeClasses('test.csv', 4000)
    const model = `{ probabilities: "p_*", conformal: { on: fitting, level: 0.8, score: ${score} } }`
    const coverage = (await measured('multiclass', model, 'coverage, min: 0.8')).measurements[0]!
    const { lower, upper } = interval(coverage.value!, coverage.uncertainty!, 0.999)
    expect(upper).toBeGreaterThan(0.78)
    // Adaptive sets without randomisation cover more than they must; the smallest sets cover what they say.
    if (score === 'lac') expect(lower).toBeLessThan(0.82)
    const size = (await measured('multiclass', model, 'mean_set_size, max: 3')).measurements[0]!
    expect(size.value!).toBeGreaterThan(1)
    expect(size.value!).toBeLessThan(3)
  })

  test('a model without sets has no coverage', async () => {
    await expect(measured('multiclass', '{ probabilities: "p_*" }', 'coverage, min: 0.8')).rejects.toThrow(
      'gives no prediction sets',
    )
  })
})

describe('calibration', () => {
  /** Positives as often as p says, and a score that says twice the odds squared. */
  function writeScores(name: string, rows: number, constant: number | null = null): void {
    const random = createRandom(name)
    const lines = Array.from({ length: rows }, (_, row) => {
      const p = 0.05 + 0.9 * random.uniform()
      const odds = 2 * (p / (1 - p)) ** 2
      return [row, random.uniform() < p ? 1 : 0, constant ?? odds / (1 + odds)].join(',')
    })
    writeFileSync(join(folder, name), ['id,y,s', ...lines].join('\n'))
  }
  const evidenceOf = async (model: string) => {
    const policy = join(folder, 'policy.yaml')
    writeFileSync(
      policy,
      `version: 1
model: m
task: binary
datasets: { fitting: { path: fitting.csv }, test: { path: test.csv, role: test } }
columns: { id: id, label: y, positive: 1 }
models: { raw: { score: s, role: baseline }, m: ${model} }
gates:
  - { name: honest, metric: ece, model: m, max: 0.05 }
  - { name: raw, metric: ece, model: raw, max: 1 }
  - { name: ranks, metric: roc_auc, model: m, versus: raw, min_delta: -0.001 }
`,
    )
    return measurePolicy(await loadPolicy(policy, measureCatalogue), { version: 'test' })
  }
  const value = (evidence: Awaited<ReturnType<typeof evidenceOf>>, metric: string, model: string) =>
    evidence.measurements.find((one) => one.metric === metric && one.model === model)!.value!

  test.each(['auto', 'platt', 'beta', 'isotonic', 'venn_abers', 'temperature', 'histogram_binning'])(
    '%s makes honest probabilities of scores that are not',
    async (method) => {
      writeScores('fitting.csv', 3000)
      writeScores('test.csv', 3000)
      const evidence = await evidenceOf(`{ score: s, calibrate: { on: fitting, method: ${method} } }`)
      expect(value(evidence, 'ece', 'raw')).toBeGreaterThan(0.1)
      // A temperature cannot shift scores, only spread them.
      expect(value(evidence, 'ece', 'm')).toBeLessThan(method === 'temperature' ? 0.12 : 0.05)
      if (method !== 'histogram_binning') expect(value(evidence, 'roc_auc', 'm')).toBeGreaterThan(-0.01)
      expect(evidence.datasets.find(({ name }) => name === 'test')!.notes[0]).toMatch(
        method === 'auto' ? /^model 'm' is calibrated by \w+ \(chosen: it / : `calibrated by ${method}, fitted on`,
      )
    },
  )

  test('scores that are all the same calibrate nothing', async () => {
    writeScores('fitting.csv', 300, 0.5)
    writeScores('test.csv', 300)
    await expect(evidenceOf('{ score: s, calibrate: { on: fitting, method: platt } }')).rejects.toThrow(
      "cannot be calibrated on 'fitting': All scores are the same",
    )
  })
})
