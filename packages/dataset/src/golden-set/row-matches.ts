import { quantiles, type Seed } from '@sluice/stats'
import { defaultShingleLength } from '../text-similarity/index.ts'
import { numberRows } from './numbered-rows.ts'
import { blockKey, placedRows, RowBlocks } from './row-blocks.ts'
import type { ComparedFeature, FeatureRows } from './shared-features.ts'
import { similarTexts } from './similar-texts.ts'

/** Which rows are found again. */
export interface RowMatches {
  /** 1 where another row has the same value of everything that is compared. */
  readonly exact: Uint8Array
  /** 1 where another row is the same or near. */
  readonly near: Uint8Array
}

export interface MatchOptions {
  /** Whole rows, every feature and every text; or the texts alone, whatever the features. Default rows. */
  readonly compare?: 'rows' | 'texts'
  /**
   * How far apart near rows are on average over the numbers, each scaled by its range from the 5th to the 95th percentile
   * (Gower's distance without its cap). Default 0.01.
   */
  readonly tolerance?: number
  /** The Jaccard similarity of the shingles of each text from which on texts are near: from 0.05 to 1, default 0.8. */
  readonly similarity?: number
  /** What the shingles of texts are made of. Default characters. */
  readonly shingles?: 'characters' | 'words'
  /** Characters or words of a shingle. Default 5 characters, 3 words. */
  readonly shingleLength?: number
}

export const defaultTolerance = 0.01
export const defaultSimilarity = 0.8

/** What is compared, and how near it has to be, with defaults for what is not said. */
export function matchOptions(options: MatchOptions = {}): Required<MatchOptions> {
  const { shingles = 'characters' } = options
  return {
    compare: 'rows',
    tolerance: defaultTolerance,
    similarity: defaultSimilarity,
    shingles,
    shingleLength: defaultShingleLength[shingles],
    ...options,
  }
}

/** The scale of each feature that is a number; 1 for the others. */
export function featureScales(features: readonly ComparedFeature[], reference: FeatureRows): Float64Array {
  return Float64Array.from(features, ({ kind }, f) => {
    if (kind !== 'number') return 1
    const present = reference.columns[f].filter((value) => Number.isFinite(value))
    const [least, low, high, greatest] = quantiles(present, [0, 0.05, 0.95, 1]) ?? [0, 0, 1, 1]
    return high > low ? high - low : greatest > least ? greatest - least : 1
  })
}

/** What rows are compared by. */
export interface Comparison {
  readonly features: readonly ComparedFeature[]
  /** From `featureScales`. */
  readonly scales: Float64Array
  /** Of the hash functions that find similar texts. */
  readonly seed: Seed
}

/**
 * Rows that occur in another table, exactly or nearly: leakage of a test into training. Near rows agree in every category and
 * in what is missing, their numbers differ by at most `tolerance` on average, and each of their texts is similar. Exact as far
 * as numbers and categories go; of rows with texts, those found are near, and `leastRecall` of the near ones are found at the
 * least. O((n + m) log n) as long as few rows are near each other.
 *
 * @throws RangeError where texts alone are to be compared and there are none
 */
export function matchesIn(
  rows: FeatureRows,
  others: FeatureRows,
  comparison: Comparison,
  options: MatchOptions = {},
): RowMatches {
  return matches(rows, others, comparison, options, () => Infinity)
}

/** Rows that repeat an earlier row of the same table, exactly or nearly; of a pair one is counted. As `matchesIn`. */
export function repeatedRows(rows: FeatureRows, comparison: Comparison, options: MatchOptions = {}): RowMatches {
  return matches(rows, rows, comparison, options, (row) => row)
}

/** @param before the row of the other table that matches of a row lie before */
function matches(
  rows: FeatureRows,
  others: FeatureRows,
  { features, scales, seed }: Comparison,
  options: MatchOptions,
  before: (row: number) => number,
): RowMatches {
  const { compare, tolerance, similarity, shingles, shingleLength } = matchOptions(options)
  if (compare === 'texts' && features.every(({ kind }) => kind !== 'text'))
    throw new RangeError('Rows cannot be compared by texts alone: no feature is a text')
  const texts = placesOf(features, (kind) => kind === 'text')
  const compared = compare === 'texts' ? [] : placesOf(features, (kind) => kind !== 'text')
  const numbers = compared.filter((f) => features[f].kind === 'number')
  const tables = [rows, others] as const
  const blocks = numberRows(tables.map((table) => ({ rows: table.rows, keyOf: blockKey(table, features, compared) })))
  const [ours, theirs] = tables.map((table, t) => placedRows(table, blocks[t], numbers, scales))
  const alike = similarTexts(tables, features, texts, {
    shingling: { of: shingles, length: shingleLength },
    similarity,
    seed,
  })
  const exact = new Uint8Array(rows.rows)
  const near = new Uint8Array(rows.rows)
  for (const number of alike.theirs.present) {
    const found = new RowBlocks(theirs, alike.theirs.members(number))
    for (const row of alike.ours.members(number)) {
      if (found.has(ours, row, 0, before(row))) exact[row] = near[row] = 1
    }
    alike.forEachSimilar(number, (own) => {
      let open = 0
      for (const row of alike.ours.members(own)) {
        if (near[row] === 1) continue
        if (found.has(ours, row, tolerance * numbers.length, before(row))) near[row] = 1
        else open++
      }
      return open === 0
    })
  }
  return { exact, near }
}

function placesOf(features: readonly ComparedFeature[], is: (kind: ComparedFeature['kind']) => boolean): number[] {
  return [...features.keys()].filter((f) => is(features[f].kind))
}
