import { type CutoffOptions, type Query, requireCutoff } from './query.ts'
import { type EmptyQueryOptions, queryMetric } from './query-metric.ts'

export interface GainOptions extends EmptyQueryOptions, CutoffOptions {
  /** What a document of relevance r is worth: r (`linear`, the default) or 2^r − 1 (`exp2`). */
  readonly gain?: 'linear' | 'exp2'
}

/**
 * Discounted cumulative gain at k: the mean over queries of Σ gain / log₂(rank + 1) (Järvelin & Kekäläinen 2002). Tied
 * documents share the mean of their ranks' discounts, the expected value under a random order (McSherry & Najork 2008).
 * Unbounded above. Interval: Student's t over queries.
 *
 * @throws {MetricInputError} for negative or missing relevance, missing scores, k below 1
 */
export const dcg = queryMetric<GainOptions>({ range: [0, null], value: gained })

/**
 * Normalised DCG at k: {@link dcg} over that of the ideal ranking, from 0 to 1. Queries without a relevant document have
 * none; they are excluded unless asked for as 0. Interval: Student's t over queries.
 *
 * @throws {MetricInputError} as {@link dcg}
 */
export const ndcg = queryMetric<GainOptions>({
  range: [0, 1],
  value(query, options) {
    const k = requireCutoff(options)
    let best = 0
    for (let i = 0; i < query.documents && i < k; i++) best += worth(query.ideal[i], options) / Math.log2(i + 2)
    return gained(query, options) / best
  },
})

function gained(query: Query, options: GainOptions): number {
  const k = requireCutoff(options)
  let sum = 0
  for (const { before, size, grades } of query.groups) {
    if (before >= k) break
    let discount = 0
    for (let i = before; i < before + size && i < k; i++) discount += 1 / Math.log2(i + 2)
    sum += (discount / size) * grades.reduce((total, grade) => total + worth(grade, options), 0)
  }
  return sum
}

function worth(grade: number, { gain }: GainOptions): number {
  return gain === 'exp2' ? 2 ** grade - 1 : grade
}
