import type { MultilabelSample } from '@sluice/metrics'
import { expand, outputsOf } from '../columns.ts'
import { numbers } from '../columns-of.ts'
import { inputError } from '../input-error.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import { gatheredSource } from './gathered.ts'
import { interleave } from './interleave.ts'
import { gather, type SampleSource } from './source.ts'

/** The 0/1 labels of each output with one model's scores, outputs in the order of the label columns. */
export function multilabelSource({ policy, data, table, extra }: SourceInput): SampleSource<MultilabelSample> {
  const { definition, models, available } = data
  const names = expand(definition.columns.labels ?? [], available)
  const labels = interleave(
    names.map((name) => zeroOrOne(numbers(table, name, 'label', definition), name, { policy, data, table, extra })),
  )
  const scores = new Map(
    models.map((model) => {
      const columns = outputsOf(model, available, policy)
      if (columns.length === names.length)
        return [model.name, interleave(columns.map(({ column }) => numbers(table, column, 'score', definition)))]
      throw inputError({
        code: 'output-count',
        message: `model '${model.name}' has ${columns.length} outputs, the label has ${names.length} columns`,
        hint: 'Name one score column for each label column, in the same order.',
        location: model.location,
        path: `models.${model.name}.probabilities`,
      })
    }),
  )
  const { weights, clusters } = extra
  const outputs = names.length
  return gatheredSource((model, rows) => {
    const all = scores.get(model)!
    if (rows === null) return { labels, scores: all, outputs, weights, clusters }
    return {
      labels: gather(labels, rows, outputs),
      scores: gather(all, rows, outputs),
      outputs,
      weights: weights && gather(weights, rows),
      clusters: clusters && gather(clusters, rows),
      rows,
    }
  })
}

function zeroOrOne(values: Float64Array, name: string, { data }: SourceInput): Uint8Array {
  const bad = values.findIndex((value) => value !== 0 && value !== 1)
  if (bad < 0) return Uint8Array.from(values)
  throw inputError({
    code: 'bad-label',
    message: `label column '${name}' of '${data.definition.name}' is ${values[bad]} in row ${bad + 1}; multilabel columns hold 0 and 1`,
    hint: 'Write one 0/1 column for each label.',
    location: data.definition.location,
    path: `datasets.${data.definition.name}`,
  })
}
