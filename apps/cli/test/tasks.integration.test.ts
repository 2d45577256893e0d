import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, parquet, sluice } from './run-sluice.ts'

interface Judged {
  readonly code: number | null
  readonly stderr: string
  /** The first measurement of each gate. */
  readonly gates: Record<string, { status: string; value: number; n: number; slices: string[] }>
}

async function judge(query: string, policy: string): Promise<Judged> {
  const path = folder()
  await parquet(join(path, 'data.parquet'), query)
  writeFileSync(
    join(path, 'policy.yaml'),
    `version: 1\nmodel: m\ndatasets:\n  test: { path: data.parquet, role: test }\n${policy}`,
  )
  const run = await sluice(['check', '--format', 'json'], { cwd: path })
  const [verdict] = run.stdout === '' ? [{ gates: [] }] : JSON.parse(run.stdout).policies
  const gates = Object.fromEntries(
    verdict.gates.map(
      (gate: { name: string; status: string; measurements: { value: number; n: number; slice: string }[] }) => [
        gate.name,
        { status: gate.status, ...gate.measurements[0], slices: gate.measurements.map((m) => m.slice) },
      ],
    ),
  )
  return { code: run.code, stderr: run.stderr, gates }
}

test('regression: errors in units of the label, by slice and against a baseline', async () => {
  const { code, gates, stderr } = await judge(
    `SELECT i % 2 AS half, i::DOUBLE AS y, i + (CASE WHEN i % 4 < 2 THEN 1 ELSE -3 END) AS new, i + (CASE WHEN i % 4 < 2 THEN 2 + i % 3 ELSE -4 END) AS old FROM range(400) t(i)`,
    `task: regression
columns: { label: y }
models:
  candidate: { prediction: new }
  baseline: { prediction: old, role: baseline }
slices: [{ name: half, column: half }]
gates:
  - { name: small, metric: mae, max: 2.5 }
  - { name: even, metric: bias, between: [-1.5, 1.5] }
  - { name: everywhere, metric: rmse, slices: all, max: 2.5 }
  - { name: better, metric: mae, versus: baseline, max_delta: -0.5 }
  - { name: seldom-too-low, metric: { name: pinball, quantile: 0.9 }, max: 2 }
`,
  )
  expect(code, stderr).toBe(0)
  expect(gates['small']).toMatchObject({ value: 2, n: 400 })
  expect(gates['even']!.value).toBeCloseTo(-1, 12)
  expect(gates['everywhere']!.slices).toEqual(['half=0', 'half=1'])
  // Half of the rows are 1 too high, half 3 too low.
  expect(gates['seldom-too-low']!.value).toBeCloseTo((0.1 * 1 + 0.9 * 3) / 2, 12)
  expect(gates['everywhere']!.value).toBeCloseTo(Math.sqrt(5), 12)
})

test('multiclass: probabilities by prefix, text labels, class-wise and top-label measures', async () => {
  const { code, gates, stderr } = await judge(
    `SELECT ['cat', 'dog', 'eel'][1 + i % 3] AS animal,
            CASE WHEN i % 3 = 0 THEN 0.5 + 0.3 * (i % 2) ELSE 0.25 END AS p_cat, CASE WHEN i % 3 = 1 THEN 0.5 ELSE 0.25 - 0.15 * (i % 2) * ((i % 3) = 0)::INT END AS p_dog,
            1 - p_cat - p_dog AS p_eel FROM range(600) t(i)`,
    `task: multiclass
columns: { label: animal }
models:
  candidate: { probabilities: p_* }
gates:
  - { name: right, metric: accuracy, min: 0.99 }
  - { name: ranks, metric: macro_roc_auc, min: 0.9 }
  - { name: sure, metric: log_loss, max: 1 }
  - { name: honest, metric: classwise_ece, max: 0.5 }
`,
  )
  expect(code, stderr).toBe(0)
  expect(gates['right']).toMatchObject({ value: 1, status: 'pass' })
})

test('multilabel: one column a label and a score', async () => {
  const { code, gates, stderr } = await judge(
    `SELECT i % 2 AS is_red, (i // 2) % 2 AS is_big, CASE WHEN i % 2 = 1 THEN 0.9 ELSE 0.2 END AS s_red, CASE WHEN i % 5 = 0 THEN 0.4 ELSE (i // 2) % 2 END AS s_big FROM range(200) t(i)`,
    `task: multilabel
columns: { labels: [is_red, is_big] }
models:
  candidate: { probabilities: { red: s_red, big: s_big } }
gates:
  - { name: each, metric: hamming_loss, max: 0.1 }
  - { name: whole, metric: subset_accuracy, min: 0.8 }
`,
  )
  expect(code, stderr).toBe(0)
  expect(gates['each']!.value).toBeCloseTo(0.05, 12)
  expect(gates['whole']!.value).toBeCloseTo(0.9, 12)
})

test('quantile: the promise of an interval and its score', async () => {
  const { code, gates, stderr } = await judge(
    `SELECT (i % 10)::DOUBLE AS y, 0.5 AS q10, 4.5 AS q50, 8.5 AS q90 FROM range(500) t(i)`,
    `task: quantile
columns: { label: y }
models:
  candidate: { quantiles: { 0.1: q10, 0.5: q50, 0.9: q90 } }
gates:
  - { name: keeps-its-promise, metric: { name: coverage, level: 0.8 }, between: [0.75, 0.85] }
  - { name: sharp, metric: pinball, max: 2 }
  - { name: high-end, metric: { name: pinball, quantile: 0.9 }, max: 1 }
`,
  )
  expect(code, stderr).toBe(0)
  expect(gates['keeps-its-promise']!.value).toBeCloseTo(0.8, 12)
  // y is 0 … 9, the forecast 8.5: nine times too high, by 4.5 on average, and once 0.5 too low.
  expect(gates['high-end']!.value).toBeCloseTo((0.1 * 9 * 4.5 + 0.9 * 0.5) / 10, 12)
})

test('ranking: queries are the units', async () => {
  const { code, gates, stderr } = await judge(
    `SELECT i // 5 AS q, (i % 5 = 1)::INTEGER AS rel, -(i % 5)::DOUBLE AS s FROM range(500) t(i)`,
    `task: ranking
columns: { label: rel, query: q }
models:
  candidate: { score: s }
gates:
  - { name: found, metric: { name: hit_rate, k: 2 }, min: 0.9 }
  - { name: first, metric: mrr, min: 0.5 }
`,
  )
  expect(code, stderr).toBe(0)
  expect(gates['found']).toMatchObject({ value: 1, status: 'pass' })
  expect(gates['first']!.value).toBeCloseTo(0.5, 12)
})

test('groups widen an interval, weights move a value', async () => {
  const query = `SELECT i AS id, i // 20 AS person, ((hash(i // 20) % 10) < 5)::INTEGER AS y, ((hash(i // 20) % 7) + 0.5 + ((hash(i // 20) % 10) < 5)::INT * 3) / 11 AS p, 1 + i % 2 AS w FROM range(2000) t(i)`
  const gate = 'models:\n  candidate: { score: p }\ngates:\n  - { name: g, metric: roc_auc, min: 0.5, proof: proven }\n'
  const path = folder()
  await parquet(join(path, 'data.parquet'), query)
  const width = async (columns: string) => {
    writeFileSync(
      join(path, 'policy.yaml'),
      `version: 1\nmodel: m\ntask: binary\ndatasets:\n  test: { path: data.parquet, role: test }\ncolumns: ${columns}\n${gate}`,
    )
    const run = await sluice(['check', '--format', 'json'], { cwd: path })
    const [m] = JSON.parse(run.stdout).policies[0].gates[0].measurements
    return m.upper - m.lower
  }
  const alone = await width('{ label: y }')
  const grouped = await width('{ label: y, group: person }')
  expect(grouped).toBeGreaterThan(3 * alone)
  expect(await width('{ label: y, weight: w }')).toBeGreaterThan(0)
})

test('a row that outweighs all others leaves a value, how much it is worth, and no proof', async () => {
  const path = folder({
    'policy.yaml': `version: 1
model: m
task: binary
datasets:
  test: { path: data.parquet, role: test }
columns: { label: y, positive: 1, weight: w }
models:
  candidate: { score: p }
gates:
  - { name: finds, metric: recall, max: 0.5, proof: proven }
  - { name: cheap, metric: log_loss, max: 9, proof: proven }
  - { name: honest, metric: ece, max: 0.99, proof: proven }
`,
  })
  const query = 'SELECT i % 2 AS y, (i * 37 % 100 + 0.5) / 100 AS p, CASE WHEN i = 1 THEN 1e6 ELSE 1 END AS w'
  await parquet(join(path, 'data.parquet'), `${query} FROM range(200) t(i)`)
  const run = await sluice(['check', '--format', 'json'], { cwd: path })
  expect(run.code, run.stderr).toBe(3)
  for (const { status, measurements } of JSON.parse(run.stdout).policies[0].gates) {
    expect([status, measurements[0].lower]).toEqual(['inconclusive', null])
    expect(measurements[0].effectiveRows).toBeLessThan(1.01)
    expect(measurements[0].note).toMatch(/worth 1\.0, (too few for an interval|fewer than the 15 bins)/)
  }
  const flags = ['--label', 'y', '--score', 'p', '--metric', 'recall', '--format', 'json']
  const measured = async (...more: string[]) => {
    const { stdout } = await sluice(['measure', 'data.parquet', ...flags, ...more], { cwd: path })
    return JSON.parse(stdout).measurements[0]
  }
  expect(await measured('--weight', 'w')).toMatchObject({ n: 200, lower: null, note: expect.stringContaining('worth') })
  expect((await measured('--weight', 'w')).effectiveRows).toBeLessThan(1.01)
  expect(await measured()).not.toHaveProperty('effectiveRows')
})

test('a threshold is chosen on one dataset and used on another', async () => {
  const path = folder()
  const query = (shift: number) =>
    `SELECT i AS id, (i % 100 >= ${50 + shift})::INTEGER AS y, (i % 100) / 100.0 AS p FROM range(1000) t(i)`
  await parquet(join(path, 'validation.parquet'), query(10))
  await parquet(join(path, 'test.parquet'), query(0))
  writeFileSync(
    join(path, 'policy.yaml'),
    `version: 1
model: m
task: binary
datasets:
  validation: { path: validation.parquet }
  test: { path: test.parquet, role: test }
columns: { label: y }
models:
  candidate: { score: p }
threshold: { maximize: f1, on: validation }
gates:
  - { name: finds, metric: recall, min: 0.7 }
`,
  )
  const evidence = join(path, 'evidence.json')
  const run = await sluice(['check', '--format', 'json', '--evidence', evidence], { cwd: path })
  // On validation the best threshold is 0.60; on test positives start at 0.50, so that 400 of 500 are found.
  expect(JSON.parse(run.stdout).policies[0].gates[0].measurements[0].value).toBeCloseTo(0.8, 12)
})
