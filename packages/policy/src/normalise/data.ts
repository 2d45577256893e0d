import type { ColumnRoles, DatasetDefinition, Location, ModelDefinition } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { child, keyPlace, type MapNode, type Place, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'
import { normaliseDerived } from './derived.ts'
import { directoryOf } from './directory.ts'
import { normaliseGolden } from './golden-set.ts'
import { normaliseCall } from './model-call.ts'

const noColumns: ColumnRoles = {
  id: null,
  label: null,
  labels: null,
  positive: null,
  timestamp: null,
  weight: null,
  group: null,
  query: null,
}

/** The datasets, each with the policy's columns under its own. */
export function normaliseDatasets(file: PolicyFile, root: MapNode, context: Context): DatasetDefinition[] {
  const shared = columnRoles(noColumns, file.columns)
  const datasets = Object.entries(file.datasets ?? {}).map(([name, dataset]): DatasetDefinition => {
    const path = placeAt(root, ['datasets', name, 'path'])
    const node = child(child(root, 'datasets'), name)
    const golden = node?.kind === 'map' ? normaliseGolden(name, dataset, node, context) : null
    return {
      name,
      paths: typeof dataset.path === 'string' ? [dataset.path] : dataset.path,
      directory: directoryOf(path.file),
      role: dataset.role ?? null,
      columns: columnRoles(shared, dataset.columns),
      ...(golden && { golden }),
      location: locationOf(keyPlace(child(root, 'datasets')!, name)),
    }
  })
  if (context.names.dataset.length === 0)
    context.reportMissing(root.place, 'datasets', {
      code: 'missing-field',
      message: "'datasets' is missing; a policy measures at least one table",
      hint: 'Add datasets: { test: { path: data/test.parquet, role: test } }.',
      expected: 'a map of datasets',
    })
  return datasets
}

/** The models; one at least is not a baseline. */
export function normaliseModels(file: PolicyFile, root: MapNode, context: Context): ModelDefinition[] {
  if (context.names.model.length === 0)
    context.reportMissing(root.place, 'models', {
      code: 'missing-field',
      message: "'models' is missing; a policy judges at least one model",
      hint: 'Add models: { candidate: { score: COLUMN } }.',
      expected: 'a map of models',
    })
  return Object.entries(file.models ?? {}).map(([name, model]): ModelDefinition => {
    const place = keyPlace(child(root, 'models')!, name)
    const callNode = child(child(child(root, 'models'), name), 'call')
    const call = model.call && callNode?.kind === 'map' ? normaliseCall(model.call, callNode, context) : null
    if (!model.score && !model.prediction && !model.probabilities && !model.quantiles && !model.call)
      context.reportMissing(place, 'score', {
        code: 'missing-field',
        message: `model '${name}' names no column of predictions, and no way to ask for them`,
        hint: `Write models: { ${name}: { score: COLUMN } }, or prediction, probabilities, quantiles or call.`,
        expected: 'one of score, prediction, probabilities, quantiles, call',
      })
    return {
      name,
      role: model.role,
      score: model.score ?? null,
      prediction: model.prediction ?? null,
      probabilities: model.probabilities ?? null,
      quantiles: model.quantiles ?? null,
      call,
      ...normaliseDerived(model, child(child(root, 'models'), name), context),
      location: locationOf(place),
    }
  })
}

/** A place without its path, as the model keeps it. */
export function locationOf({ file, line, column }: Place): Location {
  return { file, line, column }
}

/** The own columns on top; an own `null` takes a shared one away. */
function columnRoles(shared: ColumnRoles, own: PolicyFile['columns']): ColumnRoles {
  if (own === undefined) return shared
  const { labels, ...rest } = own
  const given = Object.fromEntries(Object.entries(rest).filter(([, column]) => column !== undefined))
  const list = labels === undefined ? {} : { labels: typeof labels === 'string' ? [labels] : labels }
  return { ...shared, ...given, ...list }
}
