import type { ModelDefinition } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { child, type PolicyNode, placeAt } from '../source/policy-node.ts'
import { conformalOf } from './conformal.ts'
import type { Context } from './context.ts'

type ModelFields = NonNullable<PolicyFile['models']>[string]

/** What is done with a model's predictions before they are measured. */
export function normaliseDerived(
  model: ModelFields,
  node: PolicyNode | undefined,
  context: Context,
): Pick<ModelDefinition, 'calibrate' | 'conformal'> {
  return {
    calibrate: calibrateOf(model, child(node, 'calibrate'), context),
    conformal: conformalOf(model, child(node, 'conformal'), context),
  }
}

function calibrateOf(
  { calibrate }: ModelFields,
  node: PolicyNode | undefined,
  context: Context,
): ModelDefinition['calibrate'] {
  if (calibrate === undefined || node === undefined) return null
  context.knows('dataset', calibrate.on, placeAt(node, ['on']))
  const { task, catalogue } = context
  const tasks =
    calibrate.method === 'auto' ? ['binary', 'multiclass'] : catalogue.calibrators?.get(calibrate.method)?.tasks
  if (task !== null && tasks !== undefined && !tasks.includes(task)) {
    const fitting = [...(catalogue.calibrators ?? [])]
      .filter(([, one]) => one.tasks.includes(task))
      .map(([name]) => name)
    context.report(placeAt(node, ['method']), {
      code: 'calibrator-unfit-for-task',
      message: `'${calibrate.method}' calibrates ${tasks.join(' and ')} models; the task here is ${task}`,
      hint:
        fitting.length === 0
          ? 'Only probabilities can be calibrated; for numbers there are conformal intervals: conformal: { on: DATASET }.'
          : `For ${task} there are auto, ${fitting.join(', ')}.`,
      expected: `a calibrator for ${task}`,
      found: calibrate.method,
    })
  }
  return calibrate
}
