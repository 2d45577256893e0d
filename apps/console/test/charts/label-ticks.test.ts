import { expect, test } from 'vitest'
import { forestScale } from '../../src/charts/forest-scale.ts'
import { ticksThatFit } from '../../src/charts/label-ticks.ts'
import { shortNumber } from '../../src/wording/index.ts'

const measured = [{ value: -0.00012, lower: -0.00022, upper: -0.00003 }]

test('the densest ticks whose labels stand apart', () => {
  const choices = [[0, 10, 20, 30], [0, 20], [0]]
  const at = (tick: number) => tick * 2
  expect(ticksThatFit(choices, at, () => '1', 100)).toEqual([0, 10, 20, 30])
  // Two characters and the room between need 22 pixels, of which there are 20.
  expect(ticksThatFit(choices, at, () => '12', 100)).toEqual([0, 20])
  expect(ticksThatFit(choices, at, () => '12345678', 100)).toEqual([20])
})

test('a tick whose label would stick out of the axis is not one', () => {
  const ticks = (label: string) =>
    ticksThatFit(
      [[0, 50, 100]],
      (tick) => tick,
      () => label,
      100,
    )
  expect(ticks('10')).toEqual([0, 50, 100])
  expect(ticks('1000')).toEqual([50])
  expect(ticksThatFit([[]], (tick) => tick, String, 100)).toEqual([])
})

test('the axis of small differences, once −0.01−0.008−0.006, has room between its numbers at every width', () => {
  for (const width of [120, 178, 240, 400]) {
    const { ticks, at } = forestScale(measured, [-0.01], width)!
    const ends = ticks.map((tick) => {
      const half = shortNumber(tick).length * 3.5
      return [(at(tick) / 100) * width - half, (at(tick) / 100) * width + half] as const
    })
    expect(ticks.length).toBeGreaterThan(0)
    for (const [index, [start]] of ends.slice(1).entries()) expect(start - ends[index]![1]).toBeGreaterThanOrEqual(8)
  }
  expect(forestScale(measured, [-0.01], 400)!.ticks.length).toBeGreaterThan(
    forestScale(measured, [-0.01], 120)!.ticks.length,
  )
})
