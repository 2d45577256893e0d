import type { MeasureEntry } from '@sluice/policy'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import {
  type MeasurementRow,
  renderExplain,
  renderMeasureList,
  renderMeasurements,
  renderMeasurementsJson,
  renderSelfTest,
} from '../src/index.ts'

const row = (
  metric: string,
  slice: string,
  numbers: readonly [number | null, number | null, number | null],
  n: number,
  note?: string,
): MeasurementRow => ({
  metric,
  slice,
  value: numbers[0],
  lower: numbers[1],
  upper: numbers[2],
  level: 0.95,
  interval: numbers[1] === null ? null : metric === 'ece' ? 'bootstrap' : 'delong',
  n,
  positives: Math.round(n * 0.22),
  ...(note === undefined ? {} : { note }),
})

const rows = [
  row('roc_auc', 'all', [0.76912, 0.7531, 0.7853], 6000),
  row('ece', 'all', [0.01834, 0.0121, 0.0262], 6000),
  row('roc_auc', 'education=1', [0.786, 0.757, 0.815], 2110),
  row('roc_auc', 'marriage=0', [null, null, null], 9, 'No positive among 9 rows: ROC-AUC needs both classes.'),
]

const ece: MeasureEntry = {
  name: 'ece',
  aliases: ['expected_calibration_error'],
  tasks: ['binary'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 1],
  options: z.object({ bins: z.number().default(15), strategy: z.enum(['uniform', 'quantile']).default('uniform') }),
  describe: {
    label: 'ECE',
    summary: 'The average distance between predicted probability and observed rate, over bins of the score.',
    formula: 'sum over bins of (rows in bin / rows) × |mean score − share of positives|',
    source: 'Naeini, Cooper & Hauskrecht 2015',
    interval: 'Bootstrap, 1,000 resamples',
    whenToUse: 'Wherever a score is used as a probability.',
    edgeCases: 'Empty bins add nothing.',
  },
}

describe('measurements', () => {
  test.each([60, 80, 120])('in a table at %i columns', async (width) => {
    const catalogue = { measures: new Map([['ece', ece]]) }
    const text = renderMeasurements(rows, { width, catalogue })
    for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(width)
    await expect(`${text}\n`).toMatchFileSnapshot(`snapshots/measurements.${width}.txt`)
  })

  test('as JSON have the shape of the contract', () => {
    const json = JSON.parse(renderMeasurementsJson(rows))
    expect(json.schema).toBe('sluice.measurements/1')
    expect(json.measurements).toEqual(rows)
    const lost = JSON.parse(renderMeasurementsJson([row('roc_auc', 'all', [Number.NaN, null, null], 5)]))
    expect(lost.measurements[0]).toMatchObject({ value: null, note: 'not a finite number: value' })
  })

  test('say so where there are none', () => {
    expect(renderMeasurements([])).toBe('Nothing was measured.')
  })
})

describe('the self-test', () => {
  const gates = [
    { gate: 'ranks-better', rounds: 200, flips: 3, rate: 0.015, lower: 0.005, upper: 0.043 },
    { gate: 'no-slice-left-behind', rounds: 200, flips: 61, rate: 0.305, lower: 0.245, upper: 0.372 },
    { gate: 'honest', rounds: 200, flips: 9, rate: 0.045, lower: 0.024, upper: 0.083 },
    { gate: 'never-ran', rounds: 0, flips: 0, rate: null, lower: null, upper: null },
  ]

  test('shows the least steady gate first', async () => {
    const text = renderSelfTest(gates, { width: 80, model: 'credit-default' })
    await expect(`${text}\n`).toMatchFileSnapshot('snapshots/self-test.80.txt')
    expect(text.indexOf('no-slice-left-behind')).toBeLessThan(text.indexOf('honest'))
    expect(text).toMatch(/^- never-ran/m)
  })

  test('says so where a policy has no gates', () => {
    expect(renderSelfTest([])).toContain('The policy has no gates to test.')
  })
})

describe('explain', () => {
  test('tells all that is known of a measure', async () => {
    const text = renderExplain(ece, { width: 80 })
    await expect(`${text}\n`).toMatchFileSnapshot('snapshots/explain.80.txt')
    for (const part of Object.values(ece.describe)) expect(text.replace(/\s+/g, ' ')).toContain(part)
    expect(text).toContain('bins: 15')
  })

  test('marks options that have no default', () => {
    const needy = { ...ece, options: z.object({ k: z.number(), strict: z.boolean().optional() }) }
    expect(renderExplain(needy)).toContain('k (required), strict')
  })

  test('lists measures by name', () => {
    const text = renderMeasureList([ece, { ...ece, name: 'brier' }], { width: 60 })
    expect(text.indexOf('brier')).toBeLessThan(text.indexOf('ece'))
    expect(text).toContain('sluice explain NAME')
  })
})
