import { expect, test } from 'vitest'
import { boundaryFaults, browserFaults, readWorkspace } from '../checks/boundaries.mjs'

test('a package that looks up is named with both floors', () => {
  const house = [
    { name: 'stats', folder: 'packages/stats', floor: 1, uses: ['gates'] },
    { name: 'gates', folder: 'packages/gates', floor: 10, uses: ['stats'] },
  ]
  expect(boundaryFaults(house)).toEqual([
    'packages/stats (floor 1) looks up to @sluice/gates (floor 10): imports only point down',
  ])
})

test('a package on the same floor is not below', () => {
  const house = [
    { name: 'a', folder: 'packages/a', floor: 2, uses: ['b'] },
    { name: 'b', folder: 'packages/b', floor: 2, uses: [] },
  ]
  expect(boundaryFaults(house)).toHaveLength(1)
})

test('this workspace keeps its boundaries', () => {
  const root = new URL('../..', import.meta.url).pathname
  const house = readWorkspace(root)
  expect(house.length).toBeGreaterThanOrEqual(8)
  expect([...boundaryFaults(house), ...browserFaults(root, house)]).toEqual([])
})
