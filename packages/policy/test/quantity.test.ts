import { expect, test } from 'vitest'
import { parsePolicy, policySchema } from '../src/index.ts'
import { parseQuantity, type Unit } from '../src/quantity.ts'
import { catalogue } from './catalogue.ts'

test.each<[string, Unit, number | null]>([
  ['25ms', 'milliseconds', 25],
  ['1.5 s', 'milliseconds', 1500],
  ['250us', 'milliseconds', 0.25],
  ['PT2S', 'milliseconds', 2000],
  ['90d', 'days', 90],
  ['P90D', 'days', 90],
  ['P2W', 'days', 14],
  ['P1Y', 'days', 365.2425],
  ['P1M', 'days', 30.436875],
  ['PT12H', 'days', 0.5],
  ['1.5MB', 'bytes', 1_500_000],
  ['2KiB', 'bytes', 2048],
  ['-5ms', 'milliseconds', -5],
  ['25ms', 'bytes', null],
  ['P90D', 'bytes', null],
  ['25', 'milliseconds', null],
  ['P', 'days', null],
  ['PT', 'days', null],
  ['fast', 'milliseconds', null],
])('%s in %s is %s', (text, unit, expected) => {
  const parsed = parseQuantity(text, unit)
  if (expected === null) expect(parsed).toBeNull()
  else expect(parsed).toBeCloseTo(expected, 12)
})

const latency = {
  ...catalogue.measures.get('recall')!,
  name: 'latency',
  unit: 'milliseconds',
  range: [0, null],
} as const
const timed = { measures: new Map([...catalogue.measures, ['latency', latency]]) }
const file = (bound: string, metric = 'latency') =>
  `version: 1\nmodel: m\ntask: binary\ndatasets: { test: { path: t.csv } }\ncolumns: { label: y, positive: 1 }\nmodels: { a: { score: s } }\ngates: [{ name: g, metric: ${metric}, max: ${bound} }]\n`
const parse = (text: string) => parsePolicy(text, 'p.yaml', timed, { sha256: '00' })

test('a bound of a time is written with its unit and kept in milliseconds', () => {
  expect(policySchema(timed).safeParse({ version: 1 }).success).toBe(true)
  expect(parse(file('1.5s')).gates[0]!.condition).toEqual({ kind: 'max', bound: 1500 })
  expect(parse(file('40')).gates[0]!.condition).toEqual({ kind: 'max', bound: 40 })
})

test.each([
  ['a size for a time', file('3MB'), 'latency is held against a number of milliseconds, or 25ms or 1.5s; found 3MB'],
  ['a time for a share', file('25ms', 'recall'), 'recall is held against a number; found 25ms'],
])('refuses %s', (_, text, message) => {
  expect(() => parse(text)).toThrow(message)
})
