import type { RegressionSample } from '@sluice/metrics'
import { modelColumns, quantilesOf } from '../columns.ts'
import { numbers } from '../columns-of.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import { gatheredSource } from './gathered.ts'
import { gather, type SampleSource } from './source.ts'

/** Actual values with one model's predictions, and its quantiles where it has some. */
export function regressionSource({ policy, data, table, extra }: SourceInput): SampleSource<RegressionSample> {
  const { definition, models, available } = data
  const column = (name: string) => numbers(table, name, 'prediction', definition)
  const actual = numbers(table, definition.columns.label!, 'label', definition)
  const outputs = new Map(
    models.map((model) => {
      const [predicted] = modelColumns(model, 'regression', available, policy)
      const pairs = model.quantiles === null ? [] : quantilesOf(model, policy)
      const levels = pairs.map(({ level }) => level)
      return [
        model.name,
        { predicted: column(predicted!), levels, quantiles: pairs.map((pair) => column(pair.column)) },
      ]
    }),
  )
  const { weights, clusters } = extra
  return gatheredSource((model, rows) => {
    const { predicted, levels, quantiles } = outputs.get(model)!
    if (rows === null) return { actual, predicted, levels, quantiles, weights, clusters }
    return {
      actual: gather(actual, rows),
      predicted: gather(predicted, rows),
      levels,
      quantiles: quantiles.map((values) => gather(values, rows)),
      weights: weights && gather(weights, rows),
      clusters: clusters && gather(clusters, rows),
      rows,
    }
  })
}
