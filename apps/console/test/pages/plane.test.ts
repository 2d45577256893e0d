import type { BuildEvidence, ParetoAxisEvidence, VariantsEvidence } from '@sluice/gates'
import { describe, expect, test } from 'vitest'
import { costAxes, notSeparatedWords, planeFront, standingOf } from '../../src/pages/variants/plane.ts'

const axes: ParetoAxisEvidence[] = [
  { name: 'quality', label: 'ROC-AUC', direction: 'higher', unit: null },
  { name: 'latency', label: 'p99 latency', direction: 'lower', unit: 'milliseconds' },
  { name: 'size', label: 'size', direction: 'lower', unit: 'bytes' },
]

/** fp32 is the best and the largest; int8 smaller and a little worse; small is the smallest and much worse. */
const variants = {
  builds: ['fp32', 'int8', 'small'].map((model) => ({ model }) as BuildEvidence),
  pareto: {
    axes,
    front: ['fp32', 'int8', 'small'],
    comparisons: [
      pair('fp32', 'int8', ['quality'], ['size'], ['latency']),
      pair('fp32', 'small', ['quality'], ['latency', 'size'], []),
      pair('int8', 'small', ['quality'], ['size'], ['latency']),
    ],
  },
} as unknown as VariantsEvidence

function pair(first: string, second: string, firstBetter: string[], secondBetter: string[], notSeparated: string[]) {
  return { first, second, firstBetter, secondBetter, notSeparated, dominant: null }
}

describe('a plane of quality and one other axis', () => {
  test('can be chosen by every other axis', () =>
    expect(costAxes(variants).map(({ name }) => name)).toEqual(['latency', 'size']))

  test('dominates only where these two are told apart', () => {
    const { front, comparisons } = planeFront(variants, 'latency')
    expect(comparisons.map(({ dominant }) => dominant)).toEqual(['fp32', null, 'int8'])
    // small is quicker than fp32 without doubt, yet int8 is better and not told apart in latency.
    expect(front).toEqual(['fp32'])
  })

  test('leaves every trade-off on the front', () =>
    expect(planeFront(variants, 'size').front).toEqual(['fp32', 'int8', 'small']))

  test('says who dominates a build and whom intervals do not tell it from', () => {
    const { dominatedBy, notSeparated } = standingOf('int8', planeFront(variants, 'latency'))
    expect(dominatedBy).toEqual(['fp32'])
    expect([...notSeparated]).toEqual([['latency', ['fp32', 'small']]])
  })

  test('says in words what is not separated', () => {
    expect(notSeparatedWords(planeFront(variants, 'latency'), axes.slice(0, 2))).toEqual([
      'Not separated in p99 latency: fp32 and int8, int8 and small.',
    ])
    expect(notSeparatedWords(planeFront(variants, 'size'), axes)).toEqual([])
  })
})
