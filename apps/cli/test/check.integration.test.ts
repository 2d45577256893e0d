import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckResult } from '@sluice/gates'
import { describe, expect, test } from 'vitest'
import { folder, parquet, policyText, predictions, root, sluice } from './run-sluice.ts'

const examples = ['check', join(root, 'policies')]

const policyOf = (result: CheckResult, model: string) => result.policies.find((policy) => policy.model === model)!

/** A verdict without the gates on latencies, and without the table that holds some and the note about them. */
function untimed(stdout: string): string {
  const { policies, ...rest } = JSON.parse(stdout) as CheckResult
  const kept = policies.map(({ variants: _, gates, notes = [], ...policy }) => ({
    ...policy,
    notes: notes.filter(({ text }) => !text.includes('latency')),
    gates: gates.filter(({ counts }) => counts !== 'requests'),
  }))
  return JSON.stringify({ ...rest, policies: kept }, null, 2)
}

describe('the example policies', () => {
  test('credit-default fails for its miscalibrated candidate, census-income cannot tell about small groups', async () => {
    const run = await sluice([...examples, '--format', 'json', '--as-of', '2026-11-23'])
    expect(run.stderr).toBe('')
    const result = JSON.parse(run.stdout)
    const verdicts = result.policies.map((policy: { model: string; verdict: string }) => [policy.model, policy.verdict])
    expect(run.code).toBe(1)
    expect([result.schema, result.verdict]).toEqual(['sluice.verdict/1', 'fail'])
    expect(verdicts).toEqual([
      ['bike-demand', 'fail'],
      ['census-income', 'inconclusive'],
      ['credit-default', 'fail'],
      ['land-cover', 'pass'],
    ])
    const credit = policyOf(result, 'credit-default')
    const gates = Object.fromEntries(credit.gates.map((gate) => [gate.name, gate]))
    expect(gates['honest-probabilities']).toMatchObject({
      status: 'fail',
      metric: 'ece',
      condition: { max: 0.03 },
      dataset: 'test',
    })
    expect(gates['ranks-better-than-today'].status).toBe('pass')
    const small = gates['no-slice-left-behind'].measurements.find((m: { slice: string }) => m.slice === 'education=4')
    expect(small).toMatchObject({ status: 'inconclusive', n: 31, positives: 3, rowsNeeded: 176 })
  })

  test('the numbers are those of an independent computation', async () => {
    // scikit-learn 1.9.1 on the same rows: roc_auc_score, average_precision_score, log_loss.
    const run = await sluice([...examples, '--format', 'json', '--as-of', '2026-11-23'])
    const credit = policyOf(JSON.parse(run.stdout), 'credit-default')
    const measured = (name: string) => credit.gates.find((gate) => gate.name === name)!.measurements[0]!
    expect(measured('finds-the-rare-ones').value).toBeCloseTo(0.5382, 4)
    expect(measured('ranks-better-than-today').of!.candidate).toBeCloseTo(0.7756, 4)
    expect(measured('ranks-better-than-today').of!.baseline).toBeCloseTo(0.7081, 4)
    expect(measured('costs-no-likelihood').value).toBeCloseTo(0.5319 - 0.477, 3)
  })

  test('two runs agree to the last bit, but for what is timed', async () => {
    const [a, b] = await Promise.all([
      sluice([...examples, '--format', 'json']),
      sluice([...examples, '--format', 'json']),
    ])
    expect(untimed(a.stdout)).toBe(untimed(b.stdout))
    expect(untimed(a.stdout)).not.toContain('latency')
    expect(a.stdout).toContain('latency')
  })

  test('evidence judged again gives the verdict of the check', async () => {
    const path = folder()
    const evidence = join(path, 'evidence.json')
    const policy = join(root, 'policies/census-income/policy.yaml')
    const checked = await sluice(['check', policy, '--format', 'json', '--evidence', evidence, '--as-of', '2026-11-23'])
    const judged = await sluice(['judge', policy, '--evidence', evidence, '--format', 'json', '--as-of', '2026-11-23'])
    expect(judged.code).toBe(checked.code)
    expect(JSON.parse(judged.stdout)).toEqual(JSON.parse(checked.stdout))
  })
})

describe('one small policy', () => {
  test('every format says the same, and files are written whole', async () => {
    const path = folder({
      'policy.yaml': policyText({ gate: '{ name: ranks, metric: roc_auc, min: 0.99, why: "It must." }' }),
    })
    await parquet(join(path, 'data.parquet'), predictions)
    const outputs = ['text', 'json', 'junit', 'sarif', 'markdown', 'github'].flatMap((name) => [
      '--output',
      `${name}=out/${name}`,
    ])
    const run = await sluice(['check', ...outputs], { cwd: path })
    expect(run.code).toBe(1)
    const read = (name: string) => readFileSync(join(path, 'out', name), 'utf8')
    expect(JSON.parse(read('json')).verdict).toBe('fail')
    expect(read('junit')).toContain('<failure')
    expect(JSON.parse(read('sarif')).runs[0].results[0].locations[0].physicalLocation.region.startLine).toBe(11)
    expect(read('markdown')).toContain('ranks')
    expect(read('github')).toMatch(/^::error file=policy\.yaml,line=11/m)
    expect(read('text')).toContain('It must.')
    expect(read('text')).not.toContain('\u001b[')
  })

  test('--only narrows the run to a gate, and standard output holds nothing but JSON', async () => {
    const path = folder({ 'policy.yaml': policyText() })
    await parquet(join(path, 'data.parquet'), predictions)
    const run = await sluice(['check', '--only', 'ranks', '--format', 'json'], { cwd: path })
    expect(run.code).toBe(0)
    expect(JSON.parse(run.stdout).policies[0].gates).toHaveLength(1)
  })

  test('a gate that asks for more rows than there are exits with 3 and says how many it lacks', async () => {
    const path = folder({
      'policy.yaml': policyText({ gate: '{ name: ranks, metric: roc_auc, min: 0.6, min_rows: 1000 }' }),
    })
    await parquet(join(path, 'data.parquet'), predictions)
    const run = await sluice(['check'], { cwd: path })
    expect(run.code).toBe(3)
    expect(run.stdout).toContain('400')
  })

  test('rows that no slice holds and what a search found are said in every report that people read', async () => {
    const path = folder({
      'policy.yaml': policyText({
        slices: `[{ name: x, column: x, edges: [0, 200] }, { name: worst, discover: { columns: [g], depth: 1, min_rows: 50, top: 3 } }]`,
        gate: '{ name: everywhere, metric: roc_auc, slices: [x, worst], min: 0.1 }',
      }),
    })
    await parquet(join(path, 'data.parquet'), predictions)
    const run = await sluice(['check', '--format', 'json', '-o', 'text=out.txt', '-o', 'markdown=out.md'], {
      cwd: path,
    })
    expect(run.stderr).toBe('')
    const [{ notes }] = JSON.parse(run.stdout).policies
    const outside = "399 rows are in no slice of 'x': outside its edges"
    expect(notes).toContainEqual({ datasets: ['test'], text: outside })
    expect(notes.map((note: { text: string }) => note.text)).toContainEqual(
      expect.stringMatching(/^'worst' searched [\d,]+ rows and found \d+ slices?; \d+ (have|has) greater errors/),
    )
    const text = readFileSync(join(path, 'out.txt'), 'utf8')
    expect(text).toContain(`note  test: ${outside}`)
    expect(text).toContain("note  test: 'worst' searched")
    expect(readFileSync(join(path, 'out.md'), 'utf8')).toContain('- test: 399 rows are in no slice of')
  })

  test('a verdict takes a screen on a terminal, and --full all of it; a file has it all', async () => {
    const path = folder()
    const wide = { env: { COLUMNS: '100' } }
    const args = ['check', 'policies/credit-default', '--as-of', '2026-11-23']
    const evidence = join(path, 'evidence.json')
    const screen = await sluice([...args, '--evidence', evidence, '-o', `text=${join(path, 'all.txt')}`], wide)
    expect(screen.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(50)
    expect(screen.stdout).toContain('--full shows every gate, slice and note')
    const policy = join(root, 'policies/credit-default/policy.yaml')
    const full = await sluice(['judge', policy, '--evidence', evidence, '--as-of', '2026-11-23', '--full'], wide)
    for (const text of [full.stdout, readFileSync(join(path, 'all.txt'), 'utf8')]) {
      expect(text).toContain('education=0 ')
      expect(text).toContain('int8 beside fp32')
      expect(text).not.toContain('--full')
    }
  })

  test('a policy that is wrong does not hide one that is right', async () => {
    const path = folder({ 'good.policy.yaml': policyText(), 'bad.policy.yaml': 'version: 1\nmodel: [' })
    await parquet(join(path, 'data.parquet'), predictions)
    const run = await sluice(['check', '--format', 'json'], { cwd: path })
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('bad.policy.yaml')
    expect(JSON.parse(run.stdout).policies.map((one: { verdict: string }) => one.verdict)).toEqual(['error', 'pass'])
  })

  test('in GitHub Actions the step summary is written beside the annotations', async () => {
    const path = folder({ 'policy.yaml': policyText() })
    await parquet(join(path, 'data.parquet'), predictions)
    const summary = join(path, 'summary.md')
    await sluice(['check', '--format', 'github'], { cwd: path, env: { GITHUB_STEP_SUMMARY: summary } })
    expect(existsSync(summary) && readFileSync(summary, 'utf8')).toContain('example')
  })
})
