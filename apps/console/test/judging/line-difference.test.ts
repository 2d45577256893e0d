import { expect, test } from 'vitest'
import { hunksOf, lineDifference, unifiedDifference } from '../../src/judging/line-difference.ts'

const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\n'

test('numbers the lines of either side', () => {
  expect(lineDifference('a\nb\nc\n', 'a\nx\ny\nc\n')).toEqual([
    { kind: 'same', text: 'a', before: 1, after: 1 },
    { kind: 'removed', text: 'b', before: 2, after: null },
    { kind: 'added', text: 'x', before: null, after: 2 },
    { kind: 'added', text: 'y', before: null, after: 3 },
    { kind: 'same', text: 'c', before: 3, after: 4 },
  ])
})

test('finds the lines that moved apart', () => {
  const lines = lineDifference('a\nb\nc\nd\n', 'a\nx\nb\nc\ny\nd\n')
  expect(lines.filter(({ kind }) => kind === 'added').map(({ text }) => text)).toEqual(['x', 'y'])
  expect(lines.some(({ kind }) => kind === 'removed')).toBe(false)
})

test('writes hunks as git does', () => {
  expect(unifiedDifference('policy.yaml', before, before.replace('e\n', 'E\n'))).toBe(
    '--- a/policy.yaml\n+++ b/policy.yaml\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
  )
})

test('is empty where nothing changed', () => {
  expect(unifiedDifference('policy.yaml', before, before)).toBe('')
})

test('keeps distant changes in hunks of their own', () => {
  const after = before.replace('a\n', 'A\n').replace('i\n', 'I\n')
  expect(hunksOf(lineDifference(before, after), 1)).toHaveLength(2)
  expect(hunksOf(lineDifference(before, after), 4)).toHaveLength(1)
})
