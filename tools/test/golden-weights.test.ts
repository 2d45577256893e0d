import { createRandom } from '@sluice/stats'
import { expect, test } from 'vitest'
import { simulate } from '../golden/simulation.ts'

/** 2 000 rows, a tenth of them a stratum where positives are common and scores are worse. */
function population() {
  const random = createRandom('golden weights')
  const strata = Uint8Array.from({ length: 2000 }, (_, i) => (i % 10 === 0 ? 1 : 0))
  const labels = Uint8Array.from(strata, (code) => (random.uniform() < (code === 1 ? 0.5 : 0.15) ? 1 : 0))
  const scores = Float64Array.from(labels, (label, i) => {
    const told = strata[i] === 1 ? 0.2 : 0.5
    return told * (0.3 + 0.4 * label) + (1 - told) * random.uniform()
  })
  return { scores, labels, strata, sizes: [1800, 200] }
}

test('metrics on over-sampled golden sets are those of all rows under the weights, and not without', () => {
  const found = simulate(population(), { rows: 200, minimum: 100, draws: 600, allocation: 'equal' })
  for (const { metric, truth, weighted, error, spread } of found) {
    // Ratios keep a bias of order 1/n, a small part of the spread.
    expect(Math.abs(weighted - truth), metric).toBeLessThan(4 * error + 0.05 * spread)
  }
  const brier = found.find(({ metric }) => metric === 'Brier')!
  expect(Math.abs(brier.unweighted - brier.truth)).toBeGreaterThan(8 * brier.error)
})
