import { describe, expect, test } from 'vitest'
import type { IntervalLimit } from '../src/index.ts'
import { intervalsBelowLimits } from '../src/lint/rules/unreliable-intervals.ts'
import { parse, withGates } from './example-policy.ts'

describe('a measure with several limits', () => {
  const limits: readonly IntervalLimit[] = [
    { measure: 'recall', minRows: 100, minPositives: null, because: 'of rows' },
    { measure: 'recall', minRows: null, minPositives: 10, because: 'of positives' },
    { measure: 'recall', minRows: 60, minPositives: 5, because: 'of both' },
    { measure: 'brier', minRows: 1_000_000, minPositives: null, because: 'of another measure' },
  ]
  const found = (fields: string, ...judged: readonly [number, number | null][]) =>
    intervalsBelowLimits(
      parse(withGates(`{ name: g, metric: recall, min: 0.5, ${fields} }`)).gates[0]!,
      judged.map(([rows, positives]) => ({
        slice: `n=${rows}`,
        rows,
        positives,
        share: positives && positives / rows,
      })),
      limits,
    ).map(({ message, hint }) => [/fewer than (.*)$/.exec(message)![1], /^Add (.*), or/.exec(hint!)![1]])

  test('has a finding for each that some slice is below', () => {
    expect(found('proof: proven', [100, 10])).toEqual([])
    expect(found('proof: proven', [80, 10], [200, 9])).toEqual([
      ['100 rows: n=80 (80 rows, 10 positive)', 'min_rows: 100'],
      ['10 positives: n=200 (200 rows, 9 positive)', 'min_positives: 10'],
    ])
    expect(found('proof: proven', [50, 10], [200, 4]).at(-1)).toEqual([
      '60 rows or 5 positives: n=50 (50 rows, 10 positive), n=200 (200 rows, 4 positive)',
      'min_rows: 60 and min_positives: 5',
    ])
  })

  test('limits every proof but a point estimate, and slices that the gate lets in', () => {
    expect(found('proof: unrefuted', [200, 9])).toHaveLength(1)
    expect(found('proof: point', [200, 9])).toEqual([])
    expect(found('proof: unrefuted, min_positives: 10', [200, 9])).toEqual([])
  })

  test('is silent on positives where they are not known', () => {
    expect(found('proof: proven', [200, null])).toEqual([])
  })
})
