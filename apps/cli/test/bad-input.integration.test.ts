import { mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, parquet, policyText, predictions, type Run, sluice } from './run-sluice.ts'

/** What holds for every bad input: exit code 2, one message with a place, never a stack trace, never a pass. */
function expectRefused(run: Run, ...words: readonly (string | RegExp)[]): void {
  expect(run.code, run.stderr + run.stdout).toBe(2)
  for (const word of words) expect(run.stderr).toMatch(word)
  expect(run.stderr).not.toMatch(/\n\s+at .+:\d+:\d+/)
  expect(run.stderr).not.toContain('unexpected failure')
  expect(run.stdout).not.toMatch(/"verdict": ?"pass"/)
}

async function check(files: Record<string, string>, query: string | null = predictions): Promise<Run> {
  const path = folder(files)
  if (query !== null) await parquet(join(path, 'data.parquet'), query)
  return sluice(['check', 'policy.yaml'], { cwd: path })
}

const over = (column: string, expression: string) =>
  `SELECT * REPLACE (${expression} AS ${column}) FROM (${predictions})`

describe('the data', () => {
  test('a missing file is named with the policy line that asks for it', async () => {
    expectRefused(
      await check({ 'policy.yaml': policyText({ data: 'absent.parquet' }) }),
      /policy\.yaml:5/,
      'absent.parquet',
    )
  })

  test('a truncated Parquet file is refused', async () => {
    const path = folder({ 'policy.yaml': policyText() })
    const file = join(path, 'data.parquet')
    await parquet(file, predictions)
    truncateSync(file, Math.floor(statSync(file).size * 0.6))
    expectRefused(await sluice(['check', 'policy.yaml'], { cwd: path }), /policy\.yaml:5/, 'data.parquet')
  })

  test('a CSV with ragged rows is refused with its line', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},${i % 2},0.${i % 10}5`)
    rows[20] = '20,1'
    const run = await check(
      { 'policy.yaml': policyText({ data: 'data.csv' }), 'data.csv': `id,y,p\n${rows.join('\n')}\n` },
      null,
    )
    expectRefused(run, 'data.csv', /22/)
  })

  test('a missing column is named with those that are there', async () => {
    const run = await check({ 'policy.yaml': policyText({ columns: '{ label: defaulted, positive: 1 }' }) })
    expectRefused(run, 'defaulted', /id, y, p/)
  })

  test('a label of three values is no binary task', async () => {
    expectRefused(
      await check({ 'policy.yaml': policyText() }, over('y', 'i % 3').replace('i % 3', 'id % 3')),
      'holds 3 values',
      'multiclass',
    )
  })

  test('a label of one value can tell nothing apart, and labels that have not come in are no verdict', async () => {
    const cheap = { gate: '{ name: cheap, metric: log_loss, max: 9 }' }
    const undeclared = policyText({ columns: '{ id: id, label: y }', ...cheap })
    for (const value of ['0', '1', "'no'"]) {
      const run = await check({ 'policy.yaml': undeclared }, over('y', value))
      expectRefused(run, `single value (${value.replaceAll("'", '')})`, 'both classes')
      expect(run.stderr).not.toContain('neither 1 nor true')
    }
    const unlabelled = await check({ 'policy.yaml': policyText(cheap) }, over('y', '0'))
    expectRefused(unlabelled, "never the positive class '1'", 'known negatives')
  })

  test('rows that are all of the declared positive class are measured by what needs no other', async () => {
    const path = folder({
      'policy.yaml': `${policyText({ gate: '{ name: finds, metric: recall, min: 0.2 }' })}  - { name: cheap, metric: log_loss, max: 9 }
  - { name: calibrated, metric: ece, max: 0.9 }
  - { name: ranks, metric: roc_auc, min: 0.6 }
`,
    })
    await parquet(join(path, 'data.parquet'), over('y', '1'))
    const run = await sluice(['check', 'policy.yaml', '--format', 'json', '--evidence', 'evidence.json'], { cwd: path })
    expect(run.code, run.stderr).toBe(3)
    const gates: { name: string; status: string; measurements: { value: number | null; note?: string }[] }[] =
      JSON.parse(run.stdout).policies[0].gates
    expect(gates.map(({ name, status }) => [name, status])).toEqual([
      ['finds', 'pass'],
      ['cheap', 'pass'],
      ['calibrated', 'pass'],
      ['ranks', 'inconclusive'],
    ])
    expect(gates[3]!.measurements[0]).toMatchObject({ value: null, note: expect.stringContaining('only one class') })
    const measured = await sluice(
      ['measure', 'data.parquet', '--label', 'y', '--score', 'p', '--positive', '1', '--format', 'json'],
      { cwd: path },
    )
    expect(measured.code, measured.stderr).toBe(0)
    const of = (name: string) =>
      JSON.parse(measured.stdout).measurements.find(({ metric }: { metric: string }) => metric === name)
    expect(of('roc_auc')).toMatchObject({ value: null, note: expect.any(String) })
    expect(of('log_loss').value).toBeGreaterThan(0)
  })

  test('a missing group is no cluster: it is refused with the first row, whatever the measure', async () => {
    const gates = ['{ name: ranks, metric: roc_auc, min: 0.6 }', '{ name: honest, metric: ece, max: 0.5 }']
    const groups = ['CASE WHEN id < 20 THEN NULL ELSE id END', "CASE WHEN id < 20 THEN 'nan'::DOUBLE ELSE id END"]
    for (const gate of gates) {
      for (const missing of groups) {
        const text = policyText({ columns: '{ id: id, label: y, positive: 1, group: g }', gate })
        const run = await check({ 'policy.yaml': text }, over('g', missing))
        expectRefused(run, /policy\.yaml:6:50/, "group column 'g'", '20 rows', 'row 1', 'group of its own')
      }
    }
  })

  test('scores outside [0, 1] are refused for a probability metric and fine for a ranking', async () => {
    const logits = over('p', 'ln(p / (1 - p))')
    expectRefused(
      await check({ 'policy.yaml': policyText({ gate: '{ name: sharp, metric: brier, max: 0.3 }' }) }, logits),
      'brier',
      /policy\.yaml:11/,
    )
    expect((await check({ 'policy.yaml': policyText() }, logits)).code).toBe(0)
  })

  test('rows are counted from 1, and the first one is named, whatever found it', async () => {
    const sharp = { 'policy.yaml': policyText({ gate: '{ name: sharp, metric: brier, max: 0.3 }' }) }
    // Lowest in row 170, highest in row 500, and the first in row 8.
    const beyond = over('p', 'CASE id WHEN 169 THEN -5.0 WHEN 499 THEN 9.0 WHEN 7 THEN 1.5 ELSE p END')
    expectRefused(await check(sharp, beyond), /3 scores are outside \[0, 1\], first 1\.5 in row\s+8:/)
    const regression = `version: 1
model: example
task: regression
datasets: { test: { path: data.parquet, role: test } }
columns: { label: x }
models: { candidate: { prediction: p } }
gates: [{ name: close, metric: mae, max: 1000 }]
`
    const infinite = over('p', "CASE id WHEN 3 THEN 'inf'::DOUBLE ELSE p END")
    expectRefused(await check({ 'policy.yaml': regression }, infinite), /first\s+in\s+row\s+4\s+\(Infinity\)/)
  })

  test('NaN scores and missing labels are refused with the first row', async () => {
    expectRefused(
      await check({ 'policy.yaml': policyText() }, over('p', "CASE WHEN id = 7 THEN 'nan'::DOUBLE ELSE p END")),
      'row 8',
    )
    expectRefused(
      await check({ 'policy.yaml': policyText() }, over('y', 'CASE WHEN id = 9 THEN NULL ELSE y END')),
      'row 10',
    )
  })

  test('duplicate ids are refused', async () => {
    expectRefused(await check({ 'policy.yaml': policyText() }, over('id', 'id // 2')), 'id column', '300 rows')
  })

  test('slices that repeat the label are a mistake of the policy', async () => {
    const text = policyText({
      slices: '[{ name: outcome, column: y }]',
      gate: '{ name: ranks, metric: roc_auc, slices: all, min: 0.6 }',
    })
    const run = await check({ 'policy.yaml': text })
    expect(run.code).toBe(2)
    expect(run.stdout).toContain('repeats the label')
  })

  test('an empty table is refused', async () => {
    expectRefused(await check({ 'policy.yaml': policyText() }, `${predictions} WHERE i < 0`), /no rows|empty/i)
  })
})

describe('the policy', () => {
  test('a policy of 10 MB is refused before it is parsed', async () => {
    expectRefused(
      await check({ 'policy.yaml': `${policyText()}# ${'x'.repeat(10_000_000)}` }),
      /10,000,\d+ bytes/,
      'at most',
    )
  })

  test('aliases that explode are refused', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`,
    )
    expectRefused(await check({ 'policy.yaml': `a0: &a0 [x]\n${levels.join('\n')}\n${policyText()}` }), /alias/i)
  })

  test('a misspelt metric gets the nearest spelling, and every problem comes at once', async () => {
    const text = policyText({ gate: '{ name: ranks, metric: roc_auk, min: 0.6, sevrity: warn }' })
    expectRefused(await check({ 'policy.yaml': text }), 'roc_auc', 'severity', /policy\.yaml:11/)
  })

  test.each([
    ['reads a file', "g IN (SELECT content FROM read_text('/etc/passwd'))"],
    ['calls a table function', "EXISTS (SELECT 1 FROM glob('/*'))"],
    ['reads the environment', "getenv('HOME') = '/root'"],
    ['holds a second statement', '1 = 1; DROP TABLE x'],
    ['asks for an unknown column', 'salary > 3'],
  ])('a predicate that %s is refused with its place', async (_, where) => {
    const text = policyText({
      slices: `[{ name: odd, where: ${JSON.stringify(where)} }]`,
      gate: '{ name: ranks, metric: roc_auc, slices: all, min: 0.6 }',
    })
    const run = await check({ 'policy.yaml': text })
    expectRefused(run, /policy\.yaml/)
    expect(run.stderr + run.stdout).not.toContain('root:')
  })
})

describe('the call', () => {
  test.each([
    ['an unknown format', ['check', '.', '--format', 'xml'], 'unknown format'],
    ['an unknown gate', ['check', '.', '--only', 'nothing'], 'has no gate'],
    ['a format that is a name of the language', ['check', '.', '--format', 'constructor'], 'unknown format'],
    ['a path that is not there', ['check', 'nowhere'], 'does not exist'],
    ['a folder without policies', ['check', 'empty'], 'no policy.yaml'],
    ['an unknown command', ['chekc'], 'check'],
    ['a day that is none', ['check', '.', '--as-of', '2026-02-30'], '2026-02-30'],
  ])('%s is refused with what is there', async (_, args, word) => {
    const path = folder({ 'policy.yaml': policyText() })
    await parquet(join(path, 'data.parquet'), predictions)
    await parquet(join(path, 'other.parquet'), predictions)
    if (args.includes('empty')) writeFileSync(join(path, 'note.txt'), '')
    const target = args.includes('empty') ? folder() : path
    expectRefused(
      await sluice(
        args.map((arg) => (arg === 'empty' ? '.' : arg)),
        { cwd: target },
      ),
      word,
    )
  })

  test.each([
    ['evidence in a folder', ['--evidence', 'results'], "'results' is a folder"],
    ['a report in a folder', ['--output', 'json=results'], "'results' is a folder"],
    ['a report below a file', ['--output', 'json=policy.yaml/verdict.json'], 'is not a folder'],
  ])('%s is refused before anything is measured', async (_, args, word) => {
    const path = folder({ 'policy.yaml': policyText({ data: 'absent.parquet' }) })
    mkdirSync(join(path, 'results'))
    const run = await sluice(['check', ...args], { cwd: path })
    expectRefused(run, word)
    expect(run.stderr).not.toContain('absent.parquet')
    expect(readdirSync(join(path, 'results'))).toEqual([])
  })
})
