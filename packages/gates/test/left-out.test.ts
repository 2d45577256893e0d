import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPolicy } from '@sluice/policy'
import { createRandom } from '@sluice/stats'
import { afterAll, expect, test } from 'vitest'
import { measureCatalogue, measurePolicy } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-left-out-'))
afterAll(() => rmSync(folder, { recursive: true }))
const random = createRandom('left out')

async function measured(header: string, rows: readonly string[], yaml: string) {
  writeFileSync(join(folder, 'test.csv'), [header, ...rows].join('\n'))
  writeFileSync(join(folder, 'policy.yaml'), `version: 1\nmodel: m\ndatasets: { test: { path: test.csv } }\n${yaml}`)
  const policy = await loadPolicy(join(folder, 'policy.yaml'), measureCatalogue)
  const { measurements } = await measurePolicy(policy, { version: 'test', curves: false })
  return measurements
}

test('a class without a row is named where a mean over classes leaves it out', async () => {
  const rows = Array.from({ length: 90 }, (_, at) => {
    const p = [random.uniform(), random.uniform(), random.uniform()]
    const sum = p[0]! + p[1]! + p[2]!
    return [at % 2 === 0 ? 'a' : 'b', ...p.map((value) => value / sum), at % 3 === 0 ? 'x' : 'y'].join(',')
  })
  const measurements = await measured(
    'y,pa,pb,pc,k',
    rows,
    `task: multiclass
columns: { label: y }
models: { m: { probabilities: { a: pa, b: pb, c: pc } }, old: { role: baseline, probabilities: { a: pb, b: pa, c: pc } } }
gates:
  - { name: f1, metric: macro_f1, slices: [k], min: 0.1 }
  - { name: auc, metric: macro_roc_auc, min: 0.1 }
  - { name: better, metric: macro_f1, versus: old, min_delta: -1 }
  - { name: accuracy, metric: accuracy, min: 0.1 }
`,
  )
  const note = '2 of 3 classes entered; left out, without a row here: c'
  const averaged = measurements.filter(({ metric }) => metric !== 'accuracy')
  expect(averaged).toHaveLength(5)
  for (const measurement of averaged) expect(measurement).toMatchObject({ note })
  expect(measurements.find(({ metric }) => metric === 'accuracy')).not.toHaveProperty('note')
})

test('a label that nobody has is named', async () => {
  const rows = Array.from({ length: 60 }, (_, at) => `${at % 2},0,${random.uniform()},${random.uniform()}`)
  const measurements = await measured(
    'red,blue,s0,s1',
    rows,
    `task: multilabel
columns: { labels: [red, blue] }
models: { m: { probabilities: { red: s0, blue: s1 } } }
gates: [{ name: auc, metric: macro_roc_auc, min: 0.1 }]
`,
  )
  expect(measurements).toMatchObject([{ note: '1 of 2 labels entered; left out, without a value here: blue' }])
})

test('queries without a relevant document are counted, and do not count as rows that were measured', async () => {
  const rows = Array.from({ length: 300 }, (_, at) => {
    const query = Math.floor(at / 5)
    return `q${query},${query % 6 === 0 || at % 5 > 1 ? 0 : 1},${random.uniform()}`
  })
  const measurements = await measured(
    'q,y,s',
    rows,
    `task: ranking
columns: { label: y, query: q }
models: { m: { score: s } }
gates: [{ name: n, metric: ndcg, min: 0.1 }, { name: h, metric: hit_rate, min: 0.1 }]
`,
  )
  const note = '10 queries without a relevant document left out'
  expect(measurements).toMatchObject([
    { rows: 50, effectiveRows: 50, note },
    { rows: 50, effectiveRows: 50, note },
  ])
})

test('queries that carry weight count by it, those that entered alone', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => {
    const query = Math.floor(at / 2)
    // Ten queries of weight 1 and five of weight 3 have a relevant document, five of weight 9 have none.
    const weight = query < 10 ? 1 : query < 15 ? 3 : 9
    return `q${query},${query < 15 && at % 2 === 0 ? 1 : 0},${random.uniform()},${weight}`
  })
  const [ndcg] = await measured(
    'q,y,s,w',
    rows,
    `task: ranking
columns: { label: y, query: q, weight: w }
models: { m: { score: s } }
gates: [{ name: n, metric: ndcg, min: 0.1 }]
`,
  )
  expect(ndcg!.rows).toBe(15)
  // (10·1 + 5·3)² / (10·1 + 5·9)
  expect(ndcg!.effectiveRows).toBeCloseTo(625 / 55, 12)
})
