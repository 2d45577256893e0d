import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { folder, parquet, sluice } from './run-sluice.ts'

async function column(query: string): Promise<number[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(query)).getRows()
  connection.closeSync()
  instance.closeSync()
  return rows.map(([value]) => value as number)
}

/** Three classes, over-confident: the likeliest class has 0.8, and is right six times in ten. */
const classes = `
  SELECT CASE WHEN hash(i * 7) % 10 < 6 THEN top ELSE chr(97 + ((ascii(top) - 96) % 3)) END AS y,
    CASE WHEN top = 'a' THEN sure ELSE (1 - sure) / 2 END AS p_a, CASE WHEN top = 'b' THEN sure ELSE (1 - sure) / 2 END AS p_b,
    CASE WHEN top = 'c' THEN sure ELSE (1 - sure) / 2 END AS p_c
  FROM (SELECT i, chr(97 + (hash(i) % 3)::INTEGER) AS top, 0.8 + (hash(i * 3) % 10) / 60 AS sure FROM range(400) t(i))`

test.each([
  ['temperature', 'class_temperature'],
  ['platt', 'one_versus_rest_platt'],
  ['isotonic', 'one_versus_rest_isotonic'],
  ['beta', 'one_versus_rest_beta'],
  ['venn_abers', 'one_versus_rest_venn_abers'],
  ['vector_scaling', 'vector_scaling'],
])('several classes are calibrated by what a policy calls %s, or by its own name', async (name, own) => {
  const at = folder()
  await parquet(join(at, 'data.parquet'), classes)
  const args = ['calibrate', 'data.parquet', '--label', 'y', '--proba', 'p_*', '--format', 'json', '--method']
  const run = await sluice([...args, name], { cwd: at })
  expect(run.code, run.stderr).toBe(0)
  const report = JSON.parse(run.stdout)
  expect(report.chosen).toBe(name)
  expect(report.candidates.map(({ method }: { method: string }) => method)).toEqual([
    ...['identity', 'temperature', 'vector_scaling', 'platt', 'beta', 'isotonic', 'venn_abers'],
  ])
  const written = readFileSync(join(at, 'calibrator.json'), 'utf8')
  expect(JSON.parse(written).method).toBe(own)
  const same = await sluice([...args, own], { cwd: at })
  expect([same.code, same.stdout]).toEqual([0, run.stdout])
  expect(readFileSync(join(at, 'calibrator.json'), 'utf8')).toBe(written)
})

test('a method that is none is answered by the names of policies', async () => {
  const at = folder()
  await parquet(join(at, 'data.parquet'), classes)
  const args = ['calibrate', 'data.parquet', '--label', 'y', '--proba', 'p_*', '--method', 'magic']
  const run = await sluice(args, { cwd: at })
  expect(run.code).toBe(2)
  expect(run.stderr).toContain(
    "no calibrator 'magic' here: choose among identity, temperature, vector_scaling, platt, beta, isotonic, venn_abers",
  )
})

/** Thirty rows: fifteen scores, each twice; nothing but negatives below 0.25 and but positives above 0.8. */
const tied = {
  p: [
    ...[0.02, 0.22, 0.49, 0.69, 0.95, 0.15, 0.42, 0.62, 0.89, 0.09, 0.35, 0.55, 0.82, 0.02, 0.29],
    ...[0.49, 0.75, 0.95, 0.22, 0.42, 0.69, 0.89, 0.15, 0.35, 0.62, 0.82, 0.09, 0.29, 0.55, 0.75],
  ],
  y: [0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1],
  w: [
    ...[1, 1.5, 2, 2.5, 1, 1.5, 2, 2.5, 1, 1.5, 2, 2.5, 1, 1.5, 2],
    ...[2.5, 1, 1.5, 2, 2.5, 1, 1.5, 2, 2.5, 1, 1.5, 2, 2.5, 1, 1.5],
  ],
}

// scikit-learn 1.9.1: IsotonicRegression(y_min=0, y_max=1, out_of_bounds='clip').fit(p, y, sample_weight=w).predict(p)
test.each([
  [
    'ties',
    [],
    [
      ...[0, 0, 0.25, 0.75, 1, 0, 0.25, 0.5, 1, 0, 0.25, 0.5, 1, 0, 0.25],
      ...[0.25, 0.75, 1, 0, 0.25, 0.75, 1, 0, 0.25, 0.5, 1, 0, 0.25, 0.5, 0.75],
    ],
  ],
  [
    'ties and weights',
    ['--weight', 'w'],
    [
      ...[0, 0, 2 / 9, 5 / 6, 1, 0, 2 / 9, 0.5, 1, 0, 2 / 9, 0.5, 1, 0, 2 / 9],
      ...[2 / 9, 5 / 6, 1, 0, 2 / 9, 5 / 6, 1, 0, 2 / 9, 0.5, 1, 0, 2 / 9, 0.5, 5 / 6],
    ],
  ],
])(
  'isotonic regression that is asked for is scikit-learn’s, with %s, and says what was compared',
  async (_, flags, expected) => {
    const at = folder()
    const rows = tied.p.map((p, i) => `(${i}, ${p}::DOUBLE, ${tied.y[i]}, ${tied.w[i]}::DOUBLE)`).join(', ')
    await parquet(join(at, 'data.parquet'), `SELECT * FROM (VALUES ${rows}) t(id, p, y, w)`)
    const args = ['calibrate', 'data.parquet', '--label', 'y', '--score', 'p', '--method', 'isotonic', ...flags]
    const run = await sluice([...args, '--output', 'out.parquet', '--format', 'json'], { cwd: at })
    expect(run.code, run.stderr).toBe(0)
    const values = await column(`SELECT p_calibrated FROM '${join(at, 'out.parquet')}' ORDER BY id`)
    expect(values).toHaveLength(30)
    values.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1e-12)
    })
    const report = JSON.parse(run.stdout)
    expect(report.notes).toEqual([expect.stringMatching(/scikit-learn's isotonic.*keeps them from 1\/\(n \+ 2\)/)])
    const compared = report.candidates.find(({ method }: { method: string }) => method === 'isotonic')
    expect(Number.isFinite(compared.log_loss.value)).toBe(true)
  },
)

test('a score outside [0, 1] is named by its row, and so is a column that is two things', async () => {
  const at = folder()
  await parquet(
    join(at, 'data.parquet'),
    'SELECT i % 2 AS y, CASE WHEN i = 41 THEN 1.25 WHEN i = 70 THEN 1.1 ELSE ((i * 7) % 100) / 101.0 END::DOUBLE AS p FROM range(100) t(i)',
  )
  const args = ['calibrate', 'data.parquet', '--label', 'y', '--score', 'p']
  for (const method of ['auto', 'isotonic', 'temperature']) {
    const run = await sluice([...args, '--method', method], { cwd: at })
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('2 scores are outside [0, 1], first 1.25 in row 42')
    expect(run.stderr).not.toContain('through a calibrator')
  }
  for (const flag of ['--group', '--weight']) {
    const run = await sluice([...args, flag, 'y'], { cwd: at })
    expect([run.code, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toContain(`${flag} names the label column 'y'`)
  }
})

test('each calibrator’s values stand above their intervals, on lines of 80 columns', async () => {
  const at = folder()
  await parquet(join(at, 'data.parquet'), classes)
  const args = ['calibrate', 'data.parquet', '--label', 'y', '--proba', 'p_*']
  const { stdout } = await sluice(args, { cwd: at })
  const report = JSON.parse((await sluice([...args, '--format', 'json'], { cwd: at })).stdout)
  const lines = stdout.split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  for (const { method, note, log_loss, brier, ece, smooth_ece } of report.candidates) {
    if (note !== undefined) continue
    const at = lines.findIndex((line) => line.slice(2).startsWith(`${method} `))
    const all = [log_loss, brier, ece, smooth_ece]
    expect(lines[at]!.slice(2).trim().split(/ +/)).toEqual([method, ...all.map(({ value }) => value.toFixed(4))])
    const intervals = all.map(({ lower, upper }) => `[${lower.toFixed(4)}, ${upper.toFixed(4)}]`)
    expect(lines[at + 1]!.trim()).toBe(intervals.join(' '))
  }
})
