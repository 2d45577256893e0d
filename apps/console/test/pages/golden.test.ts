import type { GoldenEvidence, GoldenSlice } from '@sluice/gates'
import { describe, expect, test } from 'vitest'
import { doubtedLabels } from '../../src/pages/golden/doubted-labels.ts'
import { nextSteps } from '../../src/pages/golden/next-steps.ts'
import { scarcestFirst, sliceDemand, sliceShortage } from '../../src/pages/golden/slice-shortage.ts'

const slice = (name: string, golden: number, expected: number): GoldenSlice => ({
  partition: 'sex',
  slice: name,
  represented: 1000,
  golden,
  expected,
})

const sound: GoldenEvidence = {
  dataset: 'golden',
  represents: 'validation',
  apartFrom: ['train'],
  rows: 600,
  representedRows: 6000,
  effectiveRows: 500,
  features: [],
  slices: [slice('sex=1', 300, 299.6)],
  age: null,
  agreement: [],
  reviewed: null,
  repeats: { exact: 0, near: 0 },
  leaks: null,
  notes: [],
}

test('labels that a model doubts are those of gates on this set, over all rows', () => {
  const measured = (dataset: string, partition: string | null, value: number | null) => ({
    ...{ dataset, partition, value, metric: 'label_error_rate', model: 'candidate', versus: null },
  })
  const measurements = [
    measured('golden', null, 0.1),
    measured('golden', 'sex', 0.2),
    measured('test', null, 0.3),
  ] as never
  expect(doubtedLabels({ measurements }, sound)).toEqual([{ model: 'candidate', rate: 0.1 }])
})

const byChance = { minRows: null, slices: 1 }

describe('what a slice is short of', () => {
  test('is what its gate asks for, whatever its share', () => {
    const asked = { minRows: 20, slices: 21 }
    expect(sliceShortage(slice('education=0', 1, 0.4), asked)).toBe(19)
    // Fewer than its share of an over-sampled set, by far, and more than enough.
    expect(sliceShortage({ ...slice('education=2', 254, 276), shortByChance: 0 }, asked)).toBe(0)
  })
  test('is, without a gate, what chance does not explain', () => {
    expect(sliceShortage({ ...slice('a', 10, 30), shortByChance: 0.004 }, { minRows: null, slices: 12 })).toBe(20)
    expect(sliceShortage({ ...slice('a', 10, 30), shortByChance: 0.005 }, { minRows: null, slices: 12 })).toBe(0)
    expect(sliceShortage(slice('a', 10, 30), byChance)).toBe(0)
  })
  test('is asked for by the gates on this set', () => {
    const measured = (dataset: string, metric: string, rows: number) => ({
      dataset,
      metric,
      options: { min_rows: rows },
    })
    const measurements = [
      measured('golden', 'golden_slice_coverage', 20),
      measured('golden', 'golden_coverage', 50),
      measured('other', 'golden_slice_coverage', 99),
    ] as never
    expect(sliceDemand({ measurements }, sound)).toEqual({ minRows: 20, slices: 1 })
    expect(sliceDemand({ measurements: [] }, sound)).toEqual(byChance)
  })
  test('orders slices by their rows', () => {
    const slices = [slice('a', 9, 10), slice('b', 1, 100), slice('c', 0, 0), slice('d', 40, 20)]
    expect(scarcestFirst(slices).map((one) => one.slice)).toEqual(['c', 'b', 'a', 'd'])
  })
})

describe('what to do next', () => {
  test('is nothing for a sound set', () => expect(nextSteps(sound, byChance)).toEqual([]))
  test('begins with rows that were trained on', () => {
    const age = { asOf: '2026-11-26', oldest: 200, median: 150, newest: 100, undated: 4 }
    const refresh = { rule: 'P3M', due: '2026-09-30', overdue: true }
    const steps = nextSteps(
      {
        ...sound,
        leaks: { exact: 2, near: 3 },
        age: { ...age, refresh },
        repeats: { exact: 1, near: 1 },
        slices: [slice('sex=1', 25, 40), slice('sex=2', 10, 20), { ...slice('sex=3', 1, 9.5), represented: 3 }],
        agreement: [{ statistic: 'cohen_kappa', value: 0.5, lower: 0.4, upper: 0.6, annotators: 2 }],
      },
      { minRows: 20, slices: 3 },
    )
    expect(steps).toEqual([
      'Replace 2 rows that train holds too: a row that was trained on proves nothing.',
      'Label it anew: under its rule P3M it was due on 30 Sept 2026.',
      'Date the labels of 4 of 600 rows.',
      'Write down how to label, and have the rows that annotators disagree on decided: cohen_kappa is below 0.667.',
      'Add rows of sex=3 (1 of 20) and sex=2 (10 of 20) to golden. validation itself has fewer of sex=3: merge such slices, or look for rows elsewhere.',
      'Drop what is repeated: 1 row in all, which would count more than once.',
    ])
  })
  test('knows texts that are nearly the same, where texts are declared', () => {
    const texts = { columns: ['question'], similarity: 0.8, recall: 0.999, repeats: { exact: 2, near: 3 } }
    const steps = (leaks: { exact: number; near: number } | null) =>
      nextSteps({ ...sound, texts: { ...texts, leaks } }, byChance)
    expect(steps({ exact: 1, near: 5 })).toEqual([
      'Read 4 texts that train holds nearly: a copy with a word changed is known too.',
      'Drop or rewrite 1 text that nearly repeats an earlier one.',
    ])
    expect(steps(null)).toHaveLength(1)
    expect(nextSteps({ ...sound, texts: { ...texts, repeats: { exact: 2, near: 2 }, leaks: null } }, byChance)).toEqual(
      [],
    )
  })
})
