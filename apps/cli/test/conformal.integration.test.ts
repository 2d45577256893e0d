import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { binaryProbabilities, parseConformal, predictionIntervals, predictionSets } from '@sluice/calibration'
import { expect, test } from 'vitest'
import { folder, parquet, root, sluice } from './run-sluice.ts'

const bikes = join(root, 'policies/bike-demand/data/validation.parquet')
const credit = join(root, 'policies/credit-default/data/validation.parquet')

async function rowsOf(query: string): Promise<number[][]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(query)).getRows()
  connection.closeSync()
  instance.closeSync()
  return rows.map((row) => row.map(Number))
}

/** Two groups, the second three times as noisy; `low` and `high` are quantiles that are too narrow. */
const numbers = `SELECT i AS id, 10.0 + i % 7 AS p, 10.0 + i % 7 + e AS y, g, 9.0 + i % 7 AS low, 11.0 + i % 7 AS high
  FROM (SELECT i, CASE WHEN i % 3 = 0 THEN 'loud' ELSE 'calm' END AS g,
    (hash(i * 31) % 10001 / 5000.0 - 1) * (CASE WHEN i % 3 = 0 THEN 6 ELSE 2 END) AS e FROM range(3000) t(i))`

/** Three classes; the label is the likeliest in six rows of ten. */
const classes = `SELECT i AS id, CASE WHEN hash(i * 7) % 10 < 6 THEN top ELSE chr(97 + ((ascii(top) - 96) % 3)) END AS kind,
    CASE WHEN i % 2 = 0 THEN 'day' ELSE 'night' END AS camera,
    CASE WHEN top = 'a' THEN 0.5 + x ELSE 0.25 - x / 2 END AS p_a, CASE WHEN top = 'b' THEN 0.5 + x ELSE 0.25 - x / 2 END AS p_b,
    CASE WHEN top = 'c' THEN 0.5 + x ELSE 0.25 - x / 2 END AS p_c
  FROM (SELECT i, chr(97 + (hash(i) % 3)::INTEGER) AS top, hash(i * 3) % 400 / 1000.0 AS x FROM range(2000) t(i))`

async function conformal(query: string, flags: readonly string[]) {
  const at = folder()
  await parquet(join(at, 'data.parquet'), query)
  const run = await sluice(['calibrate', 'data.parquet', ...flags], { cwd: at })
  return { at, run }
}

test('intervals around a prediction: the residual of the right rank, in the artefact and in the table', async () => {
  const flags = [
    '--label',
    'y',
    '--prediction',
    'p',
    '--conformal',
    '0.9',
    '--output',
    'out.parquet',
    '--format',
    'json',
  ]
  const { at, run } = await conformal(numbers, flags)
  expect(run.code, run.stderr).toBe(0)
  const report = JSON.parse(run.stdout)
  expect(report).toMatchObject({
    ...{ schema: 'sluice.conformal-report/1', kind: 'intervals', score: 'absolute', level: 0.9, by: null },
    ...{ rows: 3000, folds: 5, groups: [], mean_set_size: null, conformal: 'conformal.json', output: 'out.parquet' },
  })
  // ⌈3001 · 0.9⌉ = 2701.
  const [[margin]] = await rowsOf(`SELECT abs(y - p) FROM '${join(at, 'data.parquet')}' ORDER BY 1 LIMIT 1 OFFSET 2700`)
  const text = readFileSync(join(at, 'conformal.json'), 'utf8')
  expect(JSON.parse(text)).toEqual({
    ...{ schema: 'sluice.conformal/1', kind: 'intervals', alpha: 0.1, score: 'absolute' },
    thresholds: [{ group: 'all', rows: 3000, threshold: margin }],
  })
  const table = await rowsOf(`SELECT id, p, y, p_lower, p_upper FROM '${join(at, 'out.parquet')}'`)
  expect(table.map(([id]) => id)).toEqual(Array.from({ length: 3000 }, (_, i) => i))
  const stored = parseConformal(text)
  if (stored.kind !== 'intervals') throw new Error(stored.kind)
  const applied = predictionIntervals(stored, { kind: 'absolute', predicted: Float64Array.from(table, ([, p]) => p!) })
  table.forEach(([, , , lower, upper], i) => {
    expect([lower, upper]).toEqual([applied.lower[i], applied.upper[i]])
  })
  // Held out, so not the 2 701 rows that the margin was made to hold.
  expect(report.coverage.lower).toBeLessThan(0.9)
  expect(report.coverage.upper).toBeGreaterThan(0.9)
  expect(Math.abs(report.mean_interval_width.value - 2 * margin!)).toBeLessThan(0.05 * margin!)
})

test('within groups each has a margin of its own; without them the loud one is let down', async () => {
  const flags = ['--label', 'y', '--prediction', 'p', '--conformal', '0.9', '--format', 'json']
  const within = JSON.parse((await conformal(numbers, [...flags, '--by', 'g'])).run.stdout)
  expect(within.groups.map(({ group, rows }: { group: string; rows: number }) => [group, rows])).toEqual([
    ['g=calm', 2000],
    ['g=loud', 1000],
  ])
  for (const { coverage } of within.groups) expect(Math.abs(coverage.value - 0.9)).toBeLessThan(0.03)
  const [calm, loud] = within.groups.map(({ threshold }: { threshold: number }) => threshold)
  expect(loud / calm).toBeGreaterThan(2.7)

  const { at } = await conformal(numbers, [...flags, '--output', 'out.csv'])
  const [row] = await rowsOf(
    `SELECT avg((y BETWEEN p_lower AND p_upper)::INTEGER) FROM '${join(at, 'out.csv')}' WHERE g = 'loud'`,
  )
  expect(row![0]).toBeLessThan(0.75)
})

test('two quantiles are widened until they hold what they promise', async () => {
  const flags = ['--label', 'y', '--lower', 'low', '--upper', 'high', '--conformal', '0.9', '--output', 'out.parquet']
  const { at, run } = await conformal(numbers, [...flags, '--format', 'json'])
  expect(run.code, run.stderr).toBe(0)
  expect(JSON.parse(run.stdout)).toMatchObject({ kind: 'intervals', score: 'quantile' })
  const [row] = await rowsOf(
    `SELECT avg((y BETWEEN low AND high)::INTEGER), avg((y BETWEEN low_conformal AND high_conformal)::INTEGER),
       min(low - low_conformal), max(high_conformal - high) FROM '${join(at, 'out.parquet')}'`,
  )
  const [before, after, down, up] = row!
  expect(before).toBeLessThan(0.6)
  expect(after).toBeGreaterThanOrEqual(0.9)
  expect(after).toBeLessThan(0.91)
  expect(down).toBeCloseTo(up!, 12)
})

test('sets of classes, within the values of a column: in the artefact and in the table', async () => {
  const flags = ['--label', 'kind', '--proba', 'p_*', '--conformal', '0.8', '--by', 'camera', '--output', 'out.parquet']
  const { at, run } = await conformal(classes, [...flags, '--calibrator', 'sets.json', '--format', 'json'])
  expect(run.code, run.stderr).toBe(0)
  const report = JSON.parse(run.stdout)
  expect(report).toMatchObject({ kind: 'sets', score: 'aps', level: 0.8, by: 'camera', mean_interval_width: null })
  for (const { coverage } of report.groups) {
    expect(coverage.lower).toBeLessThan(0.8)
    expect(coverage.upper).toBeGreaterThan(0.8)
  }
  expect(report.mean_set_size.value).toBeGreaterThan(1)

  const stored = parseConformal(readFileSync(join(at, 'sets.json'), 'utf8'))
  if (stored.kind !== 'sets') throw new Error(stored.kind)
  const table = await rowsOf(
    `SELECT (camera = 'night')::INTEGER, p_a, p_b, p_c, p_a_in_set, p_b_in_set, p_c_in_set FROM '${join(at, 'out.parquet')}'`,
  )
  const groups = { codes: Uint8Array.from(table, ([night]) => night!), names: ['camera=day', 'camera=night'] }
  const probabilities = Float64Array.from(table.flatMap((row) => row.slice(1, 4)))
  const { members } = predictionSets(stored, { probabilities, classes: 3 }, { groups })
  expect(table.flatMap((row) => row.slice(4))).toEqual([...members])
})

test('two classes by one score; the smallest sets are smaller', async () => {
  const at = folder()
  const flags = [
    'calibrate',
    credit,
    '--label',
    'default_next_month',
    '--score',
    'candidate_score',
    '--conformal',
    '0.9',
  ]
  const adaptive = JSON.parse((await sluice([...flags, '--format', 'json'], { cwd: at })).stdout)
  const run = await sluice([...flags, '--class-score', 'lac', '--output', 'out.parquet', '--format', 'json'], {
    cwd: at,
  })
  expect(run.code, run.stderr).toBe(0)
  const least = JSON.parse(run.stdout)
  expect(least.mean_set_size.value).toBeLessThan(adaptive.mean_set_size.value)
  expect(least.coverage.lower).toBeLessThan(0.9)
  expect(least.coverage.upper).toBeGreaterThan(0.9)
  const stored = parseConformal(readFileSync(join(at, 'conformal.json'), 'utf8'))
  if (stored.kind !== 'sets') throw new Error(stored.kind)
  const table = await rowsOf(
    `SELECT candidate_score, candidate_score_negative_in_set, candidate_score_positive_in_set FROM '${join(at, 'out.parquet')}'`,
  )
  const { members } = predictionSets(stored, binaryProbabilities(table.map(([p]) => p!)), { fillEmpty: true })
  expect(table.flatMap((row) => row.slice(1))).toEqual([...members])
})

test('in a terminal: the promise, how it is kept, and what was written', async () => {
  const flags = ['--label', 'y', '--prediction', 'p', '--conformal', '0.9', '--by', 'g', '--output', 'out.csv']
  const { at, run } = await conformal(numbers, flags)
  expect(run.code, run.stderr).toBe(0)
  expect(run.stdout).toContain('intervals (absolute) that hold the truth in 0.9 of the rows of each g')
  expect(run.stdout).toMatch(/^ {2}g=loud +1,000 +0\.\d{3} \[0\.\d{3}, 0\.\d{3}\] +\d/m)
  expect(run.stdout).toMatch(/fit written to conformal\.json\ntable written to out\.csv\n$/)
  expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(readFileSync(join(at, 'out.csv'), 'utf8').split('\n')[0]).toBe('id,p,y,g,low,high,p_lower,p_upper')
  const again = await sluice(['calibrate', 'data.parquet', ...flags], { cwd: at })
  expect(again.stdout).toBe(run.stdout)
})

test.each([
  ['a level of 1', ['--prediction', 'p', '--conformal', '1'], /level between 0 and 1, such as 0\.9, not '1'/],
  ['a level that is no number', ['--prediction', 'p', '--conformal', 'high'], /not 'high'/],
  ['no forecast', ['--conformal', '0.9'], /exactly one of --score .* not 0/],
  ['two forecasts', ['--prediction', 'p', '--score', 'p', '--conformal', '0.9'], /exactly one of --score .* not 2/],
  ['half an interval', ['--lower', 'low', '--conformal', '0.9'], /--lower and --upper go together/],
  ['weights', ['--prediction', 'p', '--weight', 'p', '--conformal', '0.9'], /--weight does not go with --conformal/],
  ['a calibrator', ['--prediction', 'p', '--method', 'platt', '--conformal', '0.9'], /--method does not go with/],
  ['a class score of numbers', ['--prediction', 'p', '--class-score', 'lac', '--conformal', '0.9'], /have no classes/],
  ['an unknown class score', ['--score', 'p', '--class-score', 'best', '--conformal', '0.9'], /aps or lac, not 'best'/],
  ['a missing column', ['--prediction', 'q', '--conformal', '0.9'], /q/],
  ['a missing group', ['--prediction', 'p', '--by', 'h', '--conformal', '0.9'], /h/],
  ['a column that is there', ['--prediction', 'p', '--conformal', '0.9', '--output', 'x.xlsx'], /neither in \.parquet/],
  ['too high a level', ['--prediction', 'p', '--conformal', '0.9999'], /needs 9999: merge small groups/],
  [
    'groups that are too small',
    ['--prediction', 'p', '--by', 'id', '--conformal', '0.9'],
    /of 'id=0' are left|needs 9/,
  ],
  ['conformal columns without --conformal', ['--prediction', 'p'], /--prediction goes with --conformal/],
])('%s: exit code 2 and nothing written', async (_, flags, message) => {
  const { run } = await conformal(numbers, ['--label', 'y', ...flags])
  expect(run.code, run.stdout).toBe(2)
  expect(run.stderr).toMatch(message)
  expect(run.stderr).not.toContain('unexpected failure')
  expect(run.stdout).toBe('')
})

test.each([
  ['scores outside [0, 1]', 'SELECT i AS id, i % 2 AS y, i * 1.0 AS p FROM range(50) t(i)', /outside \[0, 1\]/],
  ['one class', 'SELECT i AS id, 1 AS y, (i % 10) / 10.0 AS p FROM range(50) t(i)', /single value/],
])('sets of %s are refused', async (_, query, message) => {
  const { run } = await conformal(query, ['--label', 'y', '--score', 'p', '--conformal', '0.8'])
  expect([run.code, run.stdout]).toEqual([2, ''])
  expect(run.stderr).toMatch(message)
})

/** Ranks and residuals by NumPy 2.4.6. */
test.each([
  [
    'the rides of the bundled policy',
    bikes,
    ['--label', 'cnt', '--lower', 'candidate_q05', '--upper', 'candidate_q95'],
    2926,
    19.382843976361414,
  ],
  [
    'the clients of the bundled policy',
    credit,
    ['--label', 'default_next_month', '--score', 'candidate_score', '--class-score', 'lac'],
    6000,
    0.6716552816765632,
  ],
] as const)('%s get the threshold of another program', async (_, file, flags, rows, threshold) => {
  const at = folder()
  const run = await sluice(['calibrate', file, ...flags, '--conformal', '0.9', '--format', 'json'], { cwd: at })
  expect(run.code, run.stderr).toBe(0)
  const [only] = JSON.parse(readFileSync(join(at, 'conformal.json'), 'utf8')).thresholds
  expect(only).toMatchObject({ group: 'all', rows })
  expect(only.threshold).toBeCloseTo(threshold, 12)
})

test('the help shows an example', async () => {
  const help = await sluice(['calibrate', '--help'])
  expect(help.code).toBe(0)
  expect(help.stdout).toContain('--conformal <level>')
  expect(help.stdout).toContain('sluice calibrate rides.parquet --label rides --lower q05 --upper q95 --conformal 0.9')
})
