import { describe, expect, test } from 'vitest'
import { judge, measureCatalogue, measures } from '../src/index.ts'
import { evidence, gate, measured, policy } from './fixtures.ts'

/** What a failing gate on a measure is told to do. */
function remedy(metric: string, versus: string | null = null): string {
  const reference = { name: metric, options: { stress: 'noise' } }
  const failing = gate({ metric: reference, on: ['golden'], versus, condition: { kind: 'max', bound: 0.1 } })
  const value = measured({ metric, options: reference.options, dataset: 'golden', versus })
  const one = policy([failing])
  const [verdict] = judge(one, evidence(value), { asOf: '2026-06-01', catalogue: measureCatalogue }).gates
  expect(verdict!.status).toBe('fail')
  return verdict!.remedy!
}

describe('what to do about a gate on', () => {
  const taken = [...measures.values()].filter(({ instrument }) => instrument !== undefined)

  test.each(taken.map(({ name }) => name))('%s is no advice to train the model or move the bound', (metric) => {
    const text = remedy(metric)
    expect(text).not.toMatch(/Improve the model|\{/)
    expect(text.length).toBeGreaterThan(40)
  })

  test.each([
    ['golden_age', /^Label golden anew/],
    ['golden_slice_coverage', /^Add labelled rows of the slices named above to golden/],
    ['leakage_rate', /^Replace the rows of golden that were trained on/],
    ['duplicate_rate', /^Drop the rows of golden that repeat/],
    ['label_error_rate', /sluice golden judge names them/],
    ['failure_rate', /^Open the worst cases of noise/],
    ['latency_ratio', /^Keep baseline where speed/],
    ['roc_auc', /^Improve the model/],
  ])('%s names a next step of its own', (metric, expected) => {
    expect(remedy(metric, metric === 'latency_ratio' ? 'baseline' : null)).toMatch(expected)
  })

  test('no two of them are told the same', () => {
    expect(new Set(taken.map(({ name }) => remedy(name))).size).toBe(taken.length)
  })
})
