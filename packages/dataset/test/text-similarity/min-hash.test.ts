import { createRandom } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import { leastRecall, planBands, probabilityFound } from '../../src/text-similarity/band-plan.ts'
import { areSimilar } from '../../src/text-similarity/jaccard.ts'
import { MinHash } from '../../src/text-similarity/min-hash.ts'

/** Two random sets of hashes, of 100 in all, of which they share so many. */
function twoSets(shared: number, random: ReturnType<typeof createRandom>) {
  const values = Array.from({ length: 100 }, () => random.integer(0, 2 ** 53 - 1))
  const own = (100 - shared) / 2
  const set = (rest: number[]) => Float64Array.from([...values.slice(0, shared), ...rest]).sort()
  return [set(values.slice(shared, shared + own)), set(values.slice(shared + own))] as const
}

describe('bands', () => {
  // Worked by hand: 1 − (1 − 0.8⁶)²³; Leskovec et al., figure 3.8, for 20 bands of 5 rows.
  test('find by the S-curve', () => {
    expect(probabilityFound({ bands: 23, rows: 6 }, 0.8)).toBeCloseTo(0.99908, 5)
    const curve = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map((s) => probabilityFound({ bands: 20, rows: 5 }, s))
    expect(curve.map((p) => Number(p.toFixed(4)))).toEqual([0.0064, 0.0475, 0.186, 0.4701, 0.8019, 0.9748, 0.9996])
  })

  test.each([0.05, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 1])('are enough at %d', (similarity) => {
    const plan = planBands(similarity)
    expect(probabilityFound(plan, similarity)).toBeGreaterThanOrEqual(leastRecall)
    expect(plan.bands * plan.rows).toBeLessThanOrEqual(160)
    // One band fewer would find too few.
    if (plan.bands > 1)
      expect(probabilityFound({ ...plan, bands: plan.bands - 1 }, similarity)).toBeLessThan(leastRecall)
  })
})

describe('signatures agree in some band as often as the S-curve says', () => {
  const pairs = 4000
  test.each([
    [0.8, 80],
    [0.8, 60],
    [0.8, 40],
    [0.5, 50],
    [0.5, 30],
    [0.9, 90],
    [0.9, 70],
  ])('bands for %d, two sets that share %d of 100', (similarity, shared) => {
    const random = createRandom(`${similarity} ${shared}`)
    const plan = planBands(similarity)
    let agreed = 0
    for (let i = 0; i < pairs; i++) {
      // Functions of their own for every hundredth pair: a draw of functions is part of what is random.
      const minHash = new MinHash(plan, `${similarity} ${shared} ${i % 40}`)
      const [one, other] = twoSets(shared, random)
      const hashes = minHash.bandsOf([one]).slice()
      if (minHash.bandsOf([other]).some((hash, band) => hash === hashes[band])) agreed++
    }
    const expected = probabilityFound(plan, shared / 100)
    const error = Math.sqrt((expected * (1 - expected)) / pairs)
    expect(Math.abs(agreed / pairs - expected)).toBeLessThan(4 * error)
  })

  test('a seed gives one signature, another seed another', () => {
    const [set] = twoSets(50, createRandom(3))
    const signed = (seed: string) => [...new MinHash({ bands: 4, rows: 2 }, seed).bandsOf([set])]
    expect(signed('a')).toEqual(signed('a'))
    expect(signed('a')).not.toEqual(signed('b'))
  })
})

describe('similarity', () => {
  test('is counted exactly, to the last shared value', () => {
    const random = createRandom('jaccard')
    for (let i = 0; i < 3000; i++) {
      const draw = () =>
        Float64Array.from(new Set(Array.from({ length: random.integer(1, 12) }, () => random.integer(0, 9))))
      const [a, b] = [draw().sort(), draw().sort()]
      const shared = a.filter((value) => b.includes(value)).length
      const similarity = shared / (a.length + b.length - shared)
      for (const least of [0.1, 1 / 3, 0.5, 0.8, 1]) expect(areSimilar(a, b, least)).toBe(similarity >= least)
    }
  })
})
