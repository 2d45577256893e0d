import { createRandom } from '@sluice/stats'
import { expect, test } from 'vitest'
import { featureCoverage, featureDrift } from '../../src/index.ts'

test('the p-value is that of scipy.stats.chi2_contingency on the same counts', () => {
  const drift = featureDrift(Float64Array.of(400, 350, 250), Float64Array.of(30, 30, 40), 100)!
  expect(drift.pValue).toBeCloseTo(0.004649254425116775, 12)
})

test('noise is what samples of one population differ by', () => {
  const random = createRandom('noise')
  const feature = { name: 'f', kind: 'number', labels: [] } as const
  const draw = (rows: number, shift = 0) => Float64Array.from({ length: rows }, () => random.normal() + shift)
  const production = draw(5000)
  const described = Array.from({ length: 200 }, (_, i) => featureCoverage(feature, production, draw(150), { seed: i }))
  const mean = described.reduce((sum, { totalVariation }) => sum + totalVariation.value!, 0) / 200
  expect(Math.abs(mean / described[0]!.drift!.noise - 1)).toBeLessThan(0.05)
  const rejected = described.filter(({ drift }) => drift!.pValue < 0.05).length
  expect(rejected).toBeGreaterThan(2)
  expect(rejected).toBeLessThan(20)
  expect(featureCoverage(feature, production, draw(150, 0.7), { seed: 1 }).drift!.pValue).toBeLessThan(1e-6)
})
