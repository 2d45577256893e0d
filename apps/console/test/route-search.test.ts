import { describe, expect, test } from 'vitest'
import {
  curvesSearch,
  evaluationSearch,
  modelSearch,
  signInSearch,
  stressSearch,
  variantsSearch,
  whatIfSearch,
} from '../src/route-search.ts'

test('an address keeps what it names and drops what it does not know', () => {
  expect(evaluationSearch({ gate: 'stable', slice: 2024, status: 'fail', find: '', other: 'x' })).toEqual({
    gate: 'stable',
    slice: '2024',
    status: 'fail',
    find: undefined,
  })
  expect(evaluationSearch({ status: 'splendid', gate: { a: 1 } })).toEqual({})
  expect(evaluationSearch({ all: ['stable', 2024, { a: 1 }, ''] }).all).toEqual(['stable', '2024'])
  expect(evaluationSearch({ open: ['stable', {}] }).open).toEqual(['stable'])
  expect([evaluationSearch({ all: [] }).all, evaluationSearch({ all: 'stable' }).all]).toEqual([undefined, undefined])
})

test('an open case, its columns and the build looked at are part of the address', () => {
  expect(stressSearch({ suite: 'noise', case: 'perturbed-2', columns: 'all', partition: '' })).toEqual({
    suite: 'noise',
    case: 'perturbed-2',
    columns: 'all',
  })
  expect(stressSearch({ columns: 'some' })).toEqual({})
  expect(variantsSearch({ against: 'size', build: 'int8' })).toEqual({ against: 'size', build: 'int8' })
})

test.each([
  [0.3, 0.3],
  ['0.3', 0.3],
  ['', undefined],
  ['abc', undefined],
  [Number.NaN, undefined],
])('a threshold of %j is read as %j', (given, read) => {
  expect(curvesSearch({ threshold: given }).threshold).toBe(read)
})

describe('edits of a policy', () => {
  test('are read from the address', () => {
    const edits = {
      stable: { bound: 0.05 },
      'a gate': { bound: [0.1, 0.2], confidence: 0.9, proof: 'proven' },
    }
    expect(whatIfSearch({ edits }).edits).toEqual(edits)
  })

  test.each([
    ['text', 'stable'],
    ['a list', [{ bound: 1 }]],
    ['an edit that is none', { stable: 'loose' }],
    ['a bound that is no number', { stable: { bound: 'high' } }],
    ['a bound of three', { stable: { bound: [1, 2, 3] } }],
    ['a confidence beyond 1', { stable: { confidence: 95 } }],
    ['an unknown proof', { stable: { proof: 'likely' } }],
  ])('%s is left out', (_, edits) => {
    expect(whatIfSearch({ edits }).edits).toBeUndefined()
  })
})

describe('the way back after sign-in', () => {
  test('is a path of this site', () => {
    expect(signInSearch({ next: '/models/a?verdict=fail' }).next).toBe('/models/a?verdict=fail')
  })

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'is never %s',
    (next) => {
      expect(signInSearch({ next }).next).toBeUndefined()
    },
  )
})

test('the models beside a curve, or none of them, are part of the address', () => {
  expect(curvesSearch({ beside: ['int8', 8, {}] }).beside).toEqual(['int8', '8'])
  expect(curvesSearch({ beside: 'none' }).beside).toBe('none')
  expect([curvesSearch({}).beside, curvesSearch({ beside: 'all' }).beside]).toEqual([undefined, undefined])
})

test('a model shows all its gates where the address says so', () => {
  expect(modelSearch({ verdict: 'fail', gates: 'all' })).toEqual({ verdict: 'fail', gates: 'all' })
  expect(modelSearch({ gates: 'some' })).toEqual({})
})
