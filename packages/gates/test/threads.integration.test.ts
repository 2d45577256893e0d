import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { codesOf, isPacked, type Partition } from '@sluice/dataset'
import { loadPolicy, PolicyError } from '@sluice/policy'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareData } from '../src/measure/measure-data.ts'
import { measureDataset } from '../src/measure/measure-dataset.ts'
import { readPolicyData } from '../src/measure/read-policy-data.ts'
import { Threads, usefulThreads } from '../src/measure/threads/threads.ts'
import { measureCatalogue } from '../src/measures/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-threads-'))
const script = join(folder, 'worker.cjs')

beforeAll(async () => {
  const serve = fileURLToPath(new URL('../src/measure/threads/serve-jobs.ts', import.meta.url))
  await build({
    stdin: { contents: `import { serveJobs } from ${JSON.stringify(serve)}; serveJobs()`, resolveDir: folder },
    outfile: script,
    bundle: true,
    format: 'cjs',
    logLevel: 'error',
    platform: 'node',
    conditions: ['@sluice/source'],
    external: ['@duckdb/node-api'],
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Rows with a score in [0, 1) but for what `scoreOf` makes of it, weights, groups and two slice columns. */
function writeTable(
  name: string,
  scoreOf: (row: number, score: number) => number,
  weightOf = (row: number) => 1 + (row % 3),
  rows = 600,
): void {
  const lines = Array.from({ length: rows }, (_, row) => {
    const score = ((row * 7919) % 997) / 997
    const label = (row * 104_729) % 1009 < 1009 * score ? 1 : 0
    return [row, label, scoreOf(row, score), score ** 2, weightOf(row), row % 40, row % 5, `v${row % 7}`].join(',')
  })
  writeFileSync(join(folder, name), ['id,y,p,q,w,g,a,b', ...lines].join('\n'))
}

async function prepared(table: string) {
  writeFileSync(
    join(folder, 'policy.yaml'),
    `version: 1
model: threads
task: binary
datasets: { test: { path: ${table} } }
columns: { id: id, label: y, weight: w, group: g }
models:
  candidate: { score: p }
  baseline: { score: q, role: baseline }
slices:
  - { name: a, column: a }
  - { name: b, column: b }
  - { name: crossed, cross: [a, b] }
gates:
  - { name: ranks, metric: roc_auc, min: 0.5, slices: [a, b, crossed] }
  - { name: better, metric: roc_auc, versus: baseline, min_delta: -1, slices: [a, b] }
  - { name: calibrated, metric: ece, max: 1, slices: [b] }
  - { name: separates, metric: ks, min: 0, slices: [a] }
  - { name: loses, metric: log_loss, max: 9, slices: [a, crossed] }
`,
  )
  const policy = await loadPolicy(join(folder, 'policy.yaml'), measureCatalogue)
  const data = await readPolicyData(policy)
  const { datasets, thresholds } = prepareData(policy, data)
  return { policy, data, dataset: datasets[0]!, thresholds }
}

async function measuredOn(threads: number, { policy, dataset, thresholds }: Awaited<ReturnType<typeof prepared>>) {
  const pool = new Threads(policy, pathToFileURL(script), () => threads)
  try {
    return await pool.measure(dataset, thresholds)
  } finally {
    await pool.close()
  }
}

test('any number of threads gives the evidence of one, bit for bit and in the same order', async () => {
  writeTable('good.csv', (_, score) => score)
  const input = await prepared('good.csv')
  const alone = measureDataset(input.policy, input.dataset, input.thresholds)
  expect(alone.length).toBeGreaterThan(50)
  expect(alone.filter(({ uncertainty }) => uncertainty !== null).length).toBeGreaterThan(50)
  for (const threads of [0, 1, 3]) expect(await measuredOn(threads, input)).toEqual(alone)
})

/** The same partitions, those of `a` and `b` packed into words as the scan of a large table brings them. */
function packed(partitions: readonly Partition[]): Partition[] {
  const words = new Uint32Array(new SharedArrayBuffer(4 * 600))
  let shift = 0
  return partitions.map((partition) => {
    if (partition.name === 'crossed') return partition
    const field = { words, shift, bits: 3 }
    codesOf(partition).forEach((code, row) => {
      words[row]! |= code << field.shift
    })
    shift += field.bits
    return { ...partition, codes: field }
  })
}

test('slices whose codes are packed give the same evidence, weights of 0 or not', async () => {
  for (const [name, weightOf] of [
    ['packed.csv', (row: number) => 1 + (row % 3)],
    ['left-out.csv', (row: number) => row % 4],
  ] as const) {
    writeTable(name, (_, score) => score, weightOf)
    const input = await prepared(name)
    const alone = measureDataset(input.policy, input.dataset, input.thresholds)
    const [data] = input.data
    const table = { ...data!.table, partitions: packed(data!.table.partitions) }
    const { datasets, thresholds } = prepareData(input.policy, [{ ...data!, table }])
    const dataset = datasets[0]!
    expect(dataset.partitions.filter(({ codes }) => isPacked(codes))).toHaveLength(2)
    expect(measureDataset(input.policy, dataset, thresholds)).toEqual(alone)
    for (const threads of [0, 1, 3]) expect(await measuredOn(threads, { ...input, dataset })).toEqual(alone)
  }
})

test('a metric that refuses the scores is the same policy error from every thread', async () => {
  writeTable('bad.csv', (row, score) => (row === 17 ? 1.5 : score))
  const input = await prepared('bad.csv')
  const failure = (run: () => unknown) =>
    Promise.resolve()
      .then(run)
      .then(
        () => null,
        (error: unknown) => error,
      )
  const alone = await failure(() => measureDataset(input.policy, input.dataset, input.thresholds))
  expect(alone).toBeInstanceOf(PolicyError)
  for (const threads of [1, 3]) {
    const error = await failure(() => measuredOn(threads, input))
    expect(error).toBeInstanceOf(PolicyError)
    expect((error as PolicyError).problems).toEqual((alone as PolicyError).problems)
  }
})

test('a thread that cannot start fails the run instead of hanging it', async () => {
  const input = await prepared('good.csv')
  const missing = pathToFileURL(join(folder, 'missing.mjs'))
  const pool = new Threads(input.policy, missing, () => 1)
  await expect(pool.measure(input.dataset, input.thresholds)).rejects.toThrow(/missing\.mjs/)
  await pool.close()
})

test('rows sorted on another thread, with this one’s help, are in the order that this one would give', async () => {
  // Enough for several buckets.
  writeTable(
    'long.csv',
    (_, score) => score,
    () => 1,
    60_000,
  )
  const { policy, data } = await prepared('long.csv')
  const pool = new Threads(policy, pathToFileURL(script), () => 1)
  pool.sort(data[0]!)
  const orders = await pool.sorted()
  await pool.close()
  const { datasets } = prepareData(policy, data)
  for (const model of ['candidate', 'baseline']) {
    expect(orders.get('test')?.get(model)).toEqual(datasets[0]!.source.all(model))
  }
})

test('little data stays on one thread', async () => {
  const { data } = await prepared('good.csv')
  expect(usefulThreads(data[0]!.table.rows, data[0]!.plan)).toBe(0)
})
