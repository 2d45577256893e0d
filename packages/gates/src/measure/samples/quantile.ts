import type { QuantileSample } from '@sluice/metrics'
import { quantilesOf } from '../columns.ts'
import { numbers } from '../columns-of.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import { gatheredSource } from './gathered.ts'
import { gather, type SampleSource } from './source.ts'

/** Actual values with one model's predicted quantiles. */
export function quantileSource({ policy, data, table, extra }: SourceInput): SampleSource<QuantileSample> {
  const { definition, models } = data
  const actual = numbers(table, definition.columns.label!, 'label', definition)
  const outputs = new Map(
    models.map((model) => {
      const pairs = quantilesOf(model, policy)
      const quantiles = pairs.map(({ column }) => numbers(table, column, 'prediction', definition))
      return [model.name, { levels: pairs.map(({ level }) => level), quantiles }]
    }),
  )
  const { weights, clusters } = extra
  return gatheredSource((model, rows) => {
    const { levels, quantiles } = outputs.get(model)!
    if (rows === null) return { actual, levels, quantiles, weights, clusters }
    return {
      actual: gather(actual, rows),
      levels,
      quantiles: quantiles.map((column) => gather(column, rows)),
      weights: weights && gather(weights, rows),
      clusters: clusters && gather(clusters, rows),
      rows,
    }
  })
}
