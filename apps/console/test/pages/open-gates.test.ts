import type { GateVerdict } from '@sluice/gates'
import { expect, test } from 'vitest'
import { foldOf, toggled } from '../../src/pages/evaluation/open-gates.ts'

const gate = (status: string) =>
  ({
    name: 'fair',
    metric: 'recall',
    metricLabel: 'recall',
    status,
    measurements: [{ slice: 'sex=1' }],
  }) as unknown as GateVerdict

test('what passes is a line until it is opened or pointed at; all else is shown whole', () => {
  expect(foldOf(gate('pass'), {})).toBe('closed')
  expect(foldOf(gate('pass'), { open: ['stable', 'fair'] })).toBe('open')
  expect(foldOf(gate('pass'), { gate: 'fair' })).toBe('open')
  for (const status of ['fail', 'inconclusive', 'warn', 'waived', 'skipped', 'error'])
    expect(foldOf(gate(status), {})).toBeNull()
})

test('a gate found by its slice is shown whole, one found by its name is a line', () => {
  expect(foldOf(gate('pass'), { find: 'SEX' })).toBeNull()
  expect(foldOf(gate('pass'), { find: 'fai' })).toBe('closed')
})

test('opening points at a gate and keeps the others open; closing takes both back', () => {
  const first = toggled('fair', { status: 'pass', slice: 'sex=1' }, true)
  expect(first).toEqual({ status: 'pass', gate: 'fair', open: ['fair'], slice: undefined })
  const second = toggled('stable', first, true)
  expect(second).toMatchObject({ gate: 'stable', open: ['fair', 'stable'] })
  expect(toggled('fair', second, false)).toMatchObject({ gate: 'stable', open: ['stable'] })
  expect(toggled('stable', toggled('fair', second, false), false)).toEqual({
    status: 'pass',
    gate: undefined,
    open: undefined,
    slice: undefined,
  })
})
