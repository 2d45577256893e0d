import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPolicy } from '@sluice/policy'
import { onTestFinished } from 'vitest'
import { type Evidence, measureCatalogue, measurePolicy } from '../src/index.ts'

/** A program that scores a row by its columns: what it says can be worked out by hand. */
// A number that is logged as such is coloured where FORCE_COLOR is set.
export const program = (body: string) =>
  `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { const row = JSON.parse(line); ${body} })`
const linear = program(
  'console.log(String(row.income === null ? 0.9 : Math.max(0, Math.min(1, 0.1 + row.income / 100))))',
)

/** Ten rows with income 10, 20, …, 100: scores 0.2 to 1 (the last two are cut at 1). */
const tenRows = [
  'id,income,sex,y',
  ...Array.from({ length: 10 }, (_, i) => `${i},${(i + 1) * 10},${i % 2 ? 'm' : 'f'},${i >= 4 ? 1 : 0}`),
].join('\n')

export interface Given {
  readonly stress: string
  readonly gates: readonly string[]
  readonly body?: string
  readonly rows?: string
  readonly order?: readonly string[]
  readonly task?: string
  readonly columns?: string
}

function policyFile({
  stress,
  gates,
  body = linear,
  rows = tenRows,
  order = ['income'],
  task = 'binary',
  columns = 'id: id, label: y, positive: 1',
}: Given): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-stress-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'test.csv'), `${rows}\n`)
  writeFileSync(join(folder, 'model.cjs'), body)
  writeFileSync(join(folder, 'features.json'), JSON.stringify({ order }))
  const text = `version: 1
model: m
task: ${task}
datasets: { test: { path: test.csv, role: test } }
columns: { ${columns} }
models: { candidate: { score: income } }
slices: [{ name: sex, column: sex }]
gates:
${gates.map((gate) => `  - ${gate}`).join('\n')}
stress:
  s: ${stress.replaceAll('MODEL', `{ command: [${JSON.stringify(process.execPath)}, model.cjs], inputs: features.json }`)}
`
  const file = join(folder, 'policy.yaml')
  writeFileSync(file, text)
  return file
}

export const measured = async (given: Given) => {
  const policy = await loadPolicy(policyFile(given), measureCatalogue)
  return { policy, evidence: await measurePolicy(policy, { version: 'test' }) }
}
export const valueIn = (evidence: Evidence, metric: string, slice = 'all') =>
  evidence.measurements.find((one) => one.metric === metric && one.slice === slice)!
