import type { ColumnRoles, FieldPlace, Policy, Problem } from '@sluice/policy'
import { PolicyError } from '@sluice/policy'
import { isAsked } from '../calls/predictions.ts'
import type { MeasuredTask } from '../define-measure.ts'
import { expand, modelColumns } from './columns.ts'
import { numbers, refuseDuplicateIds, weights } from './columns-of.ts'
import { modelPlaces, rolePlace } from './field-places.ts'
import { allProblems } from './input-error.ts'
import type { DatasetData } from './read-policy-data.ts'
import { binaryLabels } from './samples/binary.ts'
import { classIndices } from './samples/multiclass.ts'
import { zeroOrOne } from './samples/multilabel.ts'

/**
 * Runs a step on data that was read. Where it ends with what is wrong with some rows, everything of that kind is said: of every
 * role and model of every dataset, each at its field.
 *
 * @throws PolicyError with all of it
 */
export async function sayingAllOfRows<T>(
  policy: Policy,
  data: readonly DatasetData[],
  step: () => T | Promise<T>,
): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    const found = data.flatMap((one) => rowProblems(policy, one))
    const known = new Set(found.map(({ message }) => message))
    throw allProblems([...found, ...error.problems.filter(({ message }) => !known.has(message))])
  }
}

/** What is wrong with the values of a dataset: missing or doubled ones, weights and labels that cannot be. */
function rowProblems(policy: Policy, data: DatasetData): Problem[] {
  const { definition, table } = data
  const { id, weight } = definition.columns
  const role = (name: keyof ColumnRoles, step: () => unknown) => problemsAt(rolePlace(policy, definition, name), step)
  return [
    ...(id === null ? [] : role('id', () => refuseDuplicateIds(table, id, definition))),
    ...(weight === null ? [] : role('weight', () => weights(table, weight, definition))),
    ...labelSteps(policy, data).flatMap(([name, step]) => role(name, step)),
    ...data.models
      .filter((model) => !isAsked(model))
      .flatMap((model) =>
        modelColumns(model, policy.task as MeasuredTask, data.available, policy).flatMap((column) =>
          modelPlaces(policy, definition, model.name, column).flatMap((place) =>
            problemsAt(place, () => numbers(table, column, predictionOf(policy), definition)),
          ),
        ),
      ),
  ]
}

/** What reading the labels does, one step for each of their columns. */
function labelSteps(policy: Policy, data: DatasetData): [keyof ColumnRoles, () => unknown][] {
  const { definition, table, available } = data
  const { label, labels } = definition.columns
  const input = { policy, data, table, extra: { weights: undefined, clusters: undefined } }
  switch (policy.task) {
    case 'binary':
      return [['label', () => binaryLabels(input)]]
    case 'multiclass':
      return [['label', () => classIndices(input)]]
    case 'multilabel':
      return expand(labels ?? [], available).map((name) => [
        'labels',
        () => zeroOrOne(numbers(table, name, 'label', definition), name, input),
      ])
    default:
      return label === null ? [] : [['label', () => numbers(table, label, 'label', definition)]]
  }
}

/** How a task's predictions are called in what is said of them. */
function predictionOf({ task }: Policy): string {
  return task === 'regression' || task === 'quantile' ? 'prediction' : 'score'
}

function problemsAt({ file, line, column, path }: FieldPlace, step: () => unknown): Problem[] {
  try {
    step()
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return error.problems.map((problem) => ({ ...problem, file, line, column, path }))
  }
}
