import type { RegressionSample } from '@sluice/metrics'
import { modelColumns } from '../columns.ts'
import { numbers } from '../columns-of.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import { gatheredSource } from './gathered.ts'
import { gather, type SampleSource } from './source.ts'

/** Actual values with one model's predictions. */
export function regressionSource({ policy, data, table, extra }: SourceInput): SampleSource<RegressionSample> {
  const { definition, models, available } = data
  const actual = numbers(table, definition.columns.label!, 'label', definition)
  const predicted = new Map(
    models.map((model) => {
      const [column] = modelColumns(model, 'regression', available, policy)
      return [model.name, numbers(table, column!, 'prediction', definition)]
    }),
  )
  const { weights, clusters } = extra
  return gatheredSource((model, rows) => {
    const values = predicted.get(model)!
    if (rows === null) return { actual, predicted: values, weights, clusters }
    return {
      actual: gather(actual, rows),
      predicted: gather(values, rows),
      weights: weights && gather(weights, rows),
      clusters: clusters && gather(clusters, rows),
      rows,
    }
  })
}
