import { type CutoffOptions, requireCutoff } from './query.ts'
import { type EmptyQueryOptions, queryMetric } from './query-metric.ts'

export interface FirstRelevantOptions extends EmptyQueryOptions, CutoffOptions {}

/**
 * Mean reciprocal rank at k: 1 / rank of the first relevant document, 0 where it is beyond k (Voorhees 1999). Ties take
 * the expected value under a random order. Interval: Student's t over queries.
 *
 * @throws {MetricInputError} for negative or missing relevance, missing scores, k below 1
 */
export const meanReciprocalRank = queryMetric<FirstRelevantOptions>({
  range: [0, 1],
  value(query, options) {
    const k = requireCutoff(options)
    const group = query.groups.find(({ relevant }) => relevant > 0)
    if (group === undefined) return 0
    let stillNone = 1
    let sum = 0
    for (let i = 0; i < group.size && group.before + i < k; i++) {
      const chance = Math.min(1, group.relevant / (group.size - i))
      sum += (stillNone * chance) / (group.before + i + 1)
      stillNone *= 1 - chance
    }
    return sum
  },
})

/**
 * Hit rate at k: the share of queries with a relevant document among the first k. Ties take the chance under a random
 * order. Interval: Wilson over queries; Student's t with weights or clusters.
 *
 * @throws {MetricInputError} as {@link meanReciprocalRank}
 */
export const hitRate = queryMetric<FirstRelevantOptions>({
  range: [0, 1],
  method: 'wilson',
  value(query, options) {
    const k = requireCutoff(options)
    const group = query.groups.find(({ relevant }) => relevant > 0)
    if (group === undefined) return 0
    let none = 1
    for (let i = 0; i < group.size && group.before + i < k; i++) {
      none *= 1 - Math.min(1, group.relevant / (group.size - i))
    }
    return 1 - none
  },
})
