import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, parquet, predictions, root, sluice } from './run-sluice.ts'

const credit = join(root, 'policies/credit-default/data/test.parquet')

test('measure prints every usual measure with an interval, over all rows and by slice', async () => {
  const run = await sluice([
    'measure',
    credit,
    '--label',
    'default_next_month',
    '--score',
    'candidate_score',
    '--by',
    'sex',
    '--by',
    'age:4',
    '--format',
    'json',
  ])
  expect(run.code, run.stderr).toBe(0)
  const { schema, measurements } = JSON.parse(run.stdout)
  expect(schema).toBe('sluice.measurements/1')
  const of = (metric: string, slice: string) =>
    measurements.find((m: { metric: string; slice: string }) => m.metric === metric && m.slice === slice)
  expect(of('roc_auc', 'all').value).toBeCloseTo(0.7756, 4)
  expect(of('roc_auc', 'sex=2')).toMatchObject({ n: 5480, positives: 1158, level: 0.95 })
  expect(of('roc_auc', 'all').lower).toBeLessThan(of('roc_auc', 'all').value)
  expect(measurements.filter((m: { slice: string }) => m.slice.startsWith('age=[')).length).toBeGreaterThan(4)
})

test('measure in a narrow terminal stays within its width', async () => {
  const run = await sluice(
    ['measure', credit, '--label', 'default_next_month', '--score', 'candidate_score', '--by', 'sex'],
    { env: { COLUMNS: '60' } },
  )
  expect(run.code, run.stderr).toBe(0)
  expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60)
})

test('lint finds nothing wrong with the example policies', async () => {
  const run = await sluice(['lint', 'policies', '--format', 'json', '--as-of', '2026-11-23'])
  expect(run.code, run.stdout).toBe(0)
  expect(
    JSON.parse(run.stdout).problems.filter((problem: { severity: string }) => problem.severity === 'error'),
  ).toEqual([])
})

test('schema prints the committed schema', async () => {
  const run = await sluice(['schema'])
  expect(JSON.parse(run.stdout)).toEqual(JSON.parse(readFileSync(join(root, 'schemas/policy.schema.json'), 'utf8')))
})

test('explain knows aliases, lists all measures, and suggests a spelling', async () => {
  expect((await sluice(['explain', 'average_precision'])).stdout).toContain('PR-AUC')
  expect((await sluice(['explain'])).stdout).toContain('roc_auc')
  const misspelt = await sluice(['explain', 'rocauc'])
  expect([misspelt.code, misspelt.stderr]).toEqual([2, expect.stringContaining('roc_auc')])
})

test('explain prints JSON of one measure and of all, and knows no other format', async () => {
  const one = JSON.parse((await sluice(['explain', 'ece', '--format', 'json'])).stdout)
  expect(one).toMatchObject({ name: 'ece', options: { type: 'object' } })
  const fields = ['name', 'aliases', 'tasks', 'needs', 'direction', 'range', 'options', 'describe']
  expect(Object.keys(one)).toEqual(fields)
  const all = JSON.parse((await sluice(['explain', '--format', 'json'])).stdout)
  expect(all).toContainEqual(one)
  const unknown = await sluice(['explain', 'ece', '--format', 'yaml'])
  expect([unknown.code, unknown.stdout]).toEqual([2, ''])
  expect(unknown.stderr).toContain("text and json, not 'yaml'")
})

test('measure gives the same numbers however the path and the flags are spelt', async () => {
  const path = folder()
  await parquet(join(path, 'x.parquet'), predictions)
  const measured = async (...args: string[]) => {
    const run = await sluice(['measure', ...args, '--format', 'json'], { cwd: path })
    expect(run.code, run.stderr).toBe(0)
    return JSON.parse(run.stdout).measurements
  }
  // Both have resampled intervals, which hang on the seed.
  const flags = ['--label', 'y', '--score', 'p', '--metric', 'ks', '--metric', 'lift_at_k']
  const [ks, lift] = await measured('x.parquet', ...flags)
  expect(ks.interval + lift.interval).toContain('bootstrap')
  expect(await measured('./x.parquet', ...flags)).toEqual([ks, lift])
  const turned = ['--metric', 'lift_at_k', '--threshold', '.5', '--score', 'p', '--metric', 'ks', '--label', 'y']
  expect(await measured(join(path, 'x.parquet'), ...turned)).toEqual([lift, ks])
  const wide = { cwd: path, env: { COLUMNS: '120' } }
  const text = await sluice(['measure', 'x.parquet', ...flags], wide)
  expect(text.stdout).toContain(`[${ks.lower.toFixed(3)}, ${ks.upper.toFixed(3)}]`)
})

test('help shows an example and the exit codes', async () => {
  const run = await sluice(['--help'])
  expect(run.code).toBe(0)
  expect(run.stdout).toContain('Exit codes: 0 pass')
  expect((await sluice(['check', '--help'])).stdout).toContain('Examples:')
})
