import { withCrossed } from '../crossed-slices.ts'
import type { Conformal, ModelDefinition, SliceDefinition } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { child, type PolicyNode, placeAt } from '../source/policy-node.ts'
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

/** Which scores make sets, and which make intervals. */
const setTasks = ['multiclass']
const setScores = ['lac', 'aps']

function conformalOf(
  { conformal, quantiles }: ModelFields,
  node: PolicyNode | undefined,
  context: Context,
): Conformal | null {
  if (conformal === undefined || node === undefined) return null
  context.knows('dataset', conformal.on, placeAt(node, ['on']))
  if (conformal.by !== undefined) context.knowsSlice(conformal.by, placeAt(node, ['by']))
  const makesSets = setTasks.includes(context.task ?? '')
  const score = conformal.score ?? (makesSets ? 'aps' : quantiles ? 'quantile' : 'absolute')
  if (context.task !== null && ![...setTasks, 'regression', 'quantile'].includes(context.task))
    context.report(node.place, {
      code: 'misplaced-field',
      message: `conformal sets are for several classes and intervals for numbers; the task here is ${context.task}`,
      hint: 'Remove conformal.',
    })
  else if (context.task !== null && setScores.includes(score) !== makesSets)
    context.report(placeAt(node, ['score']), {
      code: 'misplaced-field',
      message: `'${score}' makes ${makesSets ? 'intervals, and a class needs a set' : 'sets, and a number needs an interval'}`,
      hint: makesSets ? 'Write score: aps or lac.' : 'Write score: quantile or absolute.',
    })
  else if (score === 'quantile') {
    const missing = quantileEnds(conformal.level).filter((end) => !hasLevel(quantiles, end))
    if (missing.length > 0)
      context.report(placeAt(node, ['level']), {
        code: 'missing-field',
        message: `an interval of ${conformal.level} lies between the quantiles ${quantileEnds(conformal.level).join(' and ')}; the model declares no ${missing.join(' and no ')}`,
        hint: `Add quantiles: { ${missing.map((end) => `${end}: COLUMN`).join(', ')} }, or write score: absolute.`,
      })
  }
  return { on: conformal.on, level: conformal.level, by: conformal.by ?? null, score }
}

/** The quantile levels between which a central interval lies, as decimals without a trail of nines. */
function quantileEnds(level: number): readonly number[] {
  return [(1 - level) / 2, (1 + level) / 2].map((end) => Number(end.toPrecision(12)))
}

function hasLevel(quantiles: ModelFields['quantiles'], level: number): boolean {
  return Object.keys(quantiles ?? {}).some((key) => Math.abs(Number(key) - level) < 1e-9)
}

/** Slices that are cut alike on every dataset, and each row in one of them: what a promise within slices needs. */
const promising: readonly SliceDefinition['kind'][] = ['value', 'edges', 'every']

/** Reports slices within which nothing can be promised. */
export function checkConformalSlices(
  models: readonly ModelDefinition[],
  slices: readonly SliceDefinition[],
  root: PolicyNode,
  context: Context,
): void {
  for (const { name, conformal } of models) {
    if (conformal === null || conformal.by === null) continue
    const parts = withCrossed([conformal.by], slices)
    const bad = slices.find((slice) => parts.has(slice.name) && ![...promising, 'cross'].includes(slice.kind))
    if (bad === undefined) continue
    context.report(placeAt(root, ['models', name, 'conformal', 'by']), {
      code: 'misplaced-field',
      message: `a promise within the slices of '${conformal.by}' needs slices that are the same on every dataset and hold every row; '${bad.name}' is cut by ${bad.kind}`,
      hint: 'Cut by value, at edges, by calendar period, or a cross of such slices.',
    })
  }
}
