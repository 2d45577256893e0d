import { type Query, requireCutoff } from './query.ts'
import { type EmptyQueryOptions, queryMetric } from './query-metric.ts'

export interface AtKOptions extends EmptyQueryOptions {
  /** How many documents are looked at, from 1. */
  readonly k: number
}

/**
 * Precision at k: the share of the first k that is relevant; places that a short list leaves empty count as not
 * relevant. Ties take the expected value under a random order. Interval: Student's t over queries.
 *
 * @throws {MetricInputError} for negative or missing relevance, missing scores, k below 1
 */
export const rankingPrecision = queryMetric<AtKOptions>({
  range: [0, 1],
  value: (query, options) => relevantWithin(query, requireCutoff(options)) / options.k,
})

/** Recall at k: the share of the relevant documents that is among the first k; otherwise as {@link rankingPrecision}. */
export const rankingRecall = queryMetric<AtKOptions>({
  range: [0, 1],
  value: (query, options) => relevantWithin(query, requireCutoff(options)) / query.relevant,
})

/** R-precision: {@link rankingPrecision} at the number of relevant documents, where it equals recall. */
export const rPrecision = queryMetric<EmptyQueryOptions>({
  range: [0, 1],
  value: (query) => relevantWithin(query, query.relevant) / query.relevant,
})

/** The expected number of relevant documents among the first k. */
function relevantWithin(query: Query, k: number): number {
  let sum = 0
  for (const { before, size, relevant } of query.groups) {
    if (before >= k) break
    sum += (relevant * Math.min(size, k - before)) / size
  }
  return sum
}
