import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, parquet, policyText, predictions, sluice, sluiceOnTerminal } from './run-sluice.ts'

const withModel = (model: string, text = policyText()) => text.replace('model: example', () => `model: ${model}`)

/** A folder of named policies over one table. */
async function policies(files: Record<string, string>): Promise<string> {
  const path = folder(files)
  await parquet(join(path, 'data.parquet'), predictions)
  return path
}

async function modelsChecked(args: readonly string[], cwd: string): Promise<string[]> {
  const run = await sluice(['check', ...args, '--format', 'json'], { cwd })
  expect(run.code, run.stderr).toBe(0)
  return JSON.parse(run.stdout).policies.map((policy: { model: string }) => policy.model)
}

describe('which policies are found', () => {
  test('a folder without policies is refused even beside one that has some', async () => {
    const path = await policies({ 'policy.yaml': policyText() })
    mkdirSync(join(path, 'empty'))
    const run = await sluice(['check', '.', 'empty'], { cwd: path })
    expect([run.code, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toContain('no policy.yaml below empty')
  })

  test('links to policies and to folders are followed, each folder once however links turn in circles', async () => {
    const elsewhere = await policies({ 'policy.yaml': withModel('elsewhere') })
    const path = await policies({ 'real.txt': withModel('linked') })
    symlinkSync(join(path, 'real.txt'), join(path, 'policy.yaml'))
    mkdirSync(join(path, 'deep'))
    symlinkSync(path, join(path, 'deep', 'up'))
    symlinkSync(elsewhere, join(path, 'deep', 'other'))
    expect(await modelsChecked([], path)).toEqual(['elsewhere', 'linked'])
    expect(await modelsChecked([join(path, 'deep', 'other')], path)).toEqual(['elsewhere'])
    expect(await modelsChecked(['policy.yaml', './policy.yaml'], path)).toEqual(['linked'])
  })

  test('a link to a policy that is gone is an error, not a silence', async () => {
    const path = await policies({ 'a.policy.yaml': policyText() })
    symlinkSync('gone.yaml', join(path, 'b.policy.yaml'))
    const run = await sluice(['check'], { cwd: path })
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('b.policy.yaml')
  })
})

describe('a policy that fails unexpectedly', () => {
  test('is an error of that policy: the others are judged, and standard output stays JSON', async () => {
    const path = await policies({
      'a.policy.yaml': withModel('broken', policyText({ gate: '{ name: honest, metric: ece, max: 0.5 }' })),
      'b.policy.yaml': withModel('whole'),
    })
    // A defect: a function that the interval of a calibration error needs, and that of a ranking does not.
    const defect = "Math.cbrt = () => { throw new RangeError('Array buffer allocation failed') }"
    const run = await sluice(['check', '--format', 'json'], {
      cwd: path,
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(defect)}` },
    })
    expect(run.code, run.stderr).toBe(2)
    const { verdict, policies: judged } = JSON.parse(run.stdout)
    expect(verdict).toBe('error')
    expect(judged).toMatchObject([
      { verdict: 'error', problems: [{ code: 'unexpected-failure', message: expect.stringContaining('allocation') }] },
      { model: 'whole', verdict: 'pass' },
    ])
    expect(run.stderr).toContain('defect of Sluice')
  })
})

describe('--only', () => {
  const other = withModel('other', policyText({ gate: '{ name: cheap, metric: log_loss, max: 9 }' }))

  test('leaves out the policies that do not have the gate', async () => {
    const path = await policies({ 'a.policy.yaml': policyText(), 'b.policy.yaml': other })
    expect(await modelsChecked(['--only', 'cheap'], path)).toEqual(['other'])
    expect(await modelsChecked(['--only', 'cheap', '--only', 'ranks'], path)).toEqual(['example', 'other'])
  })

  test('refuses a gate that no policy has and names those that there are', async () => {
    const path = await policies({ 'a.policy.yaml': policyText(), 'b.policy.yaml': other })
    const run = await sluice(['check', '--only', 'rank'], { cwd: path })
    expect([run.code, run.stdout]).toEqual([2, ''])
    for (const word of ["no policy has a gate 'rank'", "mean 'ranks'", 'a.policy.yaml: ranks', 'b.policy.yaml: cheap'])
      expect(run.stderr).toContain(word)
  })
})

describe('--evidence', () => {
  test('keeps a file for each model, whatever characters its name has', async () => {
    const path = await policies({
      'a.policy.yaml': withModel('acme/fraud'),
      'b.policy.yaml': withModel('"it$&$1"'),
    })
    const run = await sluice(['check', '--evidence', 'kept/evidence.json'], { cwd: path })
    expect(run.code, run.stderr).toBe(0)
    expect(readdirSync(join(path, 'kept')).sort()).toEqual(['evidence.acme-fraud.json', 'evidence.it$&$1.json'])
    expect(JSON.parse(readFileSync(join(path, 'kept/evidence.acme-fraud.json'), 'utf8')).model).toBe('acme/fraud')
  })

  test('of two policies of one model would overwrite each other and is refused before measuring', async () => {
    const path = await policies({
      'a.policy.yaml': policyText({ data: 'absent.parquet' }),
      'b.policy.yaml': policyText(),
    })
    const run = await sluice(['check', '--evidence', 'evidence.json'], { cwd: path })
    expect([run.code, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toContain('a.policy.yaml and b.policy.yaml')
    expect(run.stderr).not.toContain('absent')
  })
})

describe('--self-test', () => {
  test('reports how often each gate of each policy contradicts itself, in one document', async () => {
    const path = await policies({ 'a.policy.yaml': policyText(), 'b.policy.yaml': withModel('other') })
    const run = await sluice(['check', '--self-test', '6', '--format', 'json'], { cwd: path })
    expect(run.code, run.stderr).toBe(0)
    expect(JSON.parse(run.stdout)).toMatchObject({
      schema: 'sluice.self-test/1',
      policies: [
        { model: 'example', rounds: 6, gates: [{ gate: 'ranks', rounds: 6, flips: 0 }] },
        { model: 'other', rounds: 6, gates: [{ gate: 'ranks', rounds: 6, flips: 0 }] },
      ],
    })
  })

  test('tests the right policies beside wrong ones, and exits with 2', async () => {
    const path = await policies({
      'a.policy.yaml': 'version: 1\nmodel: [',
      'b.policy.yaml': withModel('dataless', policyText({ data: 'absent.parquet' })),
      'c.policy.yaml': policyText(),
    })
    const run = await sluice(['check', '--self-test', '4', '--format', 'json'], { cwd: path })
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('a.policy.yaml')
    expect(run.stderr).toContain('absent.parquet')
    expect(JSON.parse(run.stdout).policies.map((policy: { model: string }) => policy.model)).toEqual(['example'])
  })

  test.each([
    [['--format', 'junit'], "text and json, not 'junit'"],
    [['--output', 'json=verdict.json'], 'nothing for --output'],
  ])('refuses what it cannot write: %s', async (args, word) => {
    const path = await policies({ 'policy.yaml': policyText() })
    const run = await sluice(['check', '--self-test', '4', ...args], { cwd: path })
    expect([run.code, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toContain(word)
  })
})

test('a reader that leaves early changes neither the exit code nor what stands on standard error', async () => {
  const path = await policies({ 'policy.yaml': policyText({ gate: '{ name: ranks, metric: roc_auc, min: 0.99 }' }) })
  const run = await sluice(['check', '--format', 'json'], { cwd: path, closedStdout: true })
  expect(run).toEqual({ code: 1, stdout: '', stderr: '' })
})

test.skipIf(process.platform !== 'linux')('on a terminal the problems of a policy are printed once', async () => {
  const path = await policies({ 'bad.policy.yaml': 'version: 1\nmodel: [', 'good.policy.yaml': policyText() })
  const screen = await sluiceOnTerminal('check', path)
  expect(screen.split('bad.policy.yaml:2:').length - 1).toBe(1)
  expect(screen).toMatch(/bad\.policy\.yaml .+ERROR/)
  expect(screen).toMatch(/example .+PASS/)
  expect((await sluice(['check'], { cwd: path })).stdout).toContain('bad.policy.yaml:2:')
})

test('a link that a report is written to stays a link', async () => {
  const path = await policies({ 'policy.yaml': policyText() })
  writeFileSync(join(path, 'real.json'), 'old')
  symlinkSync('real.json', join(path, 'verdict.json'))
  const run = await sluice(['check', '--output', 'json=verdict.json'], { cwd: path })
  expect(run.code, run.stderr).toBe(0)
  expect(JSON.parse(readFileSync(join(path, 'real.json'), 'utf8')).verdict).toBe('pass')
})
