import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, parquet, predictions, sluice } from './run-sluice.ts'

const golden = 'golden: { path: golden.parquet, role: golden, represents: test, apart_from: train, features: [g, x] }'
const policy = (over: { golden?: string; gate?: string } = {}) => `version: 1
model: example
task: binary
datasets:
  test: { path: data.parquet, role: test }
  train: { path: train.parquet }
  ${over.golden ?? golden}
columns: { id: id, label: y, positive: 1 }
models: { candidate: { score: p } }
slices: [{ name: g, column: g }]
gates:
  - ${over.gate ?? '{ name: covered, metric: golden_coverage, min: 0.9 }'}
`

/** 600 rows, other 100 that were trained on, and a golden set drawn by the command itself. */
async function drawn(rows = 120) {
  const cwd = folder()
  await parquet(join(cwd, 'data.parquet'), predictions)
  await parquet(
    join(cwd, 'train.parquet'),
    `SELECT * REPLACE (id + 5000 AS id, x + 0.5 AS x) FROM (${predictions}) WHERE id < 100`,
  )
  const draw = await sluice(
    [
      'golden',
      'draw',
      'data.parquet',
      '--rows',
      String(rows),
      '--by',
      'g',
      '--by',
      'x:4',
      '--output',
      'golden.parquet',
      '--format',
      'json',
    ],
    { cwd },
  )
  return { cwd, draw }
}

describe('sluice golden draw', () => {
  test('draws strata with their weights, and says what it drew', async () => {
    const { cwd, draw } = await drawn()
    expect(draw).toMatchObject({ code: 0, stderr: '' })
    const report = JSON.parse(draw.stdout)
    expect(report).toMatchObject({ schema: 'sluice.golden-draw/1', rows: 120, population: 600, seed: '0' })
    expect(report.strata).toHaveLength(12)
    expect(report.strata[0]).toEqual({
      stratum: 'g=0 & x=[0, 150)',
      population: 50,
      drawn: 10,
      inclusionProbability: 0.2,
    })
    const measured = await sluice(
      [
        'measure',
        'golden.parquet',
        '--label',
        'y',
        '--score',
        'p',
        '--weight',
        'sampling_weight',
        '--metric',
        'brier',
        '--format',
        'json',
      ],
      { cwd },
    )
    expect(JSON.parse(measured.stdout).measurements[0].n).toBe(120)
  })

  test('prints a table for people', async () => {
    const { cwd } = await drawn()
    const { code, stdout } = await sluice(
      ['golden', 'draw', 'data.parquet', '--rows', '30', '--by', 'g', '-o', 'small.csv'],
      { cwd },
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/30 of 600 rows to small\.csv\n {2}worth 30 of equal weight; seed 0/)
    expect(stdout).toMatch(/g=0 +200 +10 +5%/)
  })

  test.each([
    ['a column that is not there', ['--by', 'gg'], /--by: the table has no column 'gg'\n {2}Did you mean 'g'\?/],
    ['no strata', [], /--by/],
    ['rows that are no number', ['--by', 'g', '--rows', 'many'], /--rows takes a whole number from 1, not 'many'/],
    [
      'too few rows',
      ['--by', 'g', '--rows', '6'],
      /3 strata with at least 5 rows each take 15 rows[\s\S]*Ask for more rows/,
    ],
    ['another allocation', ['--by', 'g', '--allocation', 'best'], /takes proportional, square_root, equal, not 'best'/],
    ['a file of another kind', ['--by', 'g', '--output', 'golden.xlsx'], /written as Parquet, CSV or JSON lines/],
  ])('refuses %s with exit code 2', async (_, args, message) => {
    const { cwd } = await drawn()
    const rest = [
      ...(args.includes('--rows') ? [] : ['--rows', '60']),
      ...(args.includes('--output') ? [] : ['--output', 'g.csv']),
    ]
    const { code, stdout, stderr } = await sluice(['golden', 'draw', 'data.parquet', ...args, ...rest], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(existsSync(join(cwd, 'g.csv'))).toBe(false)
  })
})

describe('sluice golden judge', () => {
  async function judged(over: Parameters<typeof policy>[0] = {}, args: readonly string[] = []) {
    const { cwd } = await drawn()
    writeFileSync(join(cwd, 'policy.yaml'), policy(over))
    return sluice(['golden', 'judge', 'policy.yaml', '--as-of', '2026-06-01', ...args], { cwd })
  }

  test('reports coverage, slices, leaks and the gates', async () => {
    const { code, stdout, stderr } = await judged()
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/golden, for test\n {2}120 rows for 600, worth 120 of equal weight/)
    expect(stdout).toMatch(/rows known to train: 0 exactly/)
    expect(stdout).toMatch(/g=0 +40 +40\.0 +200/)
    expect(stdout).toMatch(/pass covered/)
  })

  test('as JSON, exit code 1 where a gate fails', async () => {
    const gate = '{ name: fresh, metric: golden_age, max: P90D }'
    const dated = golden.replace('features', 'labelled_at: 2026-01-01, refresh: P3M, features')
    const { code, stdout } = await judged({ golden: dated, gate }, ['--format', 'json'])
    const report = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(report).toMatchObject({ schema: 'sluice.golden/1', verdict: 'fail', asOf: '2026-06-01' })
    expect(report.goldenSets[0].age).toMatchObject({ oldest: 151, refresh: { due: '2026-04-01', overdue: true } })
    expect(report.gates[0]).toMatchObject({ name: 'fresh', status: 'fail', metric: 'golden_age' })
  })

  test('names the rows whose labels a model doubts, and judges their share', async () => {
    const cwd = folder()
    // Scores that are sure of themselves, and two labels that are wrong: row 4 by more than row 9.
    const rows = Array.from({ length: 40 }, (_, i) => {
      const p = i % 2 === 0 ? 0.1 : 0.9
      return { id: 100 + i, y: i === 3 || i === 8 ? 1 - (i % 2) : i % 2, p: i === 3 ? 0.97 : p, g: i % 2 }
    })
    writeFileSync(join(cwd, 'data.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'))
    const set = 'golden: { path: data.jsonl, role: golden, represents: test }'
    const gate = '{ name: labels, metric: label_error_rate, on: golden, max: 0.01 }'
    const written = policy({ golden: set, gate })
      .replaceAll('.parquet', '.jsonl')
      .replace(/ {2}train: .*\n/, '')
    writeFileSync(join(cwd, 'policy.yaml'), written)
    const { code, stdout, stderr } = await sluice(['golden', 'judge', 'policy.yaml'], { cwd })
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(/labels that candidate confidently contradicts: 2 of 40 \(5%\)/)
    expect(stdout).toMatch(/103 \(row 4\) +label 0, likely 1, by 0\.94\n +108 \(row 9\) +label 1, likely 0, by 0\.8/)
    expect(stdout).toMatch(/fail labels[\s\S]*Have the suspected rows labelled again/)
    const pushed = await sluice(['check', 'policy.yaml', '--evidence', 'e.json', '--format', 'json'], { cwd })
    expect(pushed.code).toBe(1)
    expect(readFileSync(join(cwd, 'e.json'), 'utf8')).not.toContain('103')
  })

  test('reports texts that are known or repeated nearly', async () => {
    const cwd = folder()
    const text = (i: number, end: string) =>
      `{"y":${i % 2},"p":0.5,"q":"What does the ${i * i}th customer of branch ${i} owe${end}"}`
    const write = (name: string, lines: readonly string[]) =>
      writeFileSync(join(cwd, `${name}.jsonl`), lines.join('\n'))
    const ten = Array.from({ length: 10 }, (_, i) => i + 10)
    write(
      'data',
      ten.map((i) => text(i, '?')),
    )
    write('golden', [...ten.map((i) => text(i, '?')), text(10, ' ?')])
    write('train', [text(11, '?'), text(12, ' today?'), text(13, '!')])
    const set = 'golden: { path: golden.jsonl, role: golden, represents: test, apart_from: train, text: q }'
    const written = policy({
      golden: set,
      gate: '{ name: new, metric: { name: leakage_rate, compare: texts }, max: 0.5 }',
    })
    const jsonl = written.replaceAll('.parquet', '.jsonl').replace('id: id, ', '')
    writeFileSync(join(cwd, 'policy.yaml'), jsonl.replace('slices: [{ name: g, column: g }]\n', ''))
    const { code, stdout, stderr } = await sluice(['golden', 'judge', 'policy.yaml'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/repeated texts: 0 exactly, 1 nearly \(by q alone, near from a similarity of 0\.8 on\)/)
    expect(stdout).toMatch(/texts known to train: 1 exactly, 2 nearly/)
    expect(stdout).toMatch(/pass new/)
  })

  test.each([
    [
      'labels that production does not know',
      { golden: golden.replace('golden.parquet', 'odd.parquet') },
      /unknown-label|holds 7/,
    ],
    [
      'a feature that is not there',
      { golden: golden.replace('[g, x]', '[g, xx]') },
      /no column "xx"[\s\S]*Did you mean "x"/,
    ],
    [
      'no value in common',
      { golden: golden.replace('golden.parquet', 'far.parquet') },
      /has a value that 'test' knows[\s\S]*units, codes/,
    ],
    [
      'no golden set',
      { golden: 'other: { path: data.parquet }', gate: '{ name: a, metric: brier, max: 1 }' },
      /has no golden set[\s\S]*role: golden/,
    ],
  ])('refuses %s with exit code 2 and the remedy', async (_, over, message) => {
    const { cwd } = await drawn()
    await parquet(join(cwd, 'odd.parquet'), `SELECT * REPLACE (7 AS y) FROM (${predictions}) LIMIT 5`)
    await parquet(
      join(cwd, 'far.parquet'),
      `SELECT * REPLACE (g + 50 AS g, x + 1e6 AS x) FROM (${predictions}) LIMIT 5`,
    )
    writeFileSync(join(cwd, 'policy.yaml'), policy(over))
    const { code, stdout, stderr } = await sluice(['golden', 'judge', 'policy.yaml'], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })

  test('its gates are judged by check like any other, in every format', async () => {
    const { cwd } = await drawn()
    writeFileSync(join(cwd, 'policy.yaml'), policy())
    for (const [format, found] of [
      ['json', '"metric": "golden_coverage"'],
      ['junit', 'name="golden_coverage"'],
      ['sarif', 'covered'],
    ] as const) {
      const { code, stdout } = await sluice(['check', 'policy.yaml', '--format', format], { cwd })
      expect(code).toBe(0)
      if (format !== 'sarif') expect(stdout).toContain(found)
    }
  })

  test('help shows an example', async () => {
    for (const args of [['golden'], ['golden', 'draw'], ['golden', 'judge']]) {
      const { code, stdout } = await sluice([...args, '--help'])
      expect(code).toBe(0)
      expect(stdout).toMatch(/Examples?:/)
    }
  })
})
