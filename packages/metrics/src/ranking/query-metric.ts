import { influenceInterval } from '../inference.ts'
import type { Metric } from '../metric.ts'
import { meanOf } from '../rows/mean-of-rows.ts'
import { definedOver, type RowTotals, rowTotals, undefinedOver } from '../rows/row-totals.ts'
import { type Absent, entered, type Smooth } from '../rows/smooth-metric.ts'
import type { RankingSample, Rows } from '../samples.ts'
import { type Query, queriesOf, queryAt, requireQueries } from './query.ts'

export interface EmptyQueryOptions {
  /**
   * Queries without a relevant document: left out of the mean (`exclude`, the default) or counted as 0 (`zero`, as
   * trec_eval and scikit-learn). Their number is in `detail.empty_queries` either way.
   */
  readonly emptyQuery?: 'exclude' | 'zero'
}

export interface QueryDefinition<Options> {
  readonly range: readonly [number, number | null]
  /** `wilson` where a query's value is 0 or 1 (but for ties), so that a share of 0 or 1 is no certainty. */
  readonly method?: 'student_t' | 'wilson'
  /** The value of a query that has a relevant document. */
  value(query: Query, options: Options): number
}

interface Evaluated {
  readonly totals: RowTotals
  readonly units: Rows
  readonly result: Smooth | Absent
}

/**
 * A metric that is the mean over queries of one value each.
 *
 * The query is the unit: its weight and its cluster are those of its first document, and `influence` puts the query's
 * whole influence there. Queries nested in users should have the user as cluster. Interval: Student's t over queries.
 */
export function queryMetric<Options extends EmptyQueryOptions>(
  definition: QueryDefinition<Options>,
): Metric<RankingSample, Options> {
  const evaluated = (sample: RankingSample, options: Options): Evaluated => {
    const { values, empty } = queryValues(definition, sample, options)
    const units = ofFirstDocuments(sample)
    const totals = rowTotals(values.length, units.weights)
    const detail = empty > 0 ? { detail: { empty_queries: empty } } : {}
    if (totals.nothing !== null) return { totals, units, result: { reason: totals.nothing } }
    const mean = meanOf(values, units.weights, totals)
    const result = 'reason' in mean ? ({ reason: 'no_relevant', ...detail } as const) : { ...mean, ...detail }
    return { totals, units, result }
  }
  return {
    scale: 'identity',
    inference: 'mean',
    estimate(sample, options) {
      const { totals, units, result } = evaluated(sample, options)
      if ('reason' in result) return undefinedOver(totals, result.reason, result.detail)
      const { value, detail } = result
      const counted = { ...totals, ...entered(totals, result) }
      if ((result.included ?? 0) < 2)
        return definedOver(counted, value, 'one query tells nothing of the spread', detail)
      if (definition.method === 'wilson' && units.weights === undefined && units.clusters === undefined) {
        const trials = result.included ?? totals.length
        const share = { kind: 'proportion', method: 'wilson', successes: value * trials, trials } as const
        return definedOver(counted, value, share, detail)
      }
      const uncertainty = influenceInterval(value, result.influence(), {
        inference: 'mean',
        method: 'student_t',
        scale: 'identity',
        range: definition.range,
        clusters: units.clusters,
        effectiveRows: counted.effectiveRows,
      })
      return definedOver(counted, value, uncertainty ?? 'one cluster holds all queries', detail)
    },
    influence(sample, options) {
      const { totals, result } = evaluated(sample, options)
      if ('reason' in result) return null
      const documents = sample.scores.length
      const phi = new Float64Array(documents)
      result.influence().forEach((value, q) => {
        if (sample.offsets[q] < documents) phi[sample.offsets[q]] += (value * documents) / totals.length
      })
      return phi
    },
  }
}

/** Each query's value; NaN for those left out. The primitive behind every mean over queries. */
export function queryValues<Options extends EmptyQueryOptions>(
  definition: QueryDefinition<Options>,
  sample: RankingSample,
  options: Options,
): { values: Float64Array; empty: number } {
  requireQueries(sample)
  let empty = 0
  const values = Float64Array.from({ length: queriesOf(sample) }, (_, q) => {
    const query = queryAt(sample, q)
    if (query.relevant > 0) return definition.value(query, options)
    empty++
    return options.emptyQuery === 'zero' ? 0 : Number.NaN
  })
  return { values, empty }
}

/** Weights and clusters of queries: those of their first documents; a query without documents weighs nothing. */
function ofFirstDocuments(sample: RankingSample): Rows {
  const { offsets, weights, clusters } = sample
  const queries = queriesOf(sample)
  const bare = offsets.some((offset, q) => q < queries && offset === offsets[q + 1])
  const firsts = offsets.subarray(0, queries)
  return {
    ...((weights !== undefined || bare) && {
      weights: Float64Array.from(firsts, (first, q) => (first === offsets[q + 1] ? 0 : (weights?.[first] ?? 1))),
    }),
    ...(clusters !== undefined && { clusters: Uint32Array.from(firsts, (first) => clusters[first] ?? 0) }),
  }
}
