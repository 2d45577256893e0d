import { type CutoffOptions, requireCutoff } from './query.ts'
import { type EmptyQueryOptions, queryMetric } from './query-metric.ts'

export interface MeanAveragePrecisionOptions extends EmptyQueryOptions, CutoffOptions {
  /**
   * With a cutoff, the best that counts: all R relevant documents (`relevant`, the default, trec_eval) or as many as fit,
   * min(R, k) (`attainable`).
   */
  readonly denominator?: 'relevant' | 'attainable'
}

/**
 * Mean average precision at k: the precision at each relevant document's rank, averaged within the query and then over
 * queries. Documents of relevance above 0 are relevant. Ties take the expected value under a random order (McSherry &
 * Najork 2008). Interval: Student's t over queries.
 *
 * @throws {MetricInputError} for negative or missing relevance, missing scores, k below 1
 */
export const meanAveragePrecision = queryMetric<MeanAveragePrecisionOptions>({
  range: [0, 1],
  value(query, options) {
    const k = requireCutoff(options)
    let sum = 0
    let above = 0
    for (const { before, size, relevant } of query.groups) {
      for (let i = 0; i < size && before + i < k; i++) {
        const others = size > 1 ? (i * (relevant - 1)) / (size - 1) : 0
        sum += ((relevant / size) * (above + others + 1)) / (before + i + 1)
      }
      above += relevant
    }
    return sum / (options.denominator === 'attainable' ? Math.min(query.relevant, k) : query.relevant)
  },
})
