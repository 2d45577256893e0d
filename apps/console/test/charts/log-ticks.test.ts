import { describe, expect, test } from 'vitest'
import { logTicks, plotOf } from '../../src/charts/index.ts'

describe('a logarithmic axis', () => {
  test('is marked at 1, 2 and 5 times powers of ten where there is room', () =>
    expect(logTicks([0.5, 60], 8)).toEqual([0.5, 1, 2, 5, 10, 20, 50]))

  test('is marked at fewer of them, then at fewer powers', () => {
    expect(logTicks([0.5, 600], 6)).toEqual([1, 3, 10, 30, 100, 300])
    expect(logTicks([1, 1e6], 4)).toEqual([1, 100, 1e4, 1e6])
  })

  test('spreads equal ratios equally', () => {
    const { x } = plotOf(368, 200, [1, 100], [0, 1], 'log')
    expect([x(1), x(10), x(100)].map((at) => at.toFixed(6))).toEqual(['0.000000', '150.000000', '300.000000'])
  })
})
