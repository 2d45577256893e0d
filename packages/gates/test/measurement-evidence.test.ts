import { type BinarySample, orderByScore } from '@sluice/metrics'
import { expect, test } from 'vitest'
import { differenceEvidence, measurementEvidence } from '../src/measure/measurement-evidence.ts'
import { measures } from '../src/measures/index.ts'

const asked = {
  key: { dataset: 'test', model: 'a', versus: 'b', metric: 'roc_auc', options: {}, partition: null },
  threshold: 0.5,
}
const labels = Uint8Array.from([0, 0, 0, 1, 1, 1])
const order = (...scores: number[]): BinarySample => orderByScore(Float64Array.from(scores), labels, { keepRows: true })
const auc = measures.get('roc_auc')!.measure.binary!({}, { threshold: 0.5, seed: 1 })

test('two models that both happen to be perfect on six rows do not differ by certainly nothing', () => {
  const [candidate, baseline] = [order(0.1, 0.2, 0.3, 0.7, 0.8, 0.9), order(0.2, 0.1, 0.3, 0.6, 0.9, 0.8)]
  const made = differenceEvidence(asked, 'all', auc.compare(candidate, baseline), { candidate, baseline })
  expect(made).toMatchObject({ value: 0, uncertainty: null, of: { candidate: 1, baseline: 1 } })
  expect(made.note).toContain('do not vary')
})

test('a model compared with itself does', () => {
  const sample = order(0.1, 0.6, 0.3, 0.7, 0.5, 0.9)
  const made = differenceEvidence(asked, 'all', auc.compare(sample, sample), { candidate: sample, baseline: sample })
  expect(made.uncertainty).not.toBeNull()
})

test('an infinite value is none', () => {
  const estimate = { value: Number.POSITIVE_INFINITY, rows: 3, positives: 1, effectiveRows: 3, uncertainty: null }
  expect(measurementEvidence(asked, 'all', estimate)).toMatchObject({ value: null, undefinedBecause: 'infinite' })
})
