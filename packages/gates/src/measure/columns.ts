import type { ColumnRequest, SliceRequest } from '@sluice/dataset'
import type { DatasetDefinition, ModelDefinition, Policy, SliceDefinition } from '@sluice/policy'
import type { MeasuredTask } from '../define-measure.ts'
import { inputError } from './input-error.ts'

/** The columns of the outputs that a model has one of each of: class → column, quantile level → column. */
export type Outputs = readonly { readonly name: string; readonly column: string }[]

/**
 * The columns that measuring reads of a dataset, each once.
 *
 * @param available the table's columns, needed only where a model names its outputs by a `prefix*`
 */
export function columnRequests(
  policy: Policy,
  dataset: DatasetDefinition,
  models: readonly ModelDefinition[],
  available: readonly string[],
): ColumnRequest[] {
  const task = policy.task as MeasuredTask
  const { id, label, labels, weight, group, query } = dataset.columns
  const requests: ColumnRequest[] = []
  const add = (name: string | null, as: ColumnRequest['as']) => {
    if (name !== null && !requests.some((request) => request.name === name && request.as === as))
      requests.push({ name, as })
  }
  add(id, 'key')
  add(weight, 'number')
  add(group, 'key')
  if (task === 'ranking') add(query, 'key')
  if (task === 'multilabel') for (const name of expand(labels ?? [], available)) add(name, 'number')
  else add(label, task === 'binary' || task === 'multiclass' ? 'category' : 'number')
  for (const model of models) {
    for (const name of modelColumns(model, task, available, policy)) add(name, 'number')
  }
  return requests
}

/** The score columns of a model for a task, in the order of its outputs. */
export function modelColumns(
  model: ModelDefinition,
  task: MeasuredTask,
  available: readonly string[],
  policy: Policy,
): string[] {
  switch (task) {
    case 'binary':
    case 'ranking':
      return [need(model.score, model, 'score', policy)]
    case 'regression': {
      const quantiles = model.quantiles === null ? [] : quantilesOf(model, policy)
      const prediction = need(model.prediction ?? model.score, model, 'prediction', policy)
      return [prediction, ...quantiles.map(({ column }) => column)]
    }
    case 'multiclass':
    case 'multilabel':
      return outputsOf(model, available, policy).map(({ column }) => column)
    case 'quantile':
      return quantilesOf(model, policy).map(({ column }) => column)
  }
}

/** Multiclass and multilabel: each class with its column. A `prefix*` names the class by what follows the prefix. */
export function outputsOf(model: ModelDefinition, available: readonly string[], policy: Policy): Outputs {
  const { probabilities } = model
  if (probabilities === null) throw missing(model, 'probabilities', policy)
  if (typeof probabilities !== 'string')
    return Object.entries(probabilities).map(([name, column]) => ({ name, column }))
  const prefix = probabilities.replace(/\*$/, '')
  const outputs = available
    .filter((column) => column.startsWith(prefix))
    .map((column) => ({ name: column.slice(prefix.length), column }))
  if (outputs.length >= 2) return outputs
  throw inputError({
    code: 'missing-column',
    message: `model '${model.name}' names its outputs '${probabilities}', but ${outputs.length} columns begin with '${prefix}'; the table has ${available.join(', ')}`,
    hint: 'Give the prefix that the probability columns share, or list class: column one by one.',
    location: policy.places?.get(`models.${model.name}.probabilities`) ?? model.location,
    path: `models.${model.name}.probabilities`,
  })
}

/** Quantile levels with their columns, ascending. */
export function quantilesOf(
  model: ModelDefinition,
  policy: Policy,
): readonly { readonly level: number; readonly column: string }[] {
  if (model.quantiles === null) throw missing(model, 'quantiles', policy)
  return Object.entries(model.quantiles)
    .map(([level, column]) => ({ level: Number(level), column }))
    .sort((a, b) => a.level - b.level)
}

/** Multilabel: `labels` may be one `prefix*`. */
export function expand(names: readonly string[], available: readonly string[]): string[] {
  return names.flatMap((name) =>
    name.endsWith('*') ? available.filter((column) => column.startsWith(name.slice(0, -1))) : [name],
  )
}

/** Whether reading needs the table's column list first. */
export function namesByPrefix(policy: Policy, dataset: DatasetDefinition): boolean {
  const prefixed = policy.models.some((model) => typeof model.probabilities === 'string')
  return prefixed || (dataset.columns.labels ?? []).some((name) => name.endsWith('*'))
}

/** A slice definition as the reader of tables takes it; `null` for a discovered one, which needs a model's errors. */
export function sliceRequest(definition: SliceDefinition, all: readonly SliceDefinition[]): SliceRequest | null {
  const { name } = definition
  switch (definition.kind) {
    case 'discover':
      return null
    case 'value':
      return {
        kind: 'value',
        name,
        column: definition.column,
        ...(definition.top === null ? {} : { top: definition.top }),
      }
    case 'cross':
      return {
        kind: 'cross',
        name,
        of: definition.cross.map((part) => sliceRequest(all.find((slice) => slice.name === part)!, all)!),
      }
    default: {
      const { location: _, ...request } = definition
      return request
    }
  }
}

function need(column: string | null, model: ModelDefinition, field: string, policy: Policy): string {
  if (column === null) throw missing(model, field, policy)
  return column
}

function missing(model: ModelDefinition, field: string, policy: Policy) {
  return inputError({
    code: 'missing-field',
    message: `model '${model.name}' has no '${field}', which a ${policy.task} task needs`,
    hint: `Name the column: models: { ${model.name}: { ${field}: COLUMN } }.`,
    location: model.location,
    path: `models.${model.name}.${field}`,
  })
}
