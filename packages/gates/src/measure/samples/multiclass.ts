import type { NumberColumn, Table } from '@sluice/dataset'
import type { MulticlassSample } from '@sluice/metrics'
import { type Outputs, outputsOf } from '../columns.ts'
import { categories, numbers } from '../columns-of.ts'
import { inputError } from '../input-error.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import { gatheredSource } from './gathered.ts'
import { interleave } from './interleave.ts'
import { gather, type SampleSource } from './source.ts'

/** Class indices with one model's probability of each class. The first model's classes are the order for all. */
export function multiclassSource({ policy, data, table, extra }: SourceInput): SampleSource<MulticlassSample> {
  const { definition, models, available } = data
  const outputs = models.map((model) => ({ model: model.name, list: outputsOf(model, available, policy) }))
  const names = outputs[0]?.list.map(({ name }) => name) ?? []
  // Without a model nobody says which classes there are.
  const labels = outputs.length === 0 ? new Uint16Array(0) : classIndices({ policy, data, table, extra })
  const probabilities = new Map(
    outputs.map(({ model, list }) => {
      const columns = names.map((name) => {
        const column = list.find((output) => output.name === name)?.column
        if (column !== undefined) return numbers(table, column, 'score', definition)
        throw inputError({
          code: 'missing-class',
          message: `model '${model}' has no probability for class '${name}', which '${outputs[0]!.model}' has`,
          hint: 'Models that are compared must give a probability for the same classes.',
          location: definition.location,
          path: `models.${model}.probabilities`,
        })
      })
      return [model, interleave(columns)]
    }),
  )
  const sets = new Map(models.flatMap(({ name, sets }) => (sets ? [[name, membersOf(sets, names, table)]] : [])))
  const { weights, clusters } = extra
  const classes = names.length
  return gatheredSource((model, rows) => {
    const all = probabilities.get(model)!
    const members = sets.get(model)
    if (rows === null)
      return { labels, probabilities: all, classes, ...(members && { sets: members }), weights, clusters }
    return {
      labels: gather(labels, rows),
      probabilities: gather(all, rows, classes),
      classes,
      ...(members && { sets: gather(members, rows, classes) }),
      weights: weights && gather(weights, rows),
      clusters: clusters && gather(clusters, rows),
      rows,
    }
  })
}

/** Prediction sets, row-major, in the order of the classes. */
function membersOf(sets: Outputs, names: readonly string[], table: Table): Uint8Array {
  const columns = names.map((name) => {
    const { column } = sets.find((output) => output.name === name)!
    return (table.columns.get(column) as NumberColumn).values
  })
  return Uint8Array.from(interleave(columns))
}

/** The class of each row by its place among the first model's classes. @throws PolicyError for a class that is not there */
export function classIndices({ policy, data, table }: SourceInput): Uint16Array {
  const { definition, models, available } = data
  const names = outputsOf(models[0]!, available, policy).map(({ name }) => name)
  const column = categories(table, definition.columns.label!, 'label', definition)
  const indices = column.categories.map((category) => names.indexOf(String(category)))
  const unknown = column.categories.filter((_, code) => indices[code]! < 0)
  if (unknown.length > 0) {
    throw inputError({
      code: 'unknown-class',
      message: `label column '${column.name}' of '${definition.name}' holds ${unknown.join(', ')}, for which no probability column is named; the classes are ${names.join(', ')}`,
      hint: 'Name a probability column for every class that occurs.',
      location: definition.location,
      path: `datasets.${definition.name}`,
    })
  }
  return Uint16Array.from(column.codes, (code) => indices[code]!)
}
