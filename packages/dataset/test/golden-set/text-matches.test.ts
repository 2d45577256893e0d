import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CategoryColumn,
  type ComparedFeature,
  describeGoldenSet,
  type FeatureRows,
  leastRecall,
  matchesIn,
  readTable,
  repeatedRows,
} from '../../src/index.ts'
import { folder, writeQuery } from '../support/tables.ts'
import { answers, similarAnswers } from '../text-similarity/similar-answers.ts'

const alphabet = ['a', 'b', 'c', 'd']
/** Texts over few letters, so that many are similar. */
const texts = Array.from({ length: 60 }, (_, i) => {
  const random = createRandom(`text ${i}`)
  return Array.from({ length: random.integer(3, 12) }, () => alphabet[random.integer(0, 3)]).join('')
})
const features: ComparedFeature[] = [
  { name: 'x', kind: 'number', labels: [] },
  { name: 'c', kind: 'category', labels: ['a', 'b'] },
  { name: 'text', kind: 'text', labels: texts },
]
const comparison = { features, scales: Float64Array.of(1, 1, 1), seed: 1 }
const options = { similarity: 0.5, shingleLength: 2, tolerance: 1 }

type Row = readonly [x: number, category: number, text: number]

function table(rows: readonly Row[]): FeatureRows {
  return { rows: rows.length, columns: [0, 1, 2].map((f) => Float64Array.from(rows, (row) => row[f]!)), inputs: [] }
}

function areNear(row: Row, other: Row, textsOnly: boolean): boolean {
  if (Number.isNaN(row[2]) || Number.isNaN(other[2])) {
    if (!Object.is(row[2], other[2])) return false
  } else if (jaccard(texts[row[2]]!, texts[other[2]]!) < options.similarity) return false
  return textsOnly || (row[1] === other[1] && Math.abs(row[0] - other[0]) <= options.tolerance)
}

function jaccard(a: string, b: string): number {
  const pairs = (text: string) => new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)))
  const [one, other] = [pairs(a), pairs(b)]
  const shared = [...one].filter((pair) => other.has(pair)).length
  return shared / (one.size + other.size - shared)
}

const rows = (most: number) =>
  fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(0, 1),
      fc.oneof(fc.integer({ min: 0, max: texts.length - 1 }), fc.constant(Number.NaN)),
    ),
    { minLength: 1, maxLength: most },
  )

describe('rows with texts that are found again', () => {
  test.each([
    ['rows', false],
    ['texts', true],
  ] as const)('are those of the definition: %s', (compare, textsOnly) => {
    const count = { near: 0, found: 0 }
    const check = (found: Uint8Array, expected: readonly boolean[]) => {
      found.forEach((flag, row) => {
        if (flag === 1) expect(expected[row]).toBe(true)
        if (expected[row]) count.near++
        count.found += flag
      })
    }
    fc.assert(
      fc.property(rows(40), rows(40), (ours, theirs) => {
        const [a, b] = [table(ours), table(theirs)]
        const { near, exact } = matchesIn(a, b, comparison, { ...options, compare })
        const same = (row: Row, other: Row) =>
          row.every((value, f) => (textsOnly && f < 2) || Object.is(value, other[f]))
        expect([...exact]).toEqual(ours.map((row) => +theirs.some((other) => same(row, other))))
        expect(exact.every((flag, row) => flag <= near[row]!)).toBe(true)
        check(
          near,
          ours.map((row) => theirs.some((other) => areNear(row, other, textsOnly))),
        )
        check(
          repeatedRows(a, comparison, { ...options, compare }).near,
          ours.map((row, i) => ours.slice(0, i).some((other) => areNear(row, other, textsOnly))),
        )
      }),
      { seed: 21, numRuns: 200 },
    )
    expect(count.near).toBeGreaterThan(300)
    expect(count.found / count.near).toBeGreaterThanOrEqual(leastRecall)
  })

  test('are found among 20 000 texts without comparing all pairs, nor all of many that are the same', () => {
    const random = createRandom('many texts')
    const words = Array.from({ length: 3000 }, () => random.integer(0, 1e9).toString(36))
    const sentence = () => Array.from({ length: 12 }, () => words[random.integer(0, 2999)]).join(' ')
    const labels = Array.from({ length: 10_000 }, sentence)
    labels.push(...labels.slice(0, 1000).map((label) => `${label}!`), 'the same', 'the same!')
    const text: ComparedFeature = { name: 'text', kind: 'text', labels }
    // The first half of the texts; every tenth again with a sign behind it; and two that stand for thousands of rows.
    const codes = Float64Array.from({ length: 20_000 }, (_, i) => (i < 11_000 ? i : 11_000 + (i % 2)))
    const all: FeatureRows = { rows: codes.length, columns: [codes], inputs: [] }
    const { exact, near } = repeatedRows(all, { features: [text], scales: Float64Array.of(1), seed: 1 })
    expect([...exact].filter(Boolean)).toHaveLength(9000 - 2)
    expect([...near.subarray(0, 10_000)].filter(Boolean)).toHaveLength(0)
    expect([...near.subarray(10_000, 11_000)].filter(Boolean)).toHaveLength(1000)
    expect([...near.subarray(11_000)].filter(Boolean)).toHaveLength(9000 - 1)
  })

  test('need a text to be compared by texts alone', () => {
    const one = table([[1, 0, 0]])
    const untold = { ...comparison, features: features.slice(0, 2) }
    expect(() => repeatedRows(one, untold, { compare: 'texts' })).toThrow(/no feature is a text/)
  })
})

describe('a golden set of texts', () => {
  /** Every other real answer as golden, the rest as what was trained on; lengths play along as a feature. */
  async function described(texts: readonly string[], over = {}) {
    const directory = folder()
    const write = (name: string, keep: (i: number) => boolean) =>
      writeFileSync(
        join(directory, `${name}.jsonl`),
        answers
          .flatMap((answer, i) => (keep(i) ? `${JSON.stringify({ answer, size: answer.length })}\n` : []))
          .join(''),
      )
    write('golden', (i) => i % 2 === 0)
    write('train', (i) => i % 2 === 1)
    write('production', () => true)
    const source = (name: string) => ({ name, paths: [`${name}.jsonl`], directory })
    return describeGoldenSet(source('golden'), source('production'), {
      seed: 1,
      texts,
      apartFrom: [source('train')],
      ...over,
    })
  }
  const count = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0)
  const pairs = similarAnswers
    .filter(({ shingles, similarity }) => shingles === 'characters' && similarity >= 0.8)
    .map(({ pair }) => pair.split(' ').map(Number) as [number, number])

  test('repeats itself and training where comparing all pairs in Python says so', async () => {
    const set = await described(['answer'])
    expect(set.features.map(({ feature }) => feature)).toEqual(['size'])
    const known = new Set(pairs.flatMap(([a, b]) => (a % 2 === b % 2 ? [] : a % 2 === 0 ? a : b)))
    expect(count(set.leaks({ compare: 'texts' })!.near)).toBe(known.size)
    const repeated = new Set(pairs.flatMap(([a, b]) => (a % 2 === 0 && b % 2 === 0 ? b : [])))
    expect(count(set.repeats({ compare: 'texts' }).near)).toBe(repeated.size)
    expect([known.size, repeated.size]).toEqual([16, 5])
    // Rows need lengths that are near as well.
    expect(count(set.leaks()!.near)).toBeLessThan(known.size)
    expect(count(set.leaks({ tolerance: 0.99 })!.near)).toBe(known.size)
  })

  test('may have no other feature', async () => {
    const set = await described(['answer'], { except: ['size'] })
    expect(set.features).toEqual([])
    expect(count(set.leaks()!.near)).toBe(16)
  })

  test('says which column is no text, or not there', async () => {
    await expect(described(['size'])).rejects.toMatchObject({ code: 'unsupported-type', column: 'size' })
    const missing = { code: 'missing-column', hint: 'Did you mean "answer"?' }
    await expect(described(['anser'])).rejects.toMatchObject(missing)
  })
})

test('texts are read as they are, however many there are', async () => {
  const directory = folder()
  await writeQuery(
    join(directory, 'texts.parquet'),
    `SELECT CASE WHEN i % 10 = 3 THEN NULL WHEN i % 10 = 4 THEN '' ELSE 'süß ' || (i // 2) END AS t FROM range(200000) r(i)`,
  )
  const { columns } = await readTable({
    directory,
    paths: ['texts.parquet'],
    columns: [{ name: 't', as: 'text' }],
    slices: [],
  })
  const { codes, categories, missing, missingCode, distinct } = columns.get('t') as CategoryColumn
  // Ten rows have five texts that are neither missing nor empty; the empty one is there once for all.
  expect([codes.length, distinct, missing]).toEqual([200_000, 20_000 * 5 + 1, 20_000])
  const at = (row: number) => (codes[row] === missingCode ? null : categories[codes[row]!])
  expect([0, 1, 2, 3, 4, 199_999].map(at)).toEqual(['süß 0', 'süß 0', 'süß 1', null, '', 'süß 99999'])
})
