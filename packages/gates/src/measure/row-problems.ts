import type { FieldPlace, Policy, Problem } from '@sluice/policy'
import { PolicyError } from '@sluice/policy'
import { isAsked } from '../calls/predictions.ts'
import type { MeasuredTask } from '../define-measure.ts'
import { expand, modelColumns } from './columns.ts'
import { groups, numbers, refuseDuplicateIds, weights } from './columns-of.ts'
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
    // Of models that were not asked there is nothing to look at.
    const known = data.map((one) => ({ ...one, models: one.models.filter((model) => !isAsked(model)) }))
    const found = known.flatMap((one) => rowProblems(policy, one))
    const said = new Set(found.map(({ message }) => message))
    throw allProblems([...found, ...error.problems.filter(({ message }) => !said.has(message))])
  }
}

/** What is wrong with the values of a dataset: missing or doubled ones, weights and labels that cannot be. */
function rowProblems(policy: Policy, data: DatasetData): Problem[] {
  const { definition, table } = data
  const { id, weight, group } = definition.columns
  const role = (name: Role, column: string | null, step: (column: string) => unknown) =>
    column === null ? [] : problemsAt(rolePlace(policy, definition, name, column), () => step(column))
  return [
    ...role('id', id, (column) => refuseDuplicateIds(table, column, definition)),
    ...role('weight', weight, (column) => weights(table, column, definition)),
    ...role('group', group, (column) => groups(table, column, definition)),
    ...labelSteps(policy, data).flatMap(({ of, column, step }) => role(of, column, step)),
    ...data.models.flatMap((model) =>
      modelColumns(model, policy.task as MeasuredTask, data.available, policy).flatMap((column) =>
        modelPlaces(policy, definition, model.name, column).flatMap((place) =>
          problemsAt(place, () => numbers(table, column, predictionOf(policy), definition)),
        ),
      ),
    ),
  ]
}

type Role = Parameters<typeof rolePlace>[2]

interface LabelStep {
  readonly of: Role
  readonly column: string | null
  readonly step: (column: string) => unknown
}

/** What reading the labels does, one step for each of their columns. */
function labelSteps(policy: Policy, data: DatasetData): LabelStep[] {
  const { definition, table, available } = data
  const { label, labels } = definition.columns
  const input = { policy, data, table, extra: { weights: undefined, clusters: undefined } }
  switch (policy.task) {
    case 'binary':
      return [{ of: 'label', column: label, step: () => binaryLabels(input) }]
    case 'multiclass':
      // Which classes there are is what a model says.
      return data.models.length === 0 ? [] : [{ of: 'label', column: label, step: () => classIndices(input) }]
    case 'multilabel':
      return expand(labels ?? [], available).map((column) => ({
        of: 'labels',
        column,
        step: () => zeroOrOne(numbers(table, column, 'label', definition), column, input),
      }))
    default:
      return [{ of: 'label', column: label, step: (column) => numbers(table, column, 'label', definition) }]
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
