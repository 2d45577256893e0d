import { describe, expect, test } from 'vitest'
import { halfWidth, rowsNeeded } from '../src/lint/rows-needed.ts'
import { parse, withGates } from './example-policy.ts'

const needed = (fields: string, level: number, share: number | null) =>
  rowsNeeded(parse(withGates(`{ name: g, ${fields} }`)).gates[0]!, level, share)

/** Wilson from statsmodels 0.14 `proportion_confint`; Hanley & McNeil's formula with scipy's normal quantile. */
describe('half the width of an interval', () => {
  test.each([
    ['accuracy', 0.5, 100, 50, 0.95, 0.09616846963400438],
    ['accuracy', 0.9, 40, 10, 0.95, 0.09546911179630824],
    ['recall', 0.75, 300, 30, 0.99, 0.1897574582054885],
    ['specificity', 0.75, 300, 270, 0.99, 0.1897574582054885],
    ['roc_auc', 0.7, 200, 50, 0.95, 0.08901123595703148],
    ['roc_auc', 0.9, 200, 20, 0.99, 0.12048491226062147],
  ])('of %s at %d on %d rows, %d positive', (measure, value, rows, positives, level, expected) => {
    expect(halfWidth(measure, value, { rows, positives }, level)).toBeCloseTo(expected, 8)
  })

  test('is unknown for other measures and where a class is missing', () => {
    expect(halfWidth('log_loss', 0.5, { rows: 100, positives: 10 }, 0.95)).toBeNull()
    expect(halfWidth('roc_auc', 0.7, { rows: 100, positives: 0 }, 0.95)).toBeNull()
    expect(halfWidth('recall', 0.7, { rows: 100, positives: 0 }, 0.95)).toBeNull()
  })
})

/** By stepping up one row at a time with the same references. */
describe('the rows that a gate needs', () => {
  test.each([
    ['recall proven', 'metric: recall, min: 0.8, proof: proven', 0.2, { rows: 308, assuming: 0.9 }],
    ['accuracy proven from above', 'metric: accuracy, max: 0.3, proof: proven', null, { rows: 36, assuming: 0.15 }],
    ['accuracy refuted', 'metric: accuracy, min: 0.8, slices: [sex]', null, { rows: 4, assuming: 0.4 }],
    ['ROC-AUC proven', 'metric: roc_auc, min: 0.7, proof: proven', 0.2, { rows: 55, assuming: 0.85 }],
    ['ROC-AUC refuted', 'metric: roc_auc, min: 0.7, slices: [sex]', 0.2, { rows: 51, assuming: 0.5 }],
  ])('%s', (_, fields, share, expected) => {
    const found = needed(fields, 0.95, share)
    expect(found?.rows).toBe(expected.rows)
    expect(found?.assuming).toBeCloseTo(expected.assuming, 12)
  })

  test('more at a higher level, and for a bound nearer to the best', () => {
    const rows = (min: number, level: number) => needed(`metric: recall, min: ${min}, proof: proven`, level, 0.2)!.rows
    expect(rows(0.8, 0.99)).toBeGreaterThan(rows(0.8, 0.95))
    expect(rows(0.95, 0.95)).toBeGreaterThan(rows(0.8, 0.95))
  })

  test.each([
    ['a point estimate', 'metric: recall, min: 0.8'],
    ['a comparison', 'metric: recall, versus: baseline, min_delta: 0'],
    ['a measure without a closed form', 'metric: f1, min: 0.8, proof: proven'],
    ['a bound at the best', 'metric: recall, min: 1, proof: proven'],
    ['a bound on ROC-AUC that no skill meets', 'metric: roc_auc, min: 0.5, slices: [sex]'],
  ])('are not known for %s', (_, fields) => {
    expect(needed(fields, 0.95, 0.2)).toBeNull()
  })
})
