import type { Evidence, GateVerdict } from '@sluice/gates'
import { beforeAll, describe, expect, test } from 'vitest'
import { judgeAgain } from '../../src/judging/judge-again.ts'
import { colourStrength } from '../../src/pages/slices/cell-colour.ts'
import { harmOf } from '../../src/pages/slices/harm.ts'
import { curvesOf, heatMap } from '../../src/pages/slices/heat-map.ts'
import { keyTarget } from '../../src/pages/slices/key-target.ts'
import { sortedRows } from '../../src/pages/slices/sort-rows.ts'
import { measureCreditDefault, policyOf } from '../judging/credit-default.ts'

const none = { lower: null, upper: null }

describe('harm', () => {
  test('is the distance beyond a bound', () => {
    expect(harmOf(0.6, [{ ...none, lower: 0.7 }], 0.9, 'higher')).toBeCloseTo(0.1, 12)
    expect(harmOf(0.6, [{ ...none, upper: 0.7 }], 0.1, 'lower')).toBeCloseTo(-0.1, 12)
  })
  test('counts the bound that is missed most', () => {
    expect(
      harmOf(
        0.6,
        [
          { ...none, lower: 0.5 },
          { lower: 0.4, upper: 0.5 },
        ],
        null,
        'higher',
      ),
    ).toBeCloseTo(0.1, 12)
  })
  test('is the distance to all rows without a bound', () => {
    expect(harmOf(0.6, [], 0.7, 'higher')).toBeCloseTo(0.1, 12)
    expect(harmOf(0.6, [], 0.7, 'lower')).toBeCloseTo(-0.1, 12)
    expect(harmOf(0.6, [], 0.7, 'target')).toBeCloseTo(0.1, 12)
  })
  test('does not exist with nothing to hold it against', () => expect(harmOf(0.6, [], null, 'higher')).toBeNull())
})

describe('the heat map of real evidence', () => {
  let evidence: Evidence
  let gates: readonly GateVerdict[]
  beforeAll(async () => {
    evidence = await measureCreditDefault()
    gates = judgeAgain(policyOf(), evidence, '2026-11-24').gates
  })

  test('has a column for each metric measured by slice and a row for each slice', () => {
    const { columns, rows } = heatMap(evidence, gates, evidence.curves)
    expect(columns.map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
      'ROC-AUC: candidate on test',
      'recall: candidate on test',
      'smooth ECE: recalibrated on test',
      'ROC-AUC: int8 − fp32 on test',
      'negative flips: int8 versus fp32 on test',
      'flip rate, stress tabular-noise: candidate on test',
    ])
    const judged = gates.find(({ name }) => name === 'no-slice-left-behind')!.measurements
    expect(rows.map(({ slice }) => slice).sort()).toEqual(judged.map(({ slice }) => slice).sort())
    expect(rows.length).toBeGreaterThan(20)
    expect(columns[0]!.expectations).toEqual(['no-slice-left-behind: at least 0.7'])
    expect(columns[1]!.expectations).toEqual([])
    expect(columns[0]!.all).toBeCloseTo(0.7756, 4)
  })

  test('hatches slices under min_rows or min_positives, and those without a value', () => {
    const few = heatMap(evidence, gates, evidence.curves).rows.filter(({ cells }) => cells[0]?.tooFew)
    expect(few.map(({ slice }) => slice)).toEqual([
      'education=0',
      'education=4',
      'education=5',
      'education=6',
      'marriage=0',
    ])
  })

  test('puts the slice farthest below its bound first', () => {
    const rows = sortedRows(heatMap(evidence, gates, evidence.curves), {})
    expect(rows[0]!.slice).toBe('education=6')
    expect(rows[0]!.harm).toBeCloseTo(0.7 - 0.5625, 12)
    expect(rows[1]!.slice).toBe('maxed-out')
    expect(rows.at(-1)!.slice).toBe('education=0')
  })

  test('sorts by rows, by the policy and by one metric, and finds names', () => {
    const map = heatMap(evidence, gates, evidence.curves)
    expect(sortedRows(map, { sort: 'rows' })[0]!.slice).toBe('sex=2')
    expect(sortedRows(map, { sort: 'policy' })[0]!.slice).toBe('sex=1')
    expect(sortedRows(map, { sort: map.columns[1]!.id })[0]!.slice).toBe('sex=2')
    expect(sortedRows(map, { find: 'SEX' }).map(({ slice }) => slice)).toEqual(['sex=2', 'sex=1'])
  })

  test('holds a metric without a bound against all rows', () => {
    const row = heatMap(evidence, gates, evidence.curves).rows.find(({ slice }) => slice === 'sex=2')!
    expect(row.cells[1]).toMatchObject({ against: 'all rows', status: null, tooFew: false })
    expect(row.cells[1]!.harm).toBeCloseTo(0.6947 - 0.6753, 4)
  })

  test('knows every interval and which slices have curves', () => {
    const { rows } = heatMap(evidence, gates, evidence.curves)
    const sex = rows.find(({ slice }) => slice === 'sex=1')!
    const judged = gates
      .find(({ name }) => name === 'no-slice-left-behind')!
      .measurements.find(({ slice }) => slice === 'sex=1')!
    expect(sex.cells[0]).toMatchObject({ lower: judged.lower, upper: judged.upper, level: 0.95 })
    expect(sex.cells[1]!.lower).toBeGreaterThan(0.6)
    expect(sex.curves).toContainEqual({ dataset: 'test', model: 'candidate' })
    expect(rows.find(({ slice }) => slice === 'education=6')!.curves).toEqual([])
  })

  test('a slice opens on the curves of the model and dataset that are looked at, else on those it has', () => {
    const { columns, rows } = heatMap(evidence, gates, evidence.curves)
    const row = { ...rows[0]!, cells: [null, rows[0]!.cells[0]!] }
    const [baseline, candidate] = ['baseline', 'candidate'].map((model) => ({ dataset: 'validation', model }))
    const shown = [candidate!, baseline!].map((of) => ({ ...columns[0]!, ...of }))
    expect(curvesOf({ ...row, curves: [candidate!, baseline!] }, shown, 1)).toEqual(baseline)
    expect(curvesOf({ ...row, curves: [candidate!, baseline!] }, shown)).toEqual(baseline)
    expect(curvesOf({ ...row, curves: [candidate!] }, shown, 1)).toEqual(candidate)
    expect(curvesOf({ ...row, curves: [] }, shown, 1)).toBeNull()
    expect(curvesOf({ ...row, curves: null }, shown)).toBeNull()
  })
})

test('colours are as strong as the strongest harm makes them', () => {
  expect(colourStrength(0.1, [0.1, -0.2, null])).toBe(0.5)
  expect(colourStrength(-0.2, [0.1, -0.2, null])).toBe(-1)
  expect(colourStrength(null, [0.1])).toBe(0)
  expect(colourStrength(0, [0])).toBe(0)
})

test('keys walk a grid and stop at its edges', () => {
  const size = { rows: 30, columns: 2 }
  expect(keyTarget('ArrowDown', { row: 0, column: 0 }, size)).toEqual({ row: 1, column: 0 })
  expect(keyTarget('ArrowRight', { row: 0, column: 1 }, size)).toEqual({ row: 0, column: 1 })
  expect(keyTarget('PageDown', { row: 25, column: 0 }, size)).toEqual({ row: 29, column: 0 })
  expect(keyTarget('Home', { row: 25, column: 1 }, size)).toEqual({ row: 0, column: 1 })
  expect(keyTarget('a', { row: 0, column: 0 }, size)).toBeNull()
})
