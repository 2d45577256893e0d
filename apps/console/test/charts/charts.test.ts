import { describe, expect, test } from 'vitest'
import { nearestPoint } from '../../src/charts/nearest-point.ts'
import { margin, plotOf } from '../../src/charts/plot.ts'
import { thinRows } from '../../src/charts/thin-rows.ts'

describe('the nearest point', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 10 },
    { x: 10, y: 30 },
  ]
  test('counts both directions', () => {
    expect(nearestPoint(points, { x: 11, y: 28 })).toBe(2)
    expect(nearestPoint(points, { x: 9, y: 1 })).toBe(0)
  })
  test('is the first of equally near ones', () => expect(nearestPoint(points, { x: 10, y: 20 })).toBe(1))
  test('is none where there are none', () => expect(nearestPoint([], { x: 0, y: 0 })).toBe(-1))
})

describe('a plot', () => {
  test('leaves room for its axes and turns the y axis upwards', () => {
    const plot = plotOf(400, 300, [0, 1], [0, 2])
    expect(plot.width).toBe(400 - margin.left - margin.right)
    expect(plot.y(0)).toBe(plot.height)
    expect(plot.y(2)).toBe(0)
    expect(plot.x(0.5)).toBe(plot.width / 2)
  })
  test('draws a single value in the middle', () => {
    const plot = plotOf(400, 300, [3, 3], [0, 1])
    expect(plot.x(3)).toBe(plot.width / 2)
  })
  test('is never negative in size', () => expect(plotOf(10, 10, [0, 1], [0, 1])).toMatchObject({ width: 1, height: 1 }))
})

describe('thinned rows', () => {
  test('keep the first and the last', () => {
    const thinned = thinRows(
      Array.from({ length: 200 }, (_, index) => index),
      5,
    )
    expect(thinned).toEqual([0, 50, 100, 149, 199])
  })
  test('stay whole where there are few', () => expect(thinRows([1, 2], 5)).toEqual([1, 2]))
})
