import { interval } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  binaryDecisions,
  classDecisions,
  decisionAgreement,
  type MulticlassSample,
  negativeFlipRate,
  positiveFlipRate,
} from '../../src/index.ts'
import { sampleOf, vectors } from './vectors.ts'

const { labels, reference, variant } = vectors
const rates = { negative: negativeFlipRate, positive: positiveFlipRate, agreement: decisionAgreement }

describe('against SciPy', () => {
  const decisions = binaryDecisions(sampleOf(variant, labels), sampleOf(reference, labels), 0.5)

  test.each(['negative', 'positive', 'agreement'] as const)('%s, with its Wilson interval', (name) => {
    const { value, uncertainty, rows, positives } = rates[name](decisions)
    expect(value).toBeCloseTo(vectors.rates[name].value, 14)
    const { lower, upper } = interval(value!, uncertainty!, 0.95)
    expect(lower).toBeCloseTo(vectors.rates[name].interval[0], 12)
    expect(upper).toBeCloseTo(vectors.rates[name].interval[1], 12)
    expect([rows, positives]).toEqual([200, labels.reduce((sum, label) => sum + label, 0)])
  })
})

const row = fc.record({
  label: fc.constantFrom(0, 1),
  variant: fc.constantFrom(0.1, 0.4, 0.5, 0.9),
  reference: fc.constantFrom(0.1, 0.4, 0.5, 0.9),
  weight: fc.constantFrom(1, 2, 5),
})

describe('what always holds', () => {
  test('flips are the accuracy that is lost and won, and agreement is what is left', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
        const own = sampleOf(
          rows.map((one) => one.variant),
          rows.map((one) => one.label),
        )
        const other = sampleOf(
          rows.map((one) => one.reference),
          rows.map((one) => one.label),
        )
        const decisions = binaryDecisions(own, other, 0.5)
        const right = (of: 'variant' | 'reference') =>
          rows.filter((one) => (one[of] >= 0.5 ? 1 : 0) === one.label).length / rows.length
        const [negative, positive, agreement] = [negativeFlipRate, positiveFlipRate, decisionAgreement].map(
          (rate) => rate(decisions).value!,
        )
        expect(positive - negative).toBeCloseTo(right('variant') - right('reference'), 12)
        // Two classes: whoever disagrees, one of both is right.
        expect(agreement + negative + positive).toBeCloseTo(1, 12)
      }),
    )
  })

  test('turned around, negative flips are positive ones', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
        const own = sampleOf(
          rows.map((one) => one.variant),
          rows.map((one) => one.label),
        )
        const other = sampleOf(
          rows.map((one) => one.reference),
          rows.map((one) => one.label),
        )
        expect(negativeFlipRate(binaryDecisions(own, other, 0.5)).value).toBe(
          positiveFlipRate(binaryDecisions(other, own, 0.5)).value,
        )
      }),
    )
  })

  test('whole weights count as rows that repeat, and widen nothing', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 20 }), (rows) => {
        const sampled = (of: typeof rows, side: 'variant' | 'reference') =>
          sampleOf(
            of.map((one) => one[side]),
            of.map((one) => one.label),
          )
        const own = sampled(rows, 'variant')
        const weights = Float64Array.from(own.rows!, (at) => rows[at].weight)
        const repeated = rows.flatMap((one) => Array.from({ length: one.weight }, () => one))
        const weighted = negativeFlipRate(binaryDecisions({ ...own, weights }, sampled(rows, 'reference'), 0.5))
        const plain = negativeFlipRate(
          binaryDecisions(sampled(repeated, 'variant'), sampled(repeated, 'reference'), 0.5),
        )
        expect(weighted.value).toBeCloseTo(plain.value!, 12)
        expect(weighted.effectiveRows).toBeLessThanOrEqual(rows.length + 1e-9)
      }),
    )
  })

  test('dependent rows widen the interval', () => {
    const own = sampleOf(variant, labels)
    const clusters = Uint32Array.from(own.rows!, (at) => Math.floor(at / 20))
    // Every row of a cluster decides as its first does.
    const alike = sampleOf(
      variant.map((_, at) => variant[at - (at % 20)]),
      labels.map((_, at) => labels[at - (at % 20)]),
    )
    const other = sampleOf(
      reference.map((_, at) => reference[at - (at % 20)]),
      labels.map((_, at) => labels[at - (at % 20)]),
    )
    const width = (estimate: ReturnType<typeof negativeFlipRate>) => {
      const { lower, upper } = interval(estimate.value!, estimate.uncertainty!, 0.95)
      return upper - lower
    }
    const clustered = Uint32Array.from(alike.rows!, (at) => Math.floor(at / 20))
    expect(clusters.length).toBe(clustered.length)
    const decisions = binaryDecisions({ ...alike, clusters: clustered }, other, 0.5)
    const plain = binaryDecisions(alike, other, 0.5)
    expect(width(decisionAgreement(decisions))).toBeGreaterThan(2 * width(decisionAgreement(plain)))
  })
})

test('several classes: the most probable class decides', () => {
  const sample = (predicted: readonly number[]): MulticlassSample => ({
    labels: Uint16Array.of(0, 1, 2, 0),
    probabilities: Float64Array.from(predicted.flatMap((c) => [0, 1, 2].map((k) => (k === c ? 0.8 : 0.1)))),
    classes: 3,
  })
  // Right → wrong, wrong → right, wrong → wrong otherwise, right → right.
  const decisions = classDecisions(sample([1, 1, 1, 0]), sample([0, 2, 0, 0]))
  expect(negativeFlipRate(decisions).value).toBe(0.25)
  expect(positiveFlipRate(decisions).value).toBe(0.25)
  expect(decisionAgreement(decisions).value).toBe(0.25)
})

test('other rows are refused, and no rows have no rate', () => {
  const one = sampleOf([0.1, 0.9], [0, 1])
  expect(() => binaryDecisions(one, sampleOf([0.1, 0.2, 0.9], [0, 0, 1]), 0.5)).toThrow(/same rows on both sides/)
  const none = sampleOf([], [])
  expect(negativeFlipRate(binaryDecisions(none, none, 0.5))).toMatchObject({ value: null, undefinedBecause: 'empty' })
})
