import type { GateVerdict, MeasurementVerdict, Status } from '@sluice/gates'
import { expect, test } from 'vitest'
import { worstGates, worstMeasurements } from '../src/words.ts'

const gate = (name: string, status: Status, severity: 'block' | 'warn' = 'block') => ({ name, status, severity })

function measured(condition: GateVerdict['condition'], rows: readonly (readonly [string, Status, number | null])[]) {
  const measurements = rows.map(([slice, status, value]) => ({ slice, status, value }) as MeasurementVerdict)
  return worstMeasurements({ condition, measurements }).map(({ slice }) => slice)
}

test('gates stand worst first, blocking before warning, else as the policy lists them', () => {
  const gates = [
    gate('fine', 'pass'),
    gate('hint', 'fail', 'warn'),
    gate('unsure', 'inconclusive'),
    gate('bad', 'fail'),
    gate('broken', 'error'),
    gate('fine too', 'pass'),
  ]
  expect(worstGates(gates).map(({ name }) => name)).toEqual(['broken', 'bad', 'hint', 'unsure', 'fine', 'fine too'])
})

test('measurements of one status stand by how far they are on the wrong side', () => {
  const rows = [
    ['a', 'pass', 0.9],
    ['b', 'fail', 0.6],
    ['c', 'fail', 0.5],
    ['d', 'pass', 0.8],
  ] as const
  expect(measured({ min: 0.7 }, rows)).toEqual(['c', 'b', 'd', 'a'])
  expect(measured({ max: 0.7 }, rows)).toEqual(['b', 'c', 'a', 'd'])
  expect(measured({ between: [0.82, 1] }, rows)).toEqual(['c', 'b', 'd', 'a'])
})

test('a measurement without a value is the last of its status', () => {
  expect(
    measured({ min: 0.7 }, [
      ['none', 'inconclusive', null],
      ['some', 'inconclusive', 0.8],
    ]),
  ).toEqual(['some', 'none'])
})
