import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TextIndex, type TextIndexOptions } from '../../src/text-similarity/index.ts'
import { answers, similarAnswers } from './similar-answers.ts'

const fiveCharacters = { of: 'characters', length: 5 } as const
const threeWords = { of: 'words', length: 3 } as const

/** Pairs of a place in the index and one in what is looked up, in order. */
function pairs(indexed: readonly string[], lookedUp: readonly string[], options: Partial<TextIndexOptions> = {}) {
  const index = new TextIndex(
    indexed.map((text) => [text]),
    { shingling: fiveCharacters, similarity: 0.8, seed: 1, ...options },
  )
  const found: [number, number][] = []
  lookedUp.forEach((text, there) => {
    index.forEachSimilar([text], (here) => {
      found.push([here, there])
      return false
    })
  })
  return found
}

const sorted = (found: readonly (readonly [number, number])[]) => found.map((pair) => pair.join(' ')).sort()

/** The definition, by sets of strings. */
function jaccard(a: string, b: string, length: number): number {
  const cut = (text: string) => {
    const characters = [...text]
    const runs = Math.max(1, characters.length - length + 1)
    return new Set(Array.from({ length: runs }, (_, i) => characters.slice(i, i + length).join('')))
  }
  const [one, other] = [cut(a), cut(b)]
  const shared = [...one].filter((run) => other.has(run)).length
  return shared / (one.size + other.size - shared)
}

describe('similar answers of real models', () => {
  test.each([
    ['characters', 0.8, 33],
    ['characters', 0.65, 58],
    ['characters', 0.5, 99],
    ['words', 0.8, 23],
    ['words', 0.5, 51],
  ] as const)('by %s from %d on are those that comparing all pairs finds', (of, similarity, count) => {
    const shingling = of === 'words' ? threeWords : fiveCharacters
    const found = pairs(answers, answers, { shingling, similarity }).filter(([here, there]) => here < there)
    const expected = similarAnswers.filter((one) => one.shingles === of && one.similarity >= similarity)
    expect(expected).toHaveLength(count)
    expect(sorted(found)).toEqual(expected.map(({ pair }) => pair).sort())
  })

  test('whatever the seed, nothing else is found, and of a thousand pairs one is missed at most', () => {
    const wanted = similarAnswers.filter((one) => one.shingles === 'characters' && one.similarity >= 0.8)
    const similar = new Set(wanted.map(({ pair }) => pair))
    let found = 0
    for (let seed = 0; seed < 40; seed++) {
      const ordered = pairs(answers, answers, { seed }).filter(([here, there]) => here < there)
      expect(ordered.every((pair) => similar.has(pair.join(' ')))).toBe(true)
      found += ordered.length
    }
    expect(found / (40 * wanted.length)).toBeGreaterThanOrEqual(0.999)
  })
})

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '😀'), minLength: 1, maxLength: 24 })
const plain = (written: string) => written.replace(/ +/g, ' ').trim()

describe('what is found', () => {
  test('is similar by the definition, holds all that is the same, and does not depend on the order', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 30 }),
        fc.array(text, { maxLength: 30 }),
        fc.constantFrom(0.3, 0.5, 0.8, 1),
        fc.constantFrom(1, 2, 5),
        (ours, theirs, similarity, length) => {
          const options = { similarity, shingling: { of: 'characters', length } } as const
          const found = pairs(ours, theirs, options)
          const expected = ours.flatMap((a, here) =>
            theirs.flatMap((b, there) =>
              jaccard(plain(a), plain(b), length) >= similarity ? [[here, there] as const] : [],
            ),
          )
          const all = new Set(sorted(expected))
          for (const pair of sorted(found)) expect(all).toContain(pair)
          const same = expected.filter(
            ([here, there]) => jaccard(plain(ours[here]!), plain(theirs[there]!), length) === 1,
          )
          expect(sorted(found)).toEqual(expect.arrayContaining(sorted(same)))
          const turned = pairs(theirs.toReversed(), ours.toReversed(), options)
          const back = turned.map(([there, here]) => [ours.length - 1 - here, theirs.length - 1 - there] as const)
          expect(sorted(back)).toEqual(sorted(found))
        },
      ),
      { seed: 5, numRuns: 300 },
    )
  })

  test('is visited once, and not again when it is settled', () => {
    const index = new TextIndex([['one and the same'], ['one and the same'], ['something else']], {
      shingling: fiveCharacters,
      similarity: 0.8,
      seed: 1,
    })
    const visited: number[] = []
    const visit = (row: number) => visited.push(row) > 0 && row === 1
    index.forEachSimilar(['one and the same'], visit)
    expect(visited.sort()).toEqual([0, 1])
    index.forEachSimilar(['one and the same'], visit)
    expect(visited.sort()).toEqual([0, 0, 1])
  })

  test('is similar in every column of text', () => {
    const passage = 'a long passage that several questions are asked about, one after the other'
    const rows = [
      [passage, 'who wrote it?'],
      [passage, 'what is it about?'],
      [passage, null],
    ]
    const index = new TextIndex(rows, { shingling: fiveCharacters, similarity: 0.8, seed: 1 })
    const found = rows.map((texts) => {
      const similar: number[] = []
      index.forEachSimilar(texts, (row) => similar.push(row) < 0)
      return similar
    })
    expect(found).toEqual([[0], [1], [2]])
  })

  test('of nothing is nothing', () => expect(pairs([], ['a text'])).toEqual([]))
})

describe('the same text', () => {
  test.each([
    ['in another letter case and spacing', 'The  Quick brown\nfox ', 'the quick BROWN fox'],
    ['in full-width letters', 'ＡＢＣＤＥＦ', 'abcdef'],
    ['written with a ligature', 'the ﬁrst one', 'the first one'],
    ['composed and decomposed', 'café au lait', 'cafe\u0301 au lait'],
    ['shorter than a shingle', 'Yes', 'yes'],
    ['of no words', '', '  '],
  ])('%s', (_, one, other) => {
    expect(pairs([one], [other], { similarity: 1 })).toEqual([[0, 0]])
  })

  test.each([
    ['another short one', 'yes', 'yet'],
    ['nothing', 'yes', ''],
    ['the same characters in another order', 'abcdefgh', 'hgfedcba'],
  ])('is not %s', (_, one, other) => {
    expect(pairs([one], [other], { similarity: 0.3 })).toEqual([])
  })

  test('may be written with other punctuation where words are compared', () => {
    const options = { shingling: threeWords, similarity: 1 }
    expect(pairs(['Well, it is so.'], ['well it is: so!'], options)).toEqual([[0, 0]])
    expect(pairs(['Well, it is so.'], ['well is it so'], options)).toEqual([])
  })
})
