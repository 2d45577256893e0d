import { expect, test } from 'vitest'
import { hiddenEnds } from '../../src/components/use-strip.ts'

test('a strip says at which ends more of it is hidden', () => {
  expect(hiddenEnds(0, 390, 390)).toBe('none')
  expect(hiddenEnds(0, 390, 800)).toBe('end')
  expect(hiddenEnds(200, 390, 800)).toBe('both')
  expect(hiddenEnds(410, 390, 800)).toBe('start')
  // Browsers scroll by fractions of a pixel.
  expect(hiddenEnds(0.4, 390, 390.4)).toBe('none')
})
