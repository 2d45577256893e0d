import { describe, expect, test } from 'vitest'
import { lintPolicy, parsePolicy } from '../src/index.ts'
import { catalogue } from './catalogue.ts'
import { head, oneGate, parse, places, problemsOf } from './example-policy.ts'

/** The example with a golden set on line 6, the datasets that it names above. */
const withGolden = (fields: string) =>
  `${head.replace(/^datasets:\n/m, `datasets:\n  golden: { path: g.parquet, ${fields} }\n`)}${oneGate}`
const golden = (fields: string) =>
  parse(withGolden(`role: golden, ${fields}`)).datasets.find(({ name }) => name === 'golden')!.golden

describe('a golden set', () => {
  test('says what it stands for and how its labels came about', () => {
    expect(
      golden(
        'represents: test, apart_from: validation, features: [age], annotators: [a, b], reviewed: seen, labelled_at: 2026-03-31, refresh: P3M',
      ),
    ).toEqual({
      represents: 'test',
      apartFrom: ['validation'],
      features: ['age'],
      text: [],
      annotators: ['a', 'b'],
      reviewed: 'seen',
      labelledAt: { date: '2026-03-31' },
      refresh: 'P3M',
    })
    expect(golden('represents: test, refresh: { every: P3M, drift: 0.1 }')).toMatchObject({
      refresh: 'P3M',
      refreshDrift: 0.1,
    })
    expect(golden('text: question')).toMatchObject({ text: ['question'], features: null })
    expect(golden('text: [question, answer]')).toMatchObject({ text: ['question', 'answer'] })
    expect(golden('labelled_at: labelled_on')).toMatchObject({
      labelledAt: { column: 'labelled_on' },
      represents: null,
    })
    expect(parse(head + oneGate).datasets.some((dataset) => 'golden' in dataset)).toBe(false)
  })

  test.each([
    ['a dataset that is not there', 'role: golden, represents: tset', ['unknown-dataset datasets.golden.represents']],
    ['itself', 'role: golden, apart_from: [test, golden]', ['compares-with-itself datasets.golden.apart_from[1]']],
    ['a length that is none', 'role: golden, refresh: quarterly', ['invalid-value datasets.golden.refresh']],
    ['an hour', 'role: golden, refresh: PT1H', ['invalid-value datasets.golden.refresh']],
    ['drift from nothing', 'role: golden, refresh: { drift: 0.1 }', ['invalid-value datasets.golden.refresh']],
    ['one annotator', 'role: golden, annotators: [a]', ['invalid-value datasets.golden.annotators']],
    [
      'a column that is a feature and a text',
      'role: golden, features: [age, note], text: note',
      ['invalid-value datasets.golden.text'],
    ],
    ['another role', 'role: test2, represents: test', ['misplaced-field datasets.golden.represents']],
    ['a field that is spelt wrongly', 'role: golden, represent: test', ['unknown-field datasets.golden.represent']],
  ])('refuses %s', (_, fields, expected) => {
    expect(places(problemsOf(withGolden(fields))).map((place) => place.replace(/^\S+ /, ''))).toEqual(expected)
  })
})

const age = {
  ...catalogue.measures.get('recall')!,
  name: 'age_of_set',
  subject: 'dataset',
  needs: [],
  unit: 'days',
  range: [0, null],
} as const
const withAge = { measures: new Map([...catalogue.measures, ['age_of_set', age]]) }
const gated = (gate: string) =>
  parsePolicy(
    withGolden('role: golden, represents: test, apart_from: validation').replace(oneGate, `gates:\n  - ${gate}\n`),
    'p.yaml',
    withAge,
    { sha256: '00' },
  )

describe('a gate on a measure of a dataset', () => {
  test('is about the golden set, whatever the models', () => {
    const [gate] = gated('{ name: fresh, metric: age_of_set, max: P90D }').gates
    expect(gate).toMatchObject({ on: ['golden'], condition: { kind: 'max', bound: 90 } })
  })

  test('has no slices', () => {
    expect(() => gated('{ name: fresh, metric: age_of_set, max: P90D, slices: all }')).toThrow(
      /a value of a whole dataset/,
    )
  })

  test('uses what the golden set is held against', () => {
    const policy = gated('{ name: fresh, metric: age_of_set, max: P90D }')
    const unused = lintPolicy(policy, withAge, { today: '2026-11-23' }).filter(({ code }) => code === 'unused-dataset')
    expect(unused).toEqual([])
  })
})
