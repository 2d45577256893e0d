import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPolicy } from '@sluice/policy'
import { createRandom } from '@sluice/stats'
import { afterAll, expect, test } from 'vitest'
import { measureCatalogue, measurePolicy } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-one-name-'))
afterAll(() => rmSync(folder, { recursive: true }))

const random = createRandom('partitions of one name')
const rows = Array.from({ length: 1500 }, (_, row) => {
  const day = row % 60
  const label = random.uniform() < 0.3 ? 1 : 0
  // The score says more in later days, so that each stretch of time has a value of its own.
  const score = (0.2 + (0.6 * day) / 60) * label * random.uniform() + 0.5 * random.uniform()
  const time = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
  return [row, label, score, time, day, row % 3].join(',')
})
writeFileSync(join(folder, 'test.csv'), ['id,y,s,t,day,k', ...rows].join('\n'))

async function byslice(slices: string, names: string) {
  writeFileSync(
    join(folder, 'policy.yaml'),
    `version: 1
model: m
task: binary
datasets: { test: { path: test.csv } }
columns: { id: id, label: y, positive: 1, timestamp: t }
models: { m: { score: s } }
slices: ${slices}
gates: [{ name: g, metric: roc_auc, slices: ${names}, min: 0.5 }]
`,
  )
  const policy = await loadPolicy(join(folder, 'policy.yaml'), measureCatalogue)
  const { measurements } = await measurePolicy(policy, { version: 'test' })
  return new Map(measurements.map(({ slice, value, rows, positives }) => [slice, { value, rows, positives }]))
}

test('windows that overlap are measured each on its own rows', async () => {
  const windows = await byslice(
    '[{ name: recency, column: t, windows: { week: 7d, month: 30d } }, { name: k, column: k }]',
    '[recency, k]',
  )
  const predicates = await byslice(
    '[{ name: week, where: "day >= 53" }, { name: month, where: "day >= 30" }, { name: k, column: k }]',
    '[week, month, k]',
  )
  for (const name of ['week', 'month']) {
    const window = windows.get(`recency=${name}`)!
    expect(window).toEqual(predicates.get(name))
  }
  expect(windows.get('recency=week')).not.toEqual(windows.get('recency=month'))
})
