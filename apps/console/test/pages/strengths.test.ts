import type { StressVariant } from '@sluice/gates'
import { describe, expect, test } from 'vitest'
import { columnWords, perturbationRuns, placeOf, strengthWords } from '../../src/pages/stress/strengths.ts'

const variant = (perturbation: string, amount: number, rest: Partial<StressVariant> = {}) =>
  ({ perturbation, amount, severity: null, columns: 'all', ...rest }) as StressVariant

describe('the runs of a suite', () => {
  const noise = [1, 2, 3].map((severity) => variant('noise', severity / 50, { severity, columns: 'numeric' }))
  const limit = [10, 0.1].map((amount) => variant('unit_mistake', amount, { columns: ['limit_bal'] }))
  const bills = variant('unit_mistake', 10, { columns: ['bill_amt1', 'bill_amt2', 'bill_amt3'] })
  const runs = perturbationRuns({ variants: [...noise, ...limit, bills] })

  test('are one a perturbation and choice of columns, in the policy’s order', () =>
    expect(runs.map(({ perturbation, columns, by }) => [perturbation, columnWords(columns), by])).toEqual([
      ['noise', 'numeric columns', 'severity'],
      ['unit_mistake', 'limit_bal', 'amount'],
      ['unit_mistake', 'bill_amt1 and 2 more', 'amount'],
    ]))

  test('go from the weakest to the strongest', () => {
    expect(runs[0]?.strengths.map(strengthWords)).toEqual([
      'Severity 1, amount 0.02',
      'Severity 2, amount 0.04',
      'Severity 3, amount 0.06',
    ])
    expect(runs[1]?.strengths.map(({ amount }) => amount)).toEqual([0.1, 10])
  })

  test('leave a place for rows as they are: before the weakest, and for a factor at 1', () => {
    const places = runs.map((run) => run.strengths.map((_, at) => placeOf(run, at)))
    expect(places).toEqual([[1, 2, 3], [0, 2], [1]])
    expect(runs.map(({ below }) => below)).toEqual([0, 1, 0])
  })
})
