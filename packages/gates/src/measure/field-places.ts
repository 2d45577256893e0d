import type { DatasetError } from '@sluice/dataset'
import type { DatasetDefinition, FieldPlace, Policy } from '@sluice/policy'
import { searchedColumn } from './searched-columns.ts'

/**
 * The fields of a policy that an error of a dataset is about: those that name the slice or the column; else the dataset.
 * In a policy that no file says they all stand where the dataset does.
 */
export function placesOf(policy: Policy, dataset: DatasetDefinition, error: DatasetError): FieldPlace[] {
  const paths =
    error.slice !== null ? slicePaths(policy, error.slice) : columnPaths(policy, dataset, error.column ?? undefined)
  if (paths.length === 0) return [{ ...dataset.location, path: `datasets.${dataset.name}` }]
  return paths.map((path) => policy.places?.get(path) ?? { ...dataset.location, path })
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
  const isOwn = (role: string) => policy.places?.has(`${own}.columns.${role}`) === true
  const ofRoles = Object.entries(roles).flatMap(([role, named]) =>
    pathsNaming(column, named, isOwn(role) ? `${own}.columns.${role}` : `columns.${role}`),
  )
  const ofModels = policy.models.flatMap(({ name, score, prediction, probabilities, quantiles }) =>
    Object.entries({ score, prediction, probabilities, quantiles }).flatMap(([field, named]) =>
      pathsNaming(column, named, `models.${name}.${field}`),
    ),
  )
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
