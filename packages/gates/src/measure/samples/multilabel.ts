import type { MultilabelSample } from '@sluice/metrics'
import type { ModelDefinition, Policy } from '@sluice/policy'
import { expand, outputsOf } from '../columns.ts'
import { numbers } from '../columns-of.ts'
import { inputError } from '../input-error.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import type { DatasetData } from '../read-policy-data.ts'
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
      const columns = pairedOutputs(model, names, data, policy)
      return [model.name, interleave(columns.map((column) => numbers(table, column, 'score', definition)))]
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

/**
 * The score column of each label column. Where both are named by a prefix, what follows it pairs them, since a table may
 * hold the two in different orders; otherwise the policy lists them in one order.
 */
function pairedOutputs(
  model: ModelDefinition,
  names: readonly string[],
  { definition, available }: DatasetData,
  policy: Policy,
): string[] {
  const outputs = outputsOf(model, available, policy)
  const path = `models.${model.name}.probabilities`
  if (outputs.length !== names.length) {
    throw inputError({
      code: 'output-count',
      message: `model '${model.name}' has ${outputs.length} outputs, the label has ${names.length} columns`,
      hint: 'Name one score column for each label column, in the same order.',
      location: model.location,
      path,
    })
  }
  const [prefix, ...others] = definition.columns.labels ?? []
  if (typeof model.probabilities !== 'string' || others.length > 0 || !prefix!.endsWith('*'))
    return outputs.map(({ column }) => column)
  const columns = new Map(outputs.map(({ name, column }) => [name, column]))
  return names.map((name) => {
    const suffix = name.slice(prefix!.length - 1)
    const column = columns.get(suffix)
    if (column !== undefined) return column
    throw inputError({
      code: 'output-names',
      message: `label column '${name}' has no score column: model '${model.name}' has '${model.probabilities}' for ${[...columns.keys()].join(', ')}, and none for '${suffix}'`,
      hint: 'Name label and score columns alike after their prefixes, or list both one by one in the same order.',
      location: model.location,
      path,
    })
  })
}

/** Labels as bytes. @throws PolicyError for any other value */
export function zeroOrOne(values: Float64Array, name: string, { data }: SourceInput): Uint8Array {
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
