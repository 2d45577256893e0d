import type { CategoryColumn, Partition } from '@sluice/dataset'
import type { RankingSample } from '@sluice/metrics'
import { modelColumns } from '../columns.ts'
import { numbers } from '../columns-of.ts'
import { inputError } from '../input-error.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import { gather, rowsBySlice, type SampleSource } from './source.ts'

/**
 * Documents grouped by query. A slice keeps the rows that are in it, query by query: a slice by a query's property
 * keeps whole queries, a slice by a document's property ranks the documents of that kind among themselves.
 */
export function rankingSource({ policy, data, table, extra }: SourceInput): SampleSource<RankingSample> {
  const { definition, models, available } = data
  const { query, label } = definition.columns
  if (query === null) {
    throw inputError({
      code: 'missing-field',
      message: 'a ranking task needs `columns.query`: which rows are ranked together',
      hint: 'Name the column of the query id: columns: { query: COLUMN }.',
      location: definition.location,
      path: 'columns.query',
    })
  }
  const codes = (table.columns.get(query) as CategoryColumn).codes
  const relevance = numbers(table, label!, 'label', definition)
  const scores = new Map(
    models.map((model) => [
      model.name,
      numbers(table, modelColumns(model, 'ranking', available, policy)[0]!, 'score', definition),
    ]),
  )
  const take = (model: string, rows: Uint32Array): RankingSample => {
    const { order, offsets } = groupByQuery(rows, codes)
    return {
      offsets,
      relevance: gather(relevance, order),
      scores: gather(scores.get(model)!, order),
      weights: extra.weights && gather(extra.weights, order),
      clusters: extra.clusters && gather(extra.clusters, order),
      rows: order,
    }
  }
  const everything = Uint32Array.from({ length: table.rows }, (_, row) => row)
  return {
    all: (model) => take(model, everything),
    forEachSlice(partition: Partition, wanted, visit) {
      rowsBySlice(partition).forEach((rows, code) => {
        visit(code, new Map(wanted.map((model) => [model, take(model, rows)])))
      })
    },
  }
}

/** Rows ordered by query, in table order within one, with the bounds of each query that occurs. */
function groupByQuery(
  rows: Uint32Array,
  codes: Uint8Array | Uint16Array | Uint32Array,
): { order: Uint32Array; offsets: Uint32Array } {
  const order = rows.slice().sort((a, b) => codes[a]! - codes[b]! || a - b)
  const offsets: number[] = [0]
  for (let i = 1; i < order.length; i++) if (codes[order[i]!] !== codes[order[i - 1]!]) offsets.push(i)
  if (order.length > 0) offsets.push(order.length)
  return { order, offsets: Uint32Array.from(offsets) }
}
