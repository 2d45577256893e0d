import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Gate, loadPolicy, type Policy, type SliceDefinition } from '@sluice/policy'
import { createRandom } from '@sluice/stats'
import { afterAll, describe, expect, test } from 'vitest'
import { definitionsOf } from '../src/definitions.ts'
import type { Evidence, SearchEvidence } from '../src/evidence.ts'
import { judge, measureCatalogue, measurePolicy, parseEvidence, withholdSmallSlices } from '../src/index.ts'
import { evidence, gate, measured, noCatalogue, policy } from './fixtures.ts'

const asOf = '2026-11-23'
const folder = mkdtempSync(join(tmpdir(), 'sluice-discovery-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('judging slices that were searched for', () => {
  const location = { file: 'policy.yaml', line: 7, column: 5 }
  const worst: SliceDefinition = {
    kind: 'discover',
    name: 'worst',
    columns: ['a'],
    depth: 1,
    minRows: 200,
    top: 1,
    location,
  }
  const byValue: SliceDefinition = { kind: 'value', name: 'worst', column: 'x', top: null, location }
  const searching = gate({ slices: ['worst'], proof: 'unrefuted' })

  function search(over: Partial<SearchEvidence>): SearchEvidence {
    const counts = { searchedRows: 500, keptBackRows: 500, evaluatedSlices: 9, eligibleSlices: 4, rowsNeeded: 0 }
    return { partition: 'worst', ...counts, found: [], ...over }
  }

  function run(one: Gate, searches: readonly SearchEvidence[] | undefined, definition = worst, value = 0.75) {
    const asked: Policy = { ...policy([one]), slices: [definition] }
    const found = searches?.flatMap((each) => each.found.map(({ slice }) => slice)) ?? []
    const stored = evidence(
      measured(),
      ...found.map((slice) => measured({ partition: 'worst', slice, value, error: 0.01 })),
    )
    const datasets = stored.datasets.map((dataset) => ({
      ...dataset,
      slices: { worst: found },
      ...(searches && { searches }),
    }))
    const whole: Evidence = { ...stored, datasets, definitions: definitionsOf(asked) }
    return judge(asked, whole, { asOf, catalogue: noCatalogue }).gates[0]!
  }

  const finding = { slice: 'worst: a=1', difference: 0.1, pValue: 0.01, adjustedPValue: 0.02, confirmed: true }

  test('a search that finds no worse slice passes and says how many it looked at', () => {
    expect(run(searching, [search({})])).toMatchObject({ status: 'pass', measurements: [] })
    expect(run(searching, [search({})]).reason).toContain('of 4 that were large enough')
    expect(run(searching, undefined, byValue).status).toBe('inconclusive')
  })

  test('a search that no slice was large enough for is undecided, with the rows it lacks', () => {
    const stuck = search({ eligibleSlices: 0, keptBackRows: 0, rowsNeeded: 740 })
    const verdict = run(searching, [stuck])
    expect(verdict).toMatchObject({ status: 'inconclusive', blocking: true })
    expect(verdict.measurements).toMatchObject([{ slice: 'worst', rowsNeeded: 740, rowsNeededOf: 'dataset' }])
    expect(verdict.remedy).toContain('740 more rows of any kind on test')
    const constant = run(searching, [search({ eligibleSlices: 0, rowsNeeded: null })])
    expect(constant).toMatchObject({ status: 'inconclusive', measurements: [{ rowsNeeded: null }] })
  })

  test('beside a slice that passes, a search that could not run is not forgotten', () => {
    const both = gate({ slices: ['sex', 'worst'], proof: 'unrefuted' })
    const sex: SliceDefinition = { kind: 'value', name: 'sex', column: 'sex', top: null, location }
    const asked: Policy = { ...policy([both]), slices: [sex, worst] }
    const stored = evidence(measured(), measured({ partition: 'sex', slice: 'sex=1' }))
    const datasets = stored.datasets.map((dataset) => ({
      ...dataset,
      slices: { sex: ['sex=1'], worst: [] },
      searches: [search({ eligibleSlices: 0, rowsNeeded: 740 })],
    }))
    const whole = { ...stored, datasets, definitions: definitionsOf(asked) }
    const verdict = judge(asked, whole, { asOf, catalogue: noCatalogue }).gates[0]!
    expect(verdict.measurements.map(({ slice, status }) => [slice, status])).toEqual([
      ['sex=1', 'pass'],
      ['worst', 'inconclusive'],
    ])
    expect(verdict.status).toBe('inconclusive')
  })

  test('evidence of before searches were kept does not let an empty one pass', () => {
    expect(run(searching, undefined)).toMatchObject({ status: 'inconclusive', measurements: [{ rowsNeeded: null }] })
  })

  test('a finding on rows kept back is judged, confirmed or not, and says which', () => {
    for (const confirmed of [true, false]) {
      const found = search({ found: [{ ...finding, confirmed }] })
      expect(run(searching, [found], worst, 0.6)).toMatchObject({
        status: 'fail',
        measurements: [{ discovered: { confirmed, pValue: 0.01, adjustedPValue: 0.02 } }],
      })
      expect(run(searching, [found], worst, 0.8).status).toBe('pass')
    }
  })

  test('a finding measured on the rows that it was picked on is neither refuted nor proven', () => {
    const found = search({ keptBackRows: 0, rowsNeeded: 300, found: [{ ...finding, confirmed: false }] })
    for (const value of [0.6, 0.8]) {
      for (const proof of ['unrefuted', 'proven', 'point'] as const) {
        const verdict = run(gate({ slices: ['worst'], proof }), [found], worst, value)
        expect(verdict).toMatchObject({
          status: 'inconclusive',
          measurements: [{ slice: 'worst: a=1', rowsNeeded: 300, rowsNeededOf: 'dataset', pValue: null }],
        })
      }
    }
  })
})

/** Rows of 40 % `k=b`, on which a model is wrong far more often than on the rest. */
function rowsOf(n: number, columns: (row: { readonly bad: boolean; readonly wrong: boolean; at: number }) => string) {
  const random = createRandom('discovery')
  return Array.from({ length: n }, (_, at) => {
    const bad = random.uniform() < 0.4
    const wrong = random.uniform() < (bad ? 0.6 : 0.1)
    return `${at},${bad ? 'b' : 'a'},${columns({ bad, wrong, at })}`
  })
}

async function measure(name: string, header: string, rows: readonly string[], yaml: string) {
  writeFileSync(join(folder, `${name}.csv`), [`id,k,${header}`, ...rows].join('\n'))
  const text = `version: 1\nmodel: m\ndatasets: { test: { path: ${name}.csv } }\n${yaml}`
  writeFileSync(join(folder, `${name}.yaml`), text)
  const loaded = await loadPolicy(join(folder, `${name}.yaml`), measureCatalogue)
  const stored = parseEvidence(JSON.stringify(await measurePolicy(loaded, { version: 'test' })), name)
  return { policy: loaded, stored, verdict: judge(loaded, stored, { asOf, catalogue: measureCatalogue }) }
}

const found = (stored: Evidence) => stored.datasets[0]!.searches!.flatMap((search) => search.found)

describe('searching', () => {
  const binary = (search: string, gates: string) => `task: binary
columns: { id: id, label: y, positive: 1 }
models: { m: { score: s } }
slices: [{ name: worst, discover: { columns: [k], depth: 1, ${search} } }]
gates: [${gates}]
`
  const accuracy = '{ name: g, metric: accuracy, slices: [worst], min: 0.99 }'
  const row = ({ wrong, at }: { wrong: boolean; at: number }) => `${at % 2},${wrong === (at % 2 === 0) ? 0.8 : 0.2}`

  test('60 rows and min_rows: 200 do not pass an accuracy of 0.99', async () => {
    const { verdict, stored } = await measure('few', 'y,s', rowsOf(60, row), binary('min_rows: 200', accuracy))
    expect(verdict.verdict).toBe('inconclusive')
    expect(verdict.gates[0]!.measurements[0]!.rowsNeeded).toBe(740)
    expect(stored.datasets[0]!.searches).toMatchObject([
      { searchedRows: 60, keptBackRows: 0, evaluatedSlices: 2, eligibleSlices: 0, found: [] },
    ])
    expect(stored.datasets[0]!.notes[0]).toContain('no slice could have min_rows: 200')
  })

  test('evidence and verdict carry whether a finding was confirmed', async () => {
    const { verdict, stored } = await measure('many', 'y,s', rowsOf(1000, row), binary('min_rows: 100', accuracy))
    expect(found(stored)).toMatchObject([{ slice: 'worst: k=b', confirmed: true }])
    const [measurement] = verdict.gates[0]!.measurements
    expect(measurement).toMatchObject({ status: 'fail', discovered: { confirmed: true } })
    expect(measurement!.discovered!.adjustedPValue).toBe(found(stored)[0]!.adjustedPValue)
    expect(measurement!.discovered!.adjustedPValue).toBeLessThan(1e-6)
  })

  test('a finding too small to leave the machine keeps its name and loses how bad it is', async () => {
    const small = '{ name: g, metric: accuracy, slices: [worst], min: 0.5, min_rows: 900 }'
    const { policy: loaded, stored } = await measure('small', 'y,s', rowsOf(1000, row), binary('min_rows: 100', small))
    expect(found(withholdSmallSlices(loaded, stored))).toEqual([
      { slice: 'worst: k=b', difference: null, pValue: null, adjustedPValue: null, confirmed: true },
    ])
  })

  // Each kind of row error against the share or mean that it must come out as on the rows kept back.
  test('multiclass: rows count as wrong where another class is more probable', async () => {
    const rows = rowsOf(1000, ({ wrong, at }) => {
      const label = at % 3
      const said = wrong ? (label + 1) % 3 : label
      return [label, ...[0, 1, 2].map((c) => (c === said ? 0.6 : 0.2))].join(',')
    })
    const { stored, verdict } = await measure(
      'multiclass',
      'y,p0,p1,p2',
      rows,
      `task: multiclass
columns: { id: id, label: y }
models: { m: { probabilities: { 0: p0, 1: p1, 2: p2 } } }
slices: [{ name: worst, discover: { columns: [k], min_rows: 100 } }]
gates: [{ name: g, metric: accuracy, slices: [worst], min: 0.9 }]
`,
    )
    const [slice] = found(stored)
    expect(slice).toMatchObject({ slice: 'worst: k=b', confirmed: true })
    expect(verdict.gates[0]!.status).toBe('fail')
    const { value } = stored.measurements.find(({ partition }) => partition === 'worst')!
    // 1 − accuracy is the mean error of the slice, and the rest is wrong about once in ten.
    expect(1 - value! - slice!.difference!).toBeGreaterThan(0.05)
    expect(1 - value! - slice!.difference!).toBeLessThan(0.15)
  })

  test('multilabel: by the share of labels that are wrong at the threshold', async () => {
    const rows = rowsOf(1000, ({ wrong, at }) => {
      const labels = [at % 2, (at >> 1) % 2]
      const scores = [wrong ? 1 - labels[0]! : labels[0]!, labels[1]!].map((decision) => (decision === 1 ? 0.35 : 0.25))
      return [...labels, ...scores].join(',')
    })
    const { stored } = await measure(
      'multilabel',
      'l0,l1,s0,s1',
      rows,
      `task: multilabel
columns: { id: id, labels: [l0, l1] }
models: { m: { probabilities: { l0: s0, l1: s1 } } }
threshold: 0.3
slices: [{ name: worst, discover: { columns: [k], min_rows: 100 } }]
gates: [{ name: g, metric: hamming_loss, slices: [worst], max: 0.1 }]
`,
    )
    const [slice] = found(stored)
    expect(slice).toMatchObject({ slice: 'worst: k=b', confirmed: true })
    const { value } = stored.measurements.find(({ partition }) => partition === 'worst')!
    expect(value! - slice!.difference!).toBeGreaterThan(0.025)
    expect(value! - slice!.difference!).toBeLessThan(0.075)
  })

  test('quantile: by pinball loss, averaged over the levels', async () => {
    // Levels 0.1 and 0.9 at ∓1 around 0: an outcome of 3 costs (0.1·4 + 0.9·2)/2 = 1.1, one of 0 costs 0.1.
    const rows = rowsOf(1000, ({ wrong }) => `${wrong ? 3 : 0},-1,1`)
    const { stored } = await measure(
      'quantile',
      'y,lo,hi',
      rows,
      `task: quantile
columns: { id: id, label: y }
models: { m: { quantiles: { 0.1: lo, 0.9: hi } } }
slices: [{ name: worst, discover: { columns: [k], min_rows: 100 } }]
gates: [{ name: g, metric: pinball, slices: [worst], max: 0.1 }]
`,
    )
    const [slice] = found(stored)
    expect(slice).toMatchObject({ slice: 'worst: k=b', confirmed: true })
    const whole = stored.measurements.find(({ partition }) => partition === 'worst')!
    const rest = whole.value! - slice!.difference!
    // The share of costly rows in the rest is (rest − 0.1)/1.0, about one in ten.
    expect(rest - 0.1).toBeGreaterThan(0.05)
    expect(rest - 0.1).toBeLessThan(0.15)
  })

  test('a ranking has no errors of rows, which the policy is told at its line', async () => {
    const refused = measure(
      'ranking',
      'y,s',
      rowsOf(10, row),
      `task: ranking
columns: { id: id, label: y, query: k }
models: { m: { score: s } }
slices:
  - { name: worst, discover: { columns: [k] } }
gates: [{ name: g, metric: ndcg, slices: [worst], min: 0.1 }]
`,
    )
    await expect(refused).rejects.toMatchObject({
      problems: [{ code: 'cannot-discover', line: 8, path: 'slices[0].discover' }],
    })
  })

  test('a gate on another model than the candidate searches by what that one gets wrong', async () => {
    const yaml = binary(
      'min_rows: 100',
      '{ name: g, metric: accuracy, model: old, slices: [worst], min: 0.9 }',
    ).replace('{ m: { score: s } }', '{ m: { score: missing }, old: { role: baseline, score: s } }')
    const { stored } = await measure('baseline', 'y,s', rowsOf(1000, row), yaml)
    expect(found(stored)).toMatchObject([{ slice: 'worst: k=b', confirmed: true }])
  })
})
