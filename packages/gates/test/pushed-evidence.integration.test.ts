import { fileURLToPath } from 'node:url'
import { loadPolicy, type Policy } from '@sluice/policy'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Evidence, judge, measureCatalogue, measurePolicy, withholdSmallSlices } from '../src/index.ts'

const file = fileURLToPath(new URL('../../../policies/credit-default/policy.yaml', import.meta.url))
let policy: Policy
let evidence: Evidence

beforeAll(async () => {
  policy = await loadPolicy(file, measureCatalogue)
  evidence = await measurePolicy(policy, { version: 'test' })
})

describe('curves', () => {
  test('are of all rows and of each slice that has enough of them', () => {
    const kinds = (slice: string | undefined) =>
      new Set(evidence.curves.filter((curve) => curve.slice === slice).map((curve) => curve.kind))
    expect(kinds(undefined)).toEqual(new Set(['roc', 'precision_recall', 'lift', 'reliability', 'score_distribution']))
    const rows = new Map(evidence.measurements.map((one) => [one.slice, one.rows]))
    const drawn = new Set(evidence.curves.flatMap(({ slice }) => slice ?? []))
    expect(drawn.size).toBeGreaterThan(5)
    for (const slice of drawn) expect(rows.get(slice) ?? 50).toBeGreaterThanOrEqual(50)
  })

  test('of a slice start and end where they must', () => {
    for (const { kind, x, y } of evidence.curves.filter((curve) => curve.slice !== undefined && curve.kind === 'roc')) {
      expect([kind, x[0], y[0], x.at(-1), y.at(-1)]).toEqual(['roc', 0, 0, 1, 1])
    }
  })
})

describe('withholdSmallSlices', () => {
  test('takes values and curves of small slices away and changes no status', () => {
    const strict = { ...policy, gates: policy.gates.map((gate) => ({ ...gate, minRows: 700 })) }
    const sent = withholdSmallSlices(strict, evidence)
    const gone = sent.measurements.filter((one) => one.note?.startsWith('withheld'))
    expect(gone.length).toBeGreaterThan(0)
    for (const one of gone) expect([one.value, one.uncertainty, one.rows < 700]).toEqual([null, null, true])
    // A suite's slices are of the rows that it drew, and curves of those of the table.
    const ofTable = gone.filter(({ options }) => options['stress'] === undefined)
    const small = new Set(ofTable.map(({ slice }) => slice))
    expect([small.size > 0, ofTable.length < gone.length]).toEqual([true, true])
    expect(sent.curves.some(({ slice }) => slice !== undefined && small.has(slice))).toBe(false)
    const asOf = '2026-01-01'
    const statuses = (of: Evidence) =>
      judge(strict, of, { asOf, catalogue: measureCatalogue }).gates.map(({ name, status, measurements }) => [
        name,
        status,
        measurements.map((one) => [one.slice, one.status, one.rowsNeeded]),
      ])
    expect(statuses(sent)).toEqual(statuses(evidence))
  })

  test('leaves evidence as it is where no gate asks for rows', () => {
    const lax = { ...policy, gates: policy.gates.map((gate) => ({ ...gate, minRows: null })) }
    expect(withholdSmallSlices(lax, evidence)).toBe(evidence)
  })
})
