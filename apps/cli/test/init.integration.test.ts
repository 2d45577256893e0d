import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { folder, parquet, predictions, type Run, root, sluice } from './run-sluice.ts'

interface FirstPolicy {
  readonly columns: Record<string, unknown>
  readonly slices?: { column: string }[]
  readonly gates: Record<string, unknown>[]
}

/** Writes a first policy for a query's rows and checks it at once. */
async function initAndCheck(query: string, args: readonly string[] = []) {
  const path = folder()
  await parquet(join(path, 'scores.parquet'), query)
  const made = await sluice(['init', 'scores.parquet', '--yes', ...args], { cwd: path })
  expect(made.code, made.stderr).toBe(0)
  const policy: FirstPolicy = parse(readFileSync(join(path, 'policy.yaml'), 'utf8'))
  const checked = await sluice(['check', '--format', 'json'], { cwd: path })
  return { made, policy, checked, gate: (name: string) => policy.gates.find((gate) => gate['name'] === name) }
}

async function refused(args: readonly string[]): Promise<Run> {
  const path = folder()
  await parquet(join(path, 'scores.parquet'), predictions)
  const run = await sluice(['init', 'scores.parquet', '--yes', ...args], { cwd: path })
  expect([run.code, run.stdout]).toEqual([2, ''])
  return run
}

test('a policy that was just written passes', async () => {
  const { checked, policy, gate } = await initAndCheck(predictions)
  expect(checked.code, checked.stdout).toBe(0)
  expect(policy.columns).toMatchObject({ id: 'id', label: 'y', positive: 1 })
  expect(policy.slices).toEqual([{ name: 'g', column: 'g' }])
  const slices = JSON.parse(checked.stdout).policies[0].gates.find(
    (one: { name: string }) => one.name === 'no-slice-left-behind',
  )
  const worst = Math.min(...slices.measurements.map((m: { lower: number }) => m.lower))
  expect(gate('no-slice-left-behind')!['min']).toBeLessThanOrEqual(worst)
  expect(gate('no-slice-left-behind')!['min']).toBeGreaterThan(worst - 0.011)
  expect(gate('no-slice-left-behind')).not.toHaveProperty('on_inconclusive')
})

test('small slices of a real table warn, so that its first policy passes too', async () => {
  const path = folder()
  const table = join(root, 'policies/credit-default/data/test.parquet')
  const made = await sluice(['init', table, '--yes'], { cwd: path })
  expect(made.code, made.stderr).toBe(0)
  const checked = await sluice(['check', '--format', 'json'], { cwd: path })
  expect(checked.code, checked.stdout).toBe(0)
  const { gates } = JSON.parse(checked.stdout).policies[0]
  const statuses = Object.fromEntries(gates.map((one: { name: string; status: string }) => [one.name, one.status]))
  expect(statuses).toEqual({
    'better-than-today': 'pass',
    'roc-auc-holds': 'pass',
    'pr-auc-holds': 'pass',
    'ece-holds': 'pass',
    'no-slice-left-behind': 'warn',
  })
})

test('a candidate that is not better is held to a margin, and identical models to a small one', async () => {
  const worse = `SELECT *, 0.9 * p + 0.1 * ((hash(id * 7) % 1000) / 1000) AS candidate, p AS baseline FROM (${predictions})`
  const noisy = await initAndCheck(worse, ['--score', 'candidate', '--baseline', 'baseline'])
  expect(noisy.checked.code, noisy.checked.stdout).toBe(0)
  expect(noisy.gate('no-worse-than-today')!['min_delta']).toBeLessThan(0)
  const same = await initAndCheck(`SELECT *, p AS q FROM (${predictions})`, ['--score', 'p', '--baseline', 'q'])
  expect(same.checked.code, same.checked.stdout).toBe(0)
})

test('regression: the first policy passes, slice by slice', async () => {
  const { checked, gate } = await initAndCheck(
    `SELECT (i % 3)::INTEGER AS region, i::DOUBLE AS actual, i + ((hash(i) % 100)::DOUBLE - 50) * (1 + i % 3) AS predicted,
            i + ((hash(i * 5) % 100)::DOUBLE - 50) * 4.0 AS old_predicted FROM range(900) t(i)`,
    ['--label', 'actual', '--score', 'predicted', '--baseline', 'old_predicted', '--slice', 'region'],
  )
  expect(checked.code, checked.stdout).toBe(0)
  expect(gate('no-slice-left-behind')!['max']).toBeGreaterThan(gate('mae-holds')!['max'] as number)
  expect(gate('better-than-today')!['max_delta']).toBe(0)
})

test('slices without 100 rows, and those that repeat the label, are left out', async () => {
  const { checked, made, policy } = await initAndCheck(
    `SELECT *, (id % 50)::INTEGER::VARCHAR AS tiny, y = 1 AS outcome FROM (${predictions})`,
    ['--label', 'y', '--slice', 'tiny', '--slice', 'outcome'],
  )
  expect(checked.code, checked.stdout).toBe(0)
  expect(policy).not.toHaveProperty('slices')
  expect(policy.gates.map((gate) => gate['name'])).not.toContain('no-slice-left-behind')
  expect(made.stdout).toContain('Not sliced by tiny, outcome')
})

test('weights, constants and identifiers that repeat are not taken for slices or ids', async () => {
  const { policy } = await initAndCheck(
    `SELECT * REPLACE (id // 2 AS id), 1.0::DOUBLE AS one, (id % 2)::DOUBLE AS used, (id % 3)::INTEGER AS sample_weight FROM (${predictions})`,
  )
  expect(policy.slices!.map((slice) => slice.column)).toEqual(['g'])
  expect(policy.columns).not.toHaveProperty('id')
})

test('several labels and their scores are found by their prefixes, whatever the order of the columns', async () => {
  const { policy, checked } = await initAndCheck(
    `SELECT i AS id, i % 3 AS g, (hash(i) % 5 < 2)::INTEGER AS l_a, (hash(i * 7) % 5 < 1)::INTEGER AS l_b, 0.3 * l_b + (hash(i * 3) % 100) / 200.0 AS s_b,
            0.3 * l_a + (hash(i * 5) % 100) / 200.0 AS s_a FROM range(900) t(i)`,
  )
  expect(policy).toMatchObject({
    task: 'multilabel',
    columns: { id: 'id', labels: 'l_*' },
    models: { candidate: { probabilities: 's_*' } },
    slices: [{ column: 'g' }],
  })
  expect(checked.code, checked.stdout + checked.stderr).toBe(0)
})

test('one of several labels that is named gets the score of its name', async () => {
  const { policy } = await initAndCheck(
    `SELECT i % 2 AS l_a, (i // 2) % 2 AS l_b, 0.2 + 0.5 * l_a AS s_a, (hash(i) % 100) / 200.0 AS s_x, 0.3 * l_b + (hash(i * 3) % 100) / 200.0 AS s_b FROM range(900) t(i)`,
    ['--label', 'l_b', '--slice', 'l_a'],
  )
  expect(policy).toMatchObject({ task: 'binary', models: { candidate: { score: 's_b' } } })
})

test('a ranking is recognised by its queries', async () => {
  const { policy, checked } = await initAndCheck(
    `SELECT i // 6 AS query_id, (hash(i) % 4 = 0)::INTEGER AS relevance, 0.3 * relevance + (hash(i * 3) % 1000) / 2000.0 AS score FROM range(1800) t(i)`,
  )
  expect(policy).toMatchObject({
    task: 'ranking',
    columns: { label: 'relevance', query: 'query_id' },
    models: { candidate: { score: 'score' } },
  })
  expect(checked.code, checked.stdout + checked.stderr).toBe(0)
})

test('weights and groups are no slices, and are used where they are named; otherwise init says what it is not sure of', async () => {
  const query = `SELECT *, 1 + id % 4 AS w, id // 3 AS user_id FROM (${predictions})`
  const unsure = await initAndCheck(query)
  expect(unsure.policy.slices!.map((slice) => slice.column)).toEqual(['g'])
  expect(Object.keys(unsure.policy.columns)).toEqual(['id', 'label', 'positive'])
  expect(unsure.made.stdout).toContain('--weight w')
  expect(unsure.made.stdout).toContain('--group user_id')
  const told = await initAndCheck(query, ['--weight', 'w', '--group', 'user_id'])
  expect(told.policy.columns).toMatchObject({ weight: 'w', group: 'user_id' })
  expect(told.made.stdout).not.toContain('--weight')
  expect(told.checked.code, told.checked.stdout).toBe(0)
})

test.each([
  ['--label', 'Y1', 'y'],
  ['--score', 'pp', 'p'],
  ['--baseline', 'q', null],
  ['--slice', 'gg', 'g'],
])('%s of a column that is not there is refused with those that are', async (flag, name, near) => {
  const run = await refused([flag, name])
  expect(run.stderr).toContain(`${flag}: the table has no column '${name}'`)
  expect(run.stderr).toContain('It has id, y, p, g, x.')
  if (near !== null) expect(run.stderr).toContain(`Did you mean '${near}'?`)
})

test('an existing policy is left alone unless told', async () => {
  const path = folder({ 'policy.yaml': 'mine' })
  await parquet(join(path, 'scores.parquet'), predictions)
  const run = await sluice(['init', 'scores.parquet', '--yes'], { cwd: path })
  expect(run.code).toBe(2)
  expect(run.stderr).toContain('--force')
  expect(readFileSync(join(path, 'policy.yaml'), 'utf8')).toBe('mine')
})
