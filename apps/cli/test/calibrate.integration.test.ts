import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { applyCalibrator, parseCalibrator } from '@sluice/calibration'
import { expect, test } from 'vitest'
import { folder, parquet, predictions, root, sluice } from './run-sluice.ts'

const credit = join(root, 'policies/credit-default/data/validation.parquet')

async function rowsOf(query: string): Promise<number[][]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(query)).getRows()
  connection.closeSync()
  instance.closeSync()
  return rows as number[][]
}

test('calibrate reports every calibrator, writes the chosen one, and the table with its values in the old order', async () => {
  const at = folder()
  const calibrator = join(at, 'calibrator.json')
  const output = join(at, 'calibrated.parquet')
  const run = await sluice([
    ...['calibrate', credit, '--label', 'default_next_month', '--score', 'candidate_score'],
    ...['--calibrator', calibrator, '--output', output, '--format', 'json'],
  ])
  expect(run.code, run.stderr).toBe(0)
  const report = JSON.parse(run.stdout)
  expect(report).toMatchObject({ schema: 'sluice.calibration/1', rows: 6000, folds: 5, calibrator, output })
  const of = (name: string) => report.candidates.find(({ method }: { method: string }) => method === name)
  expect(of(report.chosen).ece.value).toBeLessThan(0.2 * of('identity').ece.value)
  expect(of(report.chosen).log_loss.upper).toBeLessThan(of('identity').log_loss.lower)

  const stored = parseCalibrator(JSON.parse(readFileSync(calibrator, 'utf8')))
  expect(stored.method).toBe(report.chosen)
  const rows = await rowsOf(
    `SELECT a.candidate_score, b.candidate_score_calibrated, a.id = b.id
     FROM (SELECT *, row_number() OVER () AS row FROM '${credit}') a
     JOIN (SELECT *, row_number() OVER () AS row FROM '${output}') b USING (row)`,
  )
  const expected = applyCalibrator(
    stored,
    Float64Array.from(rows, ([score]) => score!),
  )
  expect(rows.length).toBe(6000)
  rows.forEach(([, calibrated, sameRow], i) => {
    expect(sameRow).toBe(true)
    expect(calibrated).toBe(expected[i])
  })
})

test('calibrate in a terminal names the choice, its reason and what was written', async () => {
  const at = folder()
  await parquet(join(at, 'data.parquet'), predictions)
  const args = ['calibrate', 'data.parquet', '--label', 'y', '--score', 'p', '--output', 'out.csv']
  const run = await sluice(args, { cwd: at })
  expect(run.code, run.stderr).toBe(0)
  expect(run.stdout).toMatch(/isotonic +needs 1000 rows, there are 600/)
  expect(run.stdout).toMatch(/calibrator written to calibrator\.json\ntable written to out\.csv\n$/)
  expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(readFileSync(join(at, 'out.csv'), 'utf8').split('\n')[0]).toBe('id,y,p,g,x,p_calibrated')
  const forced = await sluice([...args.slice(0, 6), '--method', 'platt', '--format', 'json'], { cwd: at })
  expect(JSON.parse(forced.stdout).chosen).toBe('platt')
  expect(JSON.parse(readFileSync(join(at, 'calibrator.json'), 'utf8'))).toMatchObject({
    schema: 'sluice.calibrator/1',
    method: 'platt',
    fittedOn: { rows: 600, classes: 2 },
  })
})

test('calibrate takes several classes by the prefix of their columns', async () => {
  const at = folder()
  await parquet(
    join(at, 'data.parquet'),
    `SELECT i AS id, CASE WHEN hash(i * 7) % 10 < 6 THEN top ELSE chr(97 + ((ascii(top) - 96) % 3)) END AS kind,
       CASE WHEN top = 'a' THEN 0.96 ELSE 0.02 END AS p_a, CASE WHEN top = 'b' THEN 0.96 ELSE 0.02 END AS p_b,
       CASE WHEN top = 'c' THEN 0.96 ELSE 0.02 END AS p_c
     FROM (SELECT i, chr(97 + (hash(i) % 3)::INTEGER) AS top FROM range(500) t(i))`,
  )
  const args = ['calibrate', 'data.parquet', '--label', 'kind', '--proba', 'p_*', '--output', 'out.parquet']
  const run = await sluice([...args, '--format', 'json'], { cwd: at })
  expect(run.code, run.stderr).toBe(0)
  expect(JSON.parse(run.stdout).positives).toBeNull()
  const [row] = await rowsOf(
    `SELECT min(p_a_calibrated + p_b_calibrated + p_c_calibrated), max(greatest(p_a_calibrated, p_b_calibrated, p_c_calibrated))
     FROM '${join(at, 'out.parquet')}'`,
  )
  expect(row![0]).toBeCloseTo(1, 12)
  expect(row![1]).toBeLessThan(0.8)
})

test.each([
  ['one class', 'SELECT i AS id, 1 AS y, (i % 10) / 10.0 AS p FROM range(50) t(i)', [], /holds a single value \(1\)/],
  ['constant scores', 'SELECT i AS id, i % 2 AS y, 0.5 AS p FROM range(50) t(i)', [], /All scores are the same/],
  ['scores outside [0, 1]', 'SELECT i AS id, i % 2 AS y, i * 1.0 AS p FROM range(50) t(i)', [], /outside \[0, 1\]/],
  [
    'an unknown method',
    predictions,
    ['--method', 'magic'],
    /no calibrator 'magic' here: choose among identity, temperature, platt/,
  ],
  [
    'scores upside down',
    'SELECT i AS id, (i < 25)::INTEGER AS y, (i % 40) / 41.0 AS p FROM range(50) t(i)',
    ['--method', 'temperature'],
    /Higher scores go with fewer positives/,
  ],
  ['a column that is there already', predictions, ['--output', 'x.csv', '--suffix', ''], /has a column 'p' already/],
  ['an output of another kind', predictions, ['--output', 'x.xlsx'], /neither in \.parquet nor in \.csv/],
  ['one fold', predictions, ['--folds', '1'], /--folds takes a whole number from 2 to 100/],
  ['a missing column', predictions, ['--weight', 'w'], /w/],
])('calibrate answers %s with exit code 2', async (_, query, flags, message) => {
  const at = folder()
  await parquet(join(at, 'data.parquet'), query)
  const run = await sluice(['calibrate', 'data.parquet', '--label', 'y', '--score', 'p', ...flags], { cwd: at })
  expect(run.code, run.stdout).toBe(2)
  expect(run.stderr).toMatch(message)
  expect(run.stderr).not.toContain('unexpected failure')
  expect(run.stdout).toBe('')
})

test('calibrate needs exactly one kind of score, and its help shows an example', async () => {
  const both = await sluice(['calibrate', credit, '--label', 'y', '--score', 'p', '--proba', 'p_*'])
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('exactly one of --score')])
  const help = await sluice(['calibrate', '--help'])
  expect(help.code).toBe(0)
  expect(help.stdout).toContain('sluice calibrate validation.parquet --label default --score p')
})
