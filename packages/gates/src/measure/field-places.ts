import type { DatasetError } from '@sluice/dataset'
import type { ColumnRoles, DatasetDefinition, FieldPlace, ModelDefinition, Policy } from '@sluice/policy'
import { searchedColumn } from './searched-columns.ts'

/**
 * The fields of a policy that an error of a dataset is about: those that name the slice or the column; else the dataset.
 * In a policy that no file says they all stand where the dataset does.
 */
export function placesOf(policy: Policy, dataset: DatasetDefinition, error: DatasetError): FieldPlace[] {
  const paths =
    error.slice !== null ? slicePaths(policy, error.slice) : columnPaths(policy, dataset, error.column ?? undefined)
  if (paths.length === 0) return [{ ...dataset.location, path: `datasets.${dataset.name}` }]
  return paths.map((path) => placeOf(policy, dataset, path))
}

/** The field that says that a column plays a role: the dataset's own, or the one that all share; of a list, its item. */
export function rolePlace(
  policy: Policy,
  dataset: DatasetDefinition,
  role: Exclude<keyof ColumnRoles, 'positive'>,
  column: string,
): FieldPlace {
  const path = rolePath(policy, dataset, role)
  return placeOf(policy, dataset, pathsNaming(column, dataset.columns[role], path)[0] ?? path)
}

/** The fields of a model that name a column; none for predictions that were asked for. */
export function modelPlaces(policy: Policy, dataset: DatasetDefinition, model: string, column: string): FieldPlace[] {
  const definition = policy.models.find(({ name }) => name === model)
  return definition === undefined ? [] : modelPaths(definition, column).map((path) => placeOf(policy, dataset, path))
}

function placeOf(policy: Policy, dataset: DatasetDefinition, path: string): FieldPlace {
  return policy.places?.get(path) ?? { ...dataset.location, path }
}

function rolePath(policy: Policy, { name }: DatasetDefinition, role: string): string {
  const own = `datasets.${name}.columns.${role}`
  return policy.places?.has(own) === true ? own : `columns.${role}`
}

/** A prefix stands for the columns that begin with it. */
function modelPaths({ name, score, prediction, probabilities, quantiles }: ModelDefinition, column: string): string[] {
  const prefixed =
    typeof probabilities === 'string' && column.startsWith(probabilities.replace(/\*$/, ''))
      ? [`models.${name}.probabilities`]
      : pathsNaming(column, probabilities, `models.${name}.probabilities`)
  const others = Object.entries({ score, prediction, quantiles }).flatMap(([field, named]) =>
    pathsNaming(column, named, `models.${name}.${field}`),
  )
  return [...prefixed, ...others]
}

/** The fields of slice definitions that cut by a column or a predicate, or search a column. */
function slicePaths(policy: Policy, name: string): string[] {
  const searched = searchedColumn(name)
  return policy.slices.flatMap((slice, i) => {
    if (searched !== null)
      return slice.kind === 'discover' && slice.columns.includes(searched)
        ? [`slices[${i}].discover.columns[${slice.columns.indexOf(searched)}]`]
        : []
    if (slice.name !== name) return []
    return slice.kind === 'where' ? [`slices[${i}].where`] : [`slices[${i}].column`]
  })
}

/** The roles, the models' outputs and the golden set's fields that name a column of a dataset. */
function columnPaths(policy: Policy, dataset: DatasetDefinition, column: string | undefined): string[] {
  if (column === undefined) return []
  const { positive: _, ...roles } = dataset.columns
  const own = `datasets.${dataset.name}`
  const ofRoles = Object.entries(roles).flatMap(([role, named]) =>
    pathsNaming(column, named, rolePath(policy, dataset, role)),
  )
  const ofModels = policy.models.flatMap((model) => modelPaths(model, column))
  const { golden } = dataset
  const labelledAt = golden?.labelledAt != null && 'column' in golden.labelledAt ? golden.labelledAt.column : null
  const ofGolden = Object.entries({
    features: golden?.features ?? null,
    annotators: golden?.annotators ?? null,
    reviewed: golden?.reviewed ?? null,
    labelled_at: labelledAt,
  }).flatMap(([field, named]) => pathsNaming(column, named, `${own}.${field}`))
  return [...ofRoles, ...ofModels, ...ofGolden]
}

/** Where a column is named in a field: itself, an item of its list, or a value of its map. */
function pathsNaming(
  column: string,
  named: string | readonly string[] | Readonly<Record<string, string>> | null,
  path: string,
): string[] {
  if (named === null || typeof named === 'string') return named === column ? [path] : []
  if (Array.isArray(named)) return named.flatMap((name, i) => (name === column ? [`${path}[${i}]`] : []))
  return Object.entries(named).flatMap(([key, name]) => (name === column ? [`${path}.${key}`] : []))
}
