import type { GateVerdict } from '@sluice/gates'
import { expect, test } from 'vitest'
import { unprovenWords } from '../../src/pages/evaluation/unproven.ts'

const gate = (condition: GateVerdict['condition'], correction: string | null = 'holm') => ({
  condition,
  judgedBy: { proof: 'unrefuted', confidence: 0.95, correction, family: 18 } as const,
})
const seen = (lower: number, upper: number, status: 'pass' | 'fail' | 'inconclusive' = 'pass') => ({
  status,
  lower,
  upper,
  adjustedPValue: 0.40177,
})

test('an interval wholly beyond its bound that passes says what kept it from failing', () => {
  expect(unprovenWords(gate({ min: 0.7 }), seen(0.4605, 0.6846))).toBe('not proven after Holm, p 0.4')
  expect(unprovenWords(gate({ max: 0.3 }, 'bh'), seen(0.31, 0.4))).toBe('not proven after Benjamini-Hochberg, p 0.4')
  expect(unprovenWords(gate({ min: 0.7 }), seen(0.4605, 0.6846, 'inconclusive'))).toBe('not proven after Holm, p 0.4')
})

test('nothing is said where the interval reaches the bound, where it fails, and where nothing was corrected', () => {
  expect(unprovenWords(gate({ min: 0.7 }), seen(0.65, 0.74))).toBeNull()
  expect(unprovenWords(gate({ min: 0.7 }), seen(0.65, 0.7))).toBeNull()
  expect(unprovenWords(gate({ max: 0.7 }), seen(0.4605, 0.6846))).toBeNull()
  expect(unprovenWords(gate({ min: 0.7 }), seen(0.4605, 0.6846, 'fail'))).toBeNull()
  expect(unprovenWords(gate({ min: 0.7 }, null), seen(0.4605, 0.6846))).toBeNull()
  expect(unprovenWords(gate({ min: 0.7 }), { ...seen(0.4, 0.6), adjustedPValue: null })).toBeNull()
})
