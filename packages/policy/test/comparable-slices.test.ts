import { describe, expect, test } from 'vitest'
import { head, parse, problemsOf } from './example-policy.ts'

const definitions = {
  sex: '{ name: sex, column: sex, top: 3 }',
  age: '{ name: age, column: age, quantiles: 4 }',
  limit: '{ name: limit, column: limit, edges: [0, 100, .inf] }',
  month: '{ name: month, column: day, every: month }',
  poor: '{ name: poor, where: "limit < 20" }',
  recent: '{ name: recent, column: day, windows: { week: 7d, month: 30d } }',
  newest: '{ name: newest, column: day, windows: { week: 7d } }',
  worst: '{ name: worst, discover: { columns: [sex] } }',
  fixed: '{ name: fixed, cross: [sex, limit] }',
  learned: '{ name: learned, cross: [sex, age] }',
  deep: '{ name: deep, cross: [limit, learned] }',
  times: '{ name: times, cross: [sex, recent] }',
}

const policy = (slices: string, condition: string) =>
  `${head.replace(/slices: .*\n/, `slices: [${Object.values(definitions).join(', ')}]\n`)}gates:
  - { name: g, slices: ${slices}, metric: recall, ${condition} }
`
const refused = (slices: string, condition: string) =>
  problemsOf(policy(slices, condition)).map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`)

describe('a gap between two datasets, slice by slice', () => {
  const gap = 'between: [validation, test], max_gap: 0.1'

  test('is measured on slices that both datasets cut alike', () => {
    const { gates } = parse(policy('[sex, limit, month, poor, recent, fixed, undeclared]', gap))
    expect(gates[0]!.slices).toHaveLength(7)
  })

  test.each(['age', 'worst', 'learned', 'deep'])('is refused on %s, which each dataset cuts by itself', (slice) => {
    expect(refused(`[sex, ${slice}]`, gap)).toEqual(['13:30 slices-differ-between-datasets gates[0].slices[1]'])
  })

  test('says why and how to write it instead', () => {
    const [problem] = problemsOf(policy('[deep]', gap))
    expect(problem!.message).toBe(
      "gate 'g' compares two datasets slice by slice, and slice 'age', a part of 'deep', is cut at the quantiles of each dataset by itself, so its slices never meet",
    )
    expect(problem!.hint).toContain('edges:')
  })

  test('is refused on each such slice of all', () => {
    expect(refused('all', gap)).toEqual(Array(4).fill('13:24 slices-differ-between-datasets gates[0].slices'))
  })
})

describe.each(['max_disparity: 0.1', 'min_ratio: 0.8'])('%s', (condition) => {
  test.each(['sex', 'age', 'limit', 'month', 'poor', 'newest', 'fixed', 'deep'])(
    'compares the slices of %s',
    (slice) => {
      expect(refused(`[${slice}]`, condition)).toEqual([])
    },
  )

  test.each(['recent', 'worst', 'times'])('is refused on %s, whose slices share rows', (slice) => {
    expect(refused(`[${slice}]`, condition)).toEqual(['13:25 overlapping-slices gates[0].slices[0]'])
  })
})

test('overlapping slices may be judged each by itself', () => {
  expect(refused('[recent, worst, times]', 'min: 0.5')).toEqual([])
})

test('refused slices of an inherited gate are reported in the file that wrote them', () => {
  const org = 'version: 1\ngates:\n  - { name: g, metric: recall, slices: [recent], max_disparity: 0.1 }\n'
  const text = `${policy('[sex]', 'max_disparity: 0.1').replace(/gates:[\s\S]*/, '')}extends: org.yaml\n`
  expect(problemsOf(text, [org]).map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
    'parent-0.yaml:3 overlapping-slices',
  ])
})
