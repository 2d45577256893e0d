import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, parquet, policyText, predictions, sluice } from './run-sluice.ts'

interface Row {
  readonly metric: string
  readonly slice: string
  readonly options?: object
  readonly value: number
  readonly n: number
}

/** Measures a query's rows and returns what was measured. */
async function measured(query: string, ...args: string[]): Promise<Row[]> {
  const path = folder()
  await parquet(join(path, 'data.parquet'), query)
  const run = await sluice(['measure', 'data.parquet', ...args, '--format', 'json'], { cwd: path })
  expect(run.code, run.stderr).toBe(0)
  return JSON.parse(run.stdout).measurements
}

const valueIn = (rows: readonly Row[], metric: string) => rows.find((row) => row.metric === metric)!.value

test('ranking: the usual measures of queries, and one with its option', async () => {
  const query = `SELECT i // 5 AS q, (i % 5 = 1)::INTEGER AS rel, -(i % 5)::DOUBLE AS s FROM range(500) t(i)`
  const flags = ['--label', 'rel', '--score', 's', '--query', 'q']
  const rows = await measured(query, ...flags)
  expect(rows.map((row) => row.metric)).toEqual(['ndcg', 'map', 'mrr', 'hit_rate'])
  // The one relevant document of each query is second.
  expect(valueIn(rows, 'mrr')).toBeCloseTo(0.5, 12)
  expect(valueIn(rows, 'ndcg')).toBeCloseTo(1 / Math.log2(3), 12)
  const [first] = await measured(query, ...flags, '--metric', 'hit_rate:k=1')
  expect(first).toMatchObject({ metric: 'hit_rate', options: { k: 1 }, value: 0, n: 100 })
})

test('quantiles: pinball loss, and coverage and score of the widest interval that they form', async () => {
  const query = `SELECT (i % 10)::DOUBLE AS y, 0.5 AS low, 4.5 AS mid, 8.5 AS high, 4.5 AS p FROM range(500) t(i)`
  const flags = ['--label', 'y', '--quantile', '0.05=low', '--quantile', '.5=mid', '--quantile', '0.95=high']
  const rows = await measured(query, ...flags)
  expect(rows.map((row) => row.metric)).toEqual(['pinball', 'coverage', 'interval_score'])
  expect(rows[1]).toMatchObject({ options: { level: 0.9 } })
  expect(rows[1]!.value).toBeCloseTo(0.8, 12)
  // Width 8, and 2/α for the half unit that each of two in ten rows lies outside.
  expect(rows[2]!.value).toBeCloseTo(8 + (2 / 0.1) * 0.5 * 0.2, 12)
  const alone = await measured(query, '--label', 'y', '--quantile', '0.5=mid')
  expect(alone.map((row) => [row.metric, row.value])).toEqual([['pinball', 1.25]])
  const beside = await measured(
    query,
    ...flags,
    '--prediction',
    'p',
    '--metric',
    'mae',
    '--metric',
    'coverage:level=0.9',
  )
  expect(beside.map((row) => row.value)).toEqual([2.5, 0.8])
})

test('multilabel: labels and scores are paired by name, in whatever order the table has them', async () => {
  const query = `SELECT i % 2 AS l_a, (i // 2) % 2 AS l_b, (i // 4) % 2 AS l_c, 0.1 + 0.8 * l_c AS s_c, 0.1 + 0.8 * l_a AS s_a, 0.1 + 0.8 * l_b AS s_b FROM range(400) t(i)`
  const rows = await measured(query, '--labels', 'l_*', '--proba', 's_*')
  expect(rows.map((row) => row.metric)).toEqual(['subset_accuracy', 'hamming_loss', 'macro_f1', 'macro_roc_auc'])
  expect(rows.map((row) => row.value)).toEqual([1, 0, 1, 1])
})

test('multilabel: a label without a score of its name is refused', async () => {
  const path = folder()
  await parquet(join(path, 'x.parquet'), 'SELECT i % 2 AS l_a, 0 AS l_b, 0.5 AS s_a, 0.5 AS s_z FROM range(100) t(i)')
  const run = await sluice(['measure', 'x.parquet', '--labels', 'l_*', '--proba', 's_*'], { cwd: path })
  expect([run.code, run.stdout]).toEqual([2, ''])
  expect(run.stderr.replace(/\s+/g, ' ')).toContain("label column 'l_b' has no score column")
})

test('options of a metric are those of a policy, and tell two tables of one metric apart', async () => {
  const path = folder({
    'policy.yaml': policyText({
      gate: '{ name: honest, metric: { name: ece, bins: 10, strategy: quantile }, max: 1 }',
    }),
  })
  await parquet(join(path, 'data.parquet'), predictions)
  const checked = JSON.parse((await sluice(['check', '--format', 'json'], { cwd: path })).stdout)
  const flags = ['measure', 'data.parquet', '--label', 'y', '--score', 'p']
  const both = [...flags, '--metric', 'ece:bins=10,strategy=quantile', '--metric', 'ece']
  const run = await sluice([...both, '--format', 'json'], { cwd: path })
  const [quantile, uniform] = JSON.parse(run.stdout).measurements
  expect(quantile.value).toBe(checked.policies[0].gates[0].measurements[0].value)
  expect(quantile.options).toEqual({ bins: 10, strategy: 'quantile' })
  expect(uniform.value).not.toBe(quantile.value)
  const { stdout } = await sluice(both, { cwd: path })
  expect(stdout).toContain('bins 10, strategy quantile')
  expect(stdout).toContain('bins 15, strategy uniform')
})

test.each([
  ['no option of that name', ['--score', 'p', '--metric', 'ece:bin=3'], "Did you mean 'bins'?"],
  ['a value of the wrong type', ['--score', 'p', '--metric', 'ece:bins=many'], 'bins: Invalid input'],
  ['an option without a value', ['--score', 'p', '--metric', 'ece:bins'], 'NAME=VALUE'],
  ['two models', ['--score', 'p', '--metric', 'agreement'], 'A policy can ask for it'],
  ['a level outside (0, 1)', ['--quantile', '1.1=p'], 'LEVEL=COLUMN'],
  ['a level twice', ['--quantile', '.5=p', '--quantile', '0.50=p'], 'twice'],
  ['a level that is not there', ['--quantile', '.5=p', '--metric', 'pinball:quantile=0.9'], 'There is no quantile 0.9'],
  ['a query without a score', ['--query', 'g'], '--query (ranking) needs --score'],
  ['outputs of two tasks', ['--quantile', '.5=p', '--score', 'p'], '--quantile does not go with --score'],
  ['no output', [], 'not none'],
])('%s is a wrong call', async (_, args, message) => {
  const path = folder()
  writeFileSync(join(path, 'x.csv'), 'y,p,g\n1,0.9,1\n0,0.2,1\n1,0.6,2\n0,0.4,2\n')
  const run = await sluice(['measure', 'x.csv', '--label', 'y', ...args], { cwd: path })
  expect([run.code, run.stdout], run.stderr).toEqual([2, ''])
  expect(run.stderr.replace(/\s+/g, ' ')).toContain(message)
})
