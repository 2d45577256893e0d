import type { GoldenEvidence, GoldenSlice } from '@sluice/gates'
import { describe, expect, test } from 'vitest'
import { nextSteps } from '../../src/pages/golden/next-steps.ts'
import { shortestFirst, sliceShortage } from '../../src/pages/golden/slice-shortage.ts'

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

describe('what a slice is short of', () => {
  test('is whole rows, and never negative', () => {
    expect(sliceShortage({ golden: 10, expected: 12.9 })).toBe(2)
    expect(sliceShortage({ golden: 10, expected: 10.9 })).toBe(0)
    expect(sliceShortage({ golden: 30, expected: 12 })).toBe(0)
  })
  test('orders slices by the share of what is expected', () => {
    const slices = [slice('a', 9, 10), slice('b', 1, 100), slice('c', 0, 0), slice('d', 40, 20)]
    expect(shortestFirst(slices).map((one) => one.slice)).toEqual(['b', 'a', 'd', 'c'])
  })
})

describe('what to do next', () => {
  test('is nothing for a sound set', () => expect(nextSteps(sound)).toEqual([]))
  test('begins with rows that were trained on', () => {
    const age = { asOf: '2026-11-26', oldest: 200, median: 150, newest: 100, undated: 4 }
    const refresh = { rule: 'P3M', due: '2026-09-30', overdue: true }
    const steps = nextSteps({
      ...sound,
      leaks: { exact: 2, near: 3 },
      age: { ...age, refresh },
      repeats: { exact: 1, near: 1 },
      slices: [slice('sex=1', 10, 40), slice('sex=2', 10, 20), slice('sex=3', 5, 9.5)],
      agreement: [{ statistic: 'cohen_kappa', value: 0.5, lower: 0.4, upper: 0.6, annotators: 2 }],
    })
    expect(steps).toEqual([
      'Replace 2 rows that train holds too: a row that was trained on proves nothing.',
      'Label it anew: under its rule P3M it was due on 30 Sept 2026.',
      'Date the labels of 4 of 600 rows.',
      'Write down how to label, and have the rows that annotators disagree on decided: cohen_kappa is below 0.667.',
      'Add 30 rows of sex=1 to golden, and look at 2 other slices that are short.',
      'Drop what is repeated: 1 row in all, which would count more than once.',
    ])
  })
  test('knows texts that are nearly the same, where texts are declared', () => {
    const texts = { columns: ['question'], similarity: 0.8, recall: 0.999, repeats: { exact: 2, near: 3 } }
    const steps = (leaks: { exact: number; near: number } | null) => nextSteps({ ...sound, texts: { ...texts, leaks } })
    expect(steps({ exact: 1, near: 5 })).toEqual([
      'Read 4 texts that train holds nearly: a copy with a word changed is known too.',
      'Drop or rewrite 1 text that nearly repeats an earlier one.',
    ])
    expect(steps(null)).toHaveLength(1)
    expect(nextSteps({ ...sound, texts: { ...texts, repeats: { exact: 2, near: 2 }, leaks: null } })).toEqual([])
  })
})
