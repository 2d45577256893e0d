import { assert, json, property } from 'fast-check'
import { expect, test } from 'vitest'
import { depthOf } from '../src/http/nesting.ts'

function depthOfValue(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOfValue))
}

test('depth is that of the parsed value, whatever stands in its texts', () => {
  assert(
    property(json({ maxDepth: 8 }), (text) => {
      expect(depthOf(Buffer.from(text), 64)).toBe(depthOfValue(JSON.parse(text)))
    }),
    { seed: 20_261_125, numRuns: 1000 },
  )
})

test.each([
  [String.raw`["\"[[[", "\\", {"]": "}"}]`, 2],
  [String.raw`"\\\"[[[["`, 0],
  ['"[[[', 0],
  ['"\\', 0],
])('brackets in the texts of %s do not count', (text, depth) => {
  expect(depthOf(Buffer.from(text), 64)).toBe(depth)
})

test('the walk ends one level beyond enough', () => {
  expect(depthOf(Buffer.from('['.repeat(1_000_000)), 64)).toBe(65)
})
