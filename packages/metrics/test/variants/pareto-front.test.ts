import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Alternative, type ParetoAxis, paretoFront } from '../../src/index.ts'

const axes: readonly ParetoAxis[] = [
  { name: 'quality', direction: 'higher' },
  { name: 'latency', direction: 'lower' },
]

function at(
  name: string,
  quality: readonly [number, number] | null,
  latency: readonly [number, number] | null,
): Alternative {
  const ends = (pair: readonly [number, number] | null) => (pair === null ? null : { lower: pair[0], upper: pair[1] })
  return { name, values: { quality: ends(quality), latency: ends(latency) } }
}

describe('what intervals say', () => {
  test('better on one axis and indistinguishable on the other dominates; both are named', () => {
    const { comparisons, front } = paretoFront([at('fp32', [0.7, 0.8], [5, 6]), at('int8', [0.69, 0.79], [2, 3])], axes)
    expect(front).toEqual(['int8'])
    expect(comparisons).toEqual([
      {
        first: 'fp32',
        second: 'int8',
        firstBetter: [],
        secondBetter: ['latency'],
        notSeparated: ['quality'],
        dominant: 'int8',
      },
    ])
  })

  test('a trade-off, a tie and an unknown value dominate nothing', () => {
    expect(paretoFront([at('a', [0.8, 0.9], [5, 6]), at('b', [0.6, 0.7], [2, 3])], axes).front).toEqual(['a', 'b'])
    expect(paretoFront([at('a', [0.7, 0.9], [2, 6]), at('b', [0.6, 0.8], [5, 7])], axes).front).toEqual(['a', 'b'])
    const unknown = paretoFront([at('a', [0.7, 0.9], null), at('b', [0.6, 0.8], [5, 7])], axes)
    expect(unknown.front).toEqual(['a', 'b'])
    expect(unknown.comparisons[0]).toMatchObject({ notSeparated: ['quality', 'latency'], dominant: null })
  })

  test('intervals that touch do not separate', () => {
    expect(
      paretoFront([at('a', [0.5, 0.6], [1, 1]), at('b', [0.6, 0.7], [1, 1])], axes).comparisons[0]!.dominant,
    ).toBeNull()
  })

  test('a circle stays on the front, unless somebody outside dominates it', () => {
    const circle = { a: 'b', b: 'c', c: 'a' } as Readonly<Record<string, string>>
    const exact = (name: string) => at(name, [0, 0], [0, 0])
    const wins = (first: Alternative, second: Alternative) =>
      circle[first.name] === second.name ? -1 : circle[second.name] === first.name ? 1 : 0
    const names = ['a', 'b', 'c'].map(exact)
    expect(paretoFront(names, axes.slice(0, 1), wins).front).toEqual(['a', 'b', 'c'])
    const over = (first: Alternative, second: Alternative) =>
      first.name === 'd' ? -1 : second.name === 'd' ? 1 : wins(first, second)
    expect(paretoFront([...names, exact('d')], axes.slice(0, 1), over).front).toEqual(['d'])
  })
})

test('with exact values it is the usual front', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
      const alternatives = points.map(([quality, latency], i) => at(`m${i}`, [quality, quality], [latency, latency]))
      const naive = points.flatMap(([quality, latency], i) =>
        points.some(([q, l]) => q >= quality && l <= latency && (q > quality || l < latency)) ? [] : [`m${i}`],
      )
      expect(paretoFront(alternatives, axes).front).toEqual(naive)
    }),
  )
})

test('the front is never empty, its order is that of the alternatives, and every pair is compared once', () => {
  const ends = fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 3 }))
    .map(([low, width]) => [low, low + width] as const)
  fc.assert(
    fc.property(fc.array(fc.tuple(ends, ends), { minLength: 1, maxLength: 8 }), (pairs) => {
      const alternatives = pairs.map(([quality, latency], i) => at(`m${i}`, quality, latency))
      const { front, comparisons } = paretoFront(alternatives, axes)
      expect(front.length).toBeGreaterThan(0)
      expect(front).toEqual(alternatives.map(({ name }) => name).filter((name) => front.includes(name)))
      expect(comparisons).toHaveLength((pairs.length * (pairs.length - 1)) / 2)
      for (const { firstBetter, secondBetter, notSeparated } of comparisons)
        expect([...firstBetter, ...secondBetter, ...notSeparated].sort()).toEqual(['latency', 'quality'])
    }),
  )
})
