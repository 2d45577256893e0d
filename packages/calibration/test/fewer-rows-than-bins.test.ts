import type { Metric } from '@sluice/metrics'
import { describe, expect, test } from 'vitest'
import {
  ace,
  type BinningOptions,
  classwiseEce,
  debiasedEce,
  debiasedRmsce,
  ece,
  eceSweep,
  mce,
  rmsce,
  topLabelEce,
} from '../src/index.ts'
import { binarySample } from './vectors.ts'

const binned = { ece, ace, mce, rmsce, debiasedEce, debiasedRmsce }
const fifteen = (strategy: BinningOptions['strategy']) => ({ bins: 15, strategy })

function rows(count: number, weightOf?: (row: number) => number) {
  const scores = Array.from({ length: count }, (_, i) => (i + 0.5) / count)
  const labels = scores.map((score, i) => (i % 3 === 0 ? 1 - Math.round(score) : Math.round(score)))
  return binarySample(scores, labels, weightOf && scores.map((_, i) => weightOf(i)))
}

function classRows(count: number) {
  const probabilities = new Float64Array(count * 3)
  for (let i = 0; i < count; i++) probabilities.set([0.1, 0.3, 0.6], 3 * i)
  return { labels: Uint16Array.from({ length: count }, (_, i) => i % 3), probabilities, classes: 3 }
}

describe.each(Object.entries(binned))('%s of fewer rows than bins', (_, metric) => {
  test.each(['uniform', 'quantile'] as const)('has no value, with %s bins', (strategy) => {
    const few = metric.estimate(rows(14), fifteen(strategy))
    expect(few).toEqual({
      ...{ value: null, undefinedBecause: 'too_few_rows', uncertainty: null },
      ...{ rows: 14, positives: few.positives, effectiveRows: 14 },
    })
    expect(metric.estimate(rows(15), fifteen(strategy)).value).not.toBeNull()
  })

  test('counts rows by what they are worth', () => {
    // A row that weighs as much as the 59 others together leaves fewer than four effective ones.
    const uneven = metric.estimate(
      rows(60, (row) => (row === 0 ? 59 : 1)),
      fifteen('uniform'),
    )
    expect(uneven).toMatchObject({ value: null, undefinedBecause: 'too_few_rows', rows: 60 })
    const even = metric.estimate(
      rows(15, () => 0.1),
      fifteen('uniform'),
    )
    expect(even.value).not.toBeNull()
  })
})

test('several classes too', () => {
  for (const metric of [topLabelEce, classwiseEce]) {
    const estimate = (count: number) => metric.estimate(classRows(count), fifteen('uniform'))
    expect(estimate(14)).toMatchObject({ value: null, undefinedBecause: 'too_few_rows', rows: 14, positives: null })
    expect(estimate(15).value).not.toBeNull()
  }
})

test('a sweep takes no more bins than there are effective rows, and so always has a value', () => {
  const sorted = (weightOf?: (row: number) => number) => {
    const scores = [0.1, 0.2, 0.6, 0.7, 0.8, 0.9]
    return binarySample(scores, [0, 0, 1, 1, 1, 1], weightOf && scores.map((_, i) => weightOf(i)))
  }
  const sweep = (sample: ReturnType<typeof sorted>) => (eceSweep as Metric<typeof sample, object>).estimate(sample, {})
  expect(sweep(sorted())).toMatchObject({ value: expect.any(Number), detail: { bins: 6 } })
  // Kish: 10² / 30 = 3.3 rows.
  const uneven = sweep(sorted((row) => (row === 5 ? 5 : 1)))
  expect(uneven.value).not.toBeNull()
  expect(uneven.detail?.['bins']).toBeLessThanOrEqual(3)
})
