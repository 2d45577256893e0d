import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPolicy } from '@sluice/policy'
import { afterAll, expect, test } from 'vitest'
import { judge, measureCatalogue, measurePolicy } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-few-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Rows of two groups; the scores are good ones. */
async function verdictOf(gate: string, groups: readonly string[]) {
  const rows = groups.map((group, i) => [i, i % 2, i % 2 === 1 ? 0.9 : 0.1, group].join(','))
  writeFileSync(join(folder, 'test.csv'), ['id,y,s,g', ...rows].join('\n'))
  const file = join(folder, 'policy.yaml')
  writeFileSync(
    file,
    `version: 1
model: m
task: binary
datasets: { test: { path: test.csv, role: test } }
columns: { id: id, label: y }
models: { m: { score: s } }
slices: [{ name: g, column: g }]
gates: [{ name: g, ${gate} }]
`,
  )
  const policy = await loadPolicy(file, measureCatalogue)
  const evidence = await measurePolicy(policy, { version: 'test' })
  return judge(policy, evidence, { asOf: '2026-01-01', catalogue: measureCatalogue }).gates[0]!
}

test.each([
  ['metric: ece, max: 0.5', 7],
  ['metric: { name: ece, strategy: quantile }, max: 0.5', 7],
  ['metric: mce, max: 0.9', 7],
  ['metric: { name: debiased_ece, bins: 20 }, max: 0.9', 12],
  ['metric: ace, max: 0.9', 7],
  ['metric: rmsce, max: 0.9', 7],
])('%s of 8 rows is not decided, and says how many rows are missing', async (gate, missing) => {
  const verdict = await verdictOf(gate, Array(8).fill('a'))
  expect(verdict.status).toBe('inconclusive')
  const [measurement] = verdict.measurements
  expect(measurement).toMatchObject({ value: null, lower: null, upper: null, n: 8, rowsNeeded: missing })
  const bins = 8 + missing
  expect(measurement!.reason).toBe(`fewer rows than the ${bins} bins; about ${missing} more rows are needed.`)
  expect(verdict.remedy).toContain(`about ${missing} more rows`)
})

test('a slice of three rows is not decided beside a large one, which is', async () => {
  const groups = [...Array<string>(60).fill('a'), 'b', 'b', 'b']
  const verdict = await verdictOf('metric: ece, max: 0.2, slices: [g]', groups)
  expect(verdict.measurements.map(({ slice, status, rowsNeeded }) => [slice, status, rowsNeeded])).toEqual([
    ['g=a', 'pass', null],
    ['g=b', 'inconclusive', 12],
  ])
  expect(verdict.status).toBe('inconclusive')
})
