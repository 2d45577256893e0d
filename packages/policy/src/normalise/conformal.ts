import { withCrossed } from '../crossed-slices.ts'
import type { Conformal, ModelDefinition, SliceDefinition } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { type PolicyNode, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'

type ModelFields = NonNullable<PolicyFile['models']>[string]
type Fields = NonNullable<ModelFields['conformal']>
type Score = Conformal['score']

/** Which tasks have sets, which have intervals, and what each is made by. */
const setTasks: readonly string[] = ['multiclass']
const intervalTasks: readonly string[] = ['regression', 'quantile']
const setScores: readonly Score[] = ['lac', 'aps', 'raps']

/** A model's conformal step with its defaults filled in; what does not go together is reported. */
export function conformalOf(model: ModelFields, node: PolicyNode | undefined, context: Context): Conformal | null {
  const fields = model.conformal
  if (fields === undefined || node === undefined) return null
  const { on, level, by, spread } = fields
  context.knows('dataset', on, placeAt(node, ['on']))
  if (by !== undefined) context.knowsSlice(by, placeAt(node, ['by']))
  const makesSets = setTasks.includes(context.task ?? '')
  const score = fields.score ?? defaultScore(model, fields, makesSets)
  if (context.task !== null && fitsTask(score, node, context)) {
    checkOptions(fields, score, node, context)
    checkColumns(model, fields, score, node, context)
  }
  return {
    on,
    level,
    by: by ?? null,
    score,
    ...(score === 'raps' && { penalty: fields.penalty ?? 0.1, rank: fields.rank ?? 1 }),
    ...(spread !== undefined && { spread }),
    ...(makesSets && { fillEmpty: fields.fill_empty ?? false }),
  }
}

function defaultScore({ quantiles }: ModelFields, { spread }: Fields, makesSets: boolean): Score {
  if (makesSets) return 'aps'
  return spread !== undefined ? 'normalised' : quantiles ? 'quantile' : 'absolute'
}

function fitsTask(score: Score, node: PolicyNode, context: Context): boolean {
  const task = context.task!
  const makesSets = setTasks.includes(task)
  if (!makesSets && !intervalTasks.includes(task)) {
    context.report(node.place, {
      code: 'misplaced-field',
      message: `conformal sets are for several classes and intervals for numbers; the task here is ${task}`,
      hint:
        task === 'binary'
          ? 'For sets of two classes write task: multiclass with a column of probabilities for either class, one minus the other; or remove conformal.'
          : 'Remove conformal.',
    })
    return false
  }
  if (setScores.includes(score) === makesSets) return true
  context.report(placeAt(node, ['score']), {
    code: 'misplaced-field',
    message: `'${score}' makes ${makesSets ? 'intervals, and a class needs a set' : 'sets, and a number needs an interval'}`,
    hint: makesSets ? 'Write score: aps, raps or lac.' : 'Write score: quantile, normalised or absolute.',
  })
  return false
}

/** The fields that only some scores have. */
function checkOptions(fields: Fields, score: Score, node: PolicyNode, context: Context): void {
  const owners = [
    ['penalty', ['raps']],
    ['rank', ['raps']],
    ['spread', ['normalised']],
    ['fill_empty', setScores],
  ] as const
  for (const [field, scores] of owners) {
    if (fields[field] === undefined || (scores as readonly Score[]).includes(score)) continue
    context.report(placeAt(node, [field]), {
      code: 'misplaced-field',
      message: `'${field}' belongs to score: ${scores.join(', ')}; the score here is ${score}`,
      hint: `Remove ${field}, or choose ${scores.length === 1 ? `score: ${scores[0]}` : 'one of those scores'}.`,
    })
  }
}

/** The columns that an interval is built around. */
function checkColumns(model: ModelFields, fields: Fields, score: Score, node: PolicyNode, context: Context): void {
  const { level, spread } = fields
  if (score === 'normalised' && spread === undefined)
    context.reportMissing(node.place, 'spread', {
      code: 'missing-field',
      message: 'a normalised interval is as wide as an estimated spread, and no column of it is named',
      hint: 'Add spread: COLUMN, or write score: absolute.',
      expected: 'a column',
    })
  if (score === 'quantile') {
    const missing = quantileEnds(level).filter((end) => !hasLevel(model.quantiles, end))
    if (missing.length > 0)
      context.report(placeAt(node, ['level']), {
        code: 'missing-field',
        message: `an interval of ${level} lies between the quantiles ${quantileEnds(level).join(' and ')}; the model declares no ${missing.join(' and no ')}`,
        hint: `Add quantiles: { ${missing.map((end) => `${end}: COLUMN`).join(', ')} }, or write score: absolute.`,
      })
  } else if (context.task === 'quantile' && !setScores.includes(score) && !hasLevel(model.quantiles, 0.5))
    context.report(placeAt(node, ['score']), {
      code: 'missing-field',
      message: `an interval by '${score}' lies around the median, and the model declares no quantile 0.5`,
      hint: 'Add quantiles: { 0.5: COLUMN }, or write score: quantile.',
    })
}

/** The quantile levels between which a central interval lies, as decimals without a trail of nines. */
function quantileEnds(level: number): readonly number[] {
  return [(1 - level) / 2, (1 + level) / 2].map((end) => Number(end.toPrecision(12)))
}

function hasLevel(quantiles: ModelFields['quantiles'], level: number): boolean {
  return Object.keys(quantiles ?? {}).some((key) => Math.abs(Number(key) - level) < 1e-9)
}

/** Slices that are cut alike on every dataset, and each row in one of them: what a promise within slices needs. */
const promising: readonly SliceDefinition['kind'][] = ['value', 'edges', 'every', 'cross']

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
    const bad = slices.find((slice) => parts.has(slice.name) && (!promising.includes(slice.kind) || isByRank(slice)))
    if (bad === undefined) continue
    const how = isByRank(bad) ? 'the most frequent values of each' : bad.kind
    context.report(placeAt(root, ['models', name, 'conformal', 'by']), {
      code: 'misplaced-field',
      message: `a promise within the slices of '${conformal.by}' needs slices that are the same on every dataset and hold every row; '${bad.name}' is cut by ${how}`,
      hint: 'Cut by value, at edges, by calendar period, or a cross of such slices.',
    })
  }
}

/** `top: 8` keeps other values on other datasets. */
function isByRank(slice: SliceDefinition): boolean {
  return slice.kind === 'value' && slice.top !== null
}
