import { describe, expect, test } from 'vitest'
import { axisOver, boundLabels, columnOf, drawBar } from '../src/interval-bar.ts'
import { styleOf } from '../src/style.ts'

const { bar } = styleOf({ unicode: true }).glyphs
const plain = (text: string) => text
const paint = { interval: plain, bound: plain }

describe('an interval drawn as a bar', () => {
  test('has its ends, its estimate and the bound in order', () => {
    const interval = { value: 0.6, lower: 0.5, upper: 0.65 }
    const axis = axisOver([interval], [0.7], 20)!
    expect(drawBar(interval, axis, bar, paint)).toBe(' ├────────●───┤   ┊ ')
  })

  test('shows a bound inside of it as a crossing', () => {
    const interval = { value: 0.6, lower: 0.5, upper: 0.8 }
    expect(drawBar(interval, axisOver([interval], [0.7], 20)!, bar, paint)).toContain('┼')
  })

  test('keeps an end that misses the bound by a hair on its own side', () => {
    for (const [lower, upper, order] of [
      [0.5, 0.69999, '┤┊'],
      [0.70001, 0.9, '┊├'],
    ] as const) {
      const interval = { value: (lower + upper) / 2, lower, upper }
      expect(drawBar(interval, axisOver([interval], [0.7], 24)!, bar, paint)).toContain(order)
    }
  })

  test('is as wide as its axis whatever it holds', () => {
    for (const interval of [
      { value: null, lower: null, upper: null },
      { value: 0.5, lower: null, upper: null },
      { value: 0.5, lower: 0.5, upper: 0.5 },
      { value: 0.5, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY },
    ]) {
      const axis = axisOver([interval, { value: 0.4, lower: 0.3, upper: 0.6 }], [0.45], 17)!
      expect(drawBar(interval, axis, bar, paint)).toHaveLength(17)
    }
  })

  test('points beyond the axis where an end is infinite', () => {
    const interval = { value: 0.5, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
    expect(drawBar(interval, axisOver([interval], [0.4], 15)!, bar, paint)).toMatch(/^◂.*▸$/)
  })

  test('has no axis where there is nothing to show', () => {
    expect(axisOver([{ value: null, lower: null, upper: null }], [0.7], 20)).toBeNull()
  })

  test('has its bounds labelled above their marks, and none over another', () => {
    const interval = { value: 0.2, lower: 0.16, upper: 0.24 }
    const axis = axisOver([interval], [0.15, 0.25], 30)!
    const labels = boundLabels(axis, String)
    expect(labels).toHaveLength(30)
    expect(Math.abs(labels.indexOf('0.15') + 2 - columnOf(axis, 0.15))).toBeLessThanOrEqual(2)
    const crowded = axisOver([{ value: 9, lower: 1, upper: 10 }], [0.15, 0.2], 12)!
    expect(boundLabels(crowded, String).trim()).toBe('0.15')
  })
})
