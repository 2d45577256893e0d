import { MetricInputError } from '../metric-input-error.ts'
import type { RankingSample } from '../samples.ts'

/** Documents of one query that share a score, in descending order of score. */
export interface TieGroup {
  /** Documents ranked before this group. */
  readonly before: number
  readonly size: number
  /** How many are relevant (relevance > 0). */
  readonly relevant: number
  /** Their relevances, ascending. */
  readonly grades: Float64Array
}

/** One query's documents as a ranking sees them. */
export interface Query {
  readonly documents: number
  readonly relevant: number
  readonly groups: readonly TieGroup[]
  /** All relevances, descending: the ideal ranking. */
  readonly ideal: Float64Array
}

export interface CutoffOptions {
  /** Only the first k documents count; without it, all. */
  readonly k?: number
}

/** @throws {MetricInputError} for a cutoff that is not a whole number from 1 */
export function requireCutoff({ k }: CutoffOptions): number {
  if (k === undefined) return Infinity
  if (Number.isInteger(k) && k >= 1) return k
  throw new MetricInputError('invalid_option', `k is ${k}: expected a whole number from 1.`)
}

/**
 * @throws {MetricInputError} for negative, infinite or missing relevance, missing scores, offsets that do not ascend to
 *   the number of documents
 */
export function requireQueries({ offsets, relevance, scores }: RankingSample): void {
  const descends = offsets.some((offset, q) => q > 0 && offset < offsets[q - 1])
  if (relevance.length !== scores.length || descends || (offsets[offsets.length - 1] ?? 0) !== scores.length) {
    throw new MetricInputError(
      'length_mismatch',
      `${relevance.length} relevances, ${scores.length} scores, offsets up to ${offsets[offsets.length - 1]}: expected one of each a document, and ascending offsets that end there.`,
    )
  }
  refuse(relevance, 'nan_label', (grade) => !Number.isFinite(grade), 'relevances are missing or infinite')
  refuse(relevance, 'negative_relevance', (grade) => grade < 0, 'relevances are negative')
  refuse(scores, 'nan_score', Number.isNaN, 'scores are missing (NaN)')
}

function refuse(
  column: Float64Array,
  code: 'nan_label' | 'negative_relevance' | 'nan_score',
  wrong: (value: number) => boolean,
  what: string,
): void {
  const row = column.findIndex(wrong)
  if (row < 0) return
  const count = column.reduce((sum, value) => sum + (wrong(value) ? 1 : 0), 0)
  throw new MetricInputError(
    code,
    `${count} ${what}, first of document ${row} (${column[row]}): expected numbers from 0.`,
    {
      row,
      count,
    },
  )
}

/** The number of queries. */
export function queriesOf({ offsets }: RankingSample): number {
  return Math.max(0, offsets.length - 1)
}

export function queryAt({ offsets, relevance, scores }: RankingSample, query: number): Query {
  const [from, to] = [offsets[query], offsets[query + 1]]
  const documents = to - from
  const order = descending(scores, from, documents)
  const ranked = new Float64Array(documents)
  for (let i = 0; i < documents; i++) ranked[i] = relevance[order[i]]
  const groups: TieGroup[] = []
  for (let start = 0, end = 0; start < documents; start = end) {
    while (end < documents && scores[order[end]] === scores[order[start]]) end++
    const grades = ranked.subarray(start, end)
    if (grades.length > 1) grades.sort()
    groups.push({ before: start, size: end - start, relevant: countRelevant(grades), grades })
  }
  return { documents, relevant: countRelevant(ranked), groups, ideal: relevance.slice(from, to).sort().reverse() }
}

/** The documents from `from` on, by descending score. */
function descending(scores: Float64Array, from: number, documents: number): Uint32Array {
  const order = new Uint32Array(documents)
  for (let i = 0; i < documents; i++) order[i] = from + i
  return order.sort((a, b) => scores[b] - scores[a])
}

function countRelevant(grades: Float64Array): number {
  let count = 0
  for (let i = 0; i < grades.length; i++) if (grades[i] > 0) count++
  return count
}
