import type { GateVerdict } from '@sluice/gates'
import { expect, test } from 'vitest'
import { filterGates } from '../../src/pages/evaluation/filter-gates.ts'

const gates = [
  { name: 'stable', metric: 'roc_auc', metricLabel: 'ROC-AUC', status: 'pass', measurements: [{ slice: 'all' }] },
  { name: 'honest', metric: 'ece', metricLabel: 'ECE', status: 'fail', measurements: [{ slice: 'all' }] },
  { name: 'fair', metric: 'recall', metricLabel: 'recall', status: 'fail', measurements: [{ slice: 'sex=Female' }] },
] as unknown as GateVerdict[]
const names = (search: Parameters<typeof filterGates>[1]) => filterGates(gates, search).map(({ name }) => name)

test('without filters every gate is shown', () => {
  expect(names({})).toEqual(['stable', 'honest', 'fair'])
})

test('a text is looked for in names, metrics and slices, in any case', () => {
  expect(names({ find: 'STAB' })).toEqual(['stable'])
  expect(names({ find: 'roc-auc' })).toEqual(['stable'])
  expect(names({ find: 'female' })).toEqual(['fair'])
})

test('filters hold together', () => {
  expect(names({ status: 'fail', find: 'e' })).toEqual(['honest', 'fair'])
  expect(names({ status: 'pass', find: 'female' })).toEqual([])
})

test('the gate that a link points at is shown whatever the filters say', () => {
  expect(names({ status: 'fail', gate: 'stable' })).toEqual(['stable', 'honest', 'fair'])
})
