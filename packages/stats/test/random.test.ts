import { expect, test } from 'vitest'
import { createRandom, seedFromText } from '../src/index.ts'

const draws = 50_000
const moments = (next: () => number) => {
  const values = Array.from({ length: draws }, next)
  const mean = values.reduce((a, b) => a + b, 0) / draws
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / (draws - 1) }
}

test('one seed is one stream; seeds of another type or value are others', () => {
  const first = (seed: number | string | bigint) => createRandom(seed).uniform()
  expect(first(7)).toBe(first(7))
  expect(new Set([first(7), first(8), first('7'), first(7n), first(-7), first(7.5)]).size).toBe(6)
})

test('the stream of a seed is pinned: verdicts depend on it', () => {
  const random = createRandom('pinned')
  expect([
    random.uniform(),
    random.normal(),
    random.integer(1, 6),
    random.poisson(3),
    random.poisson(500),
  ]).toMatchInlineSnapshot(`
    [
      0.41220000113171307,
      -0.5417572784020888,
      6,
      3,
      486,
    ]
  `)
})

test('uniform and normal numbers have their moments', () => {
  const random = createRandom(1)
  const uniform = moments(random.uniform)
  expect(uniform.mean).toBeCloseTo(0.5, 2)
  expect(uniform.variance).toBeCloseTo(1 / 12, 2)
  const normal = moments(random.normal)
  expect(Math.abs(normal.mean)).toBeLessThan(4 / Math.sqrt(draws))
  expect(Math.abs(normal.variance - 1)).toBeLessThan(4 * Math.sqrt(2 / draws))
})

test.each([0.3, 4, 9.99, 10, 60, 2400])('Poisson counts of rate %d have its mean and variance', (rate) => {
  const random = createRandom(rate)
  const { mean, variance } = moments(() => random.poisson(rate))
  expect(Math.abs(mean - rate)).toBeLessThan(4 * Math.sqrt(rate / draws))
  expect(Math.abs(variance / rate - 1)).toBeLessThan(5 * Math.sqrt((2 + 1 / rate) / draws))
})

test('integers cover their range evenly, both ends included', () => {
  const random = createRandom(2n)
  const counts = new Map<number, number>()
  for (let i = 0; i < 60_000; i++) {
    const face = random.integer(1, 6)
    counts.set(face, (counts.get(face) ?? 0) + 1)
  }
  expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6])
  for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400)
})

test('shuffling keeps the values and puts each anywhere', () => {
  const random = createRandom('deck')
  const first = new Map<number, number>()
  for (let i = 0; i < 5000; i++) {
    const deck = random.shuffle(Uint8Array.of(0, 1, 2, 3, 4))
    expect([...deck].sort()).toEqual([0, 1, 2, 3, 4])
    first.set(deck[0]!, (first.get(deck[0]!) ?? 0) + 1)
  }
  for (const count of first.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
})

test('a text becomes a whole seed that a changed character changes', () => {
  const seeds = ['', 'a', 'b', 'sha256:0000', 'sha256:0001', 'ab', 'ba'].map(seedFromText)
  expect(new Set(seeds).size).toBe(seeds.length)
  for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true)
})

test('seeds and rates that are no numbers are refused', () => {
  expect(() => createRandom(Number.NaN)).toThrow(/seed is NaN/)
  expect(() => createRandom(1).poisson(-1)).toThrow(/rate is -1/)
})
