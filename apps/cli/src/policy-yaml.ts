import { Document } from 'yaml'
import { type FirstBounds, firstMeasures, leastSliceRows, mainMeasure } from './first-bounds.ts'
import type { Roles } from './guess-roles.ts'

export interface FirstPolicy {
  readonly model: string
  /** The table, relative to the policy. */
  readonly path: string
  readonly roles: Roles
  readonly bounds: FirstBounds
}

const lower = new Set(['ece', 'log_loss', 'mae', 'hamming_loss'])
const reasons: Readonly<Record<string, string>> = {
  roc_auc: 'It must not rank worse than it does today.',
  pr_auc: 'The positives it finds first must stay as clean as today.',
  ece: 'Its probabilities must stay as honest as today.',
  accuracy: 'It must be right as often as today.',
  log_loss: 'Its probabilities must stay as good as today.',
  mae: 'Its errors must stay as small as today.',
  macro_roc_auc: 'It must not rank worse than it does today, label by label.',
  macro_f1: 'It must find each label as well as today.',
  hamming_loss: 'It must get as few labels wrong as today.',
  ndcg: 'What belongs at the top must stay there.',
  mrr: 'The first good answer must come as early as today.',
  r2: 'It must explain as much as today.',
}

/** A first policy as a person would have written it. */
export function policyYaml({ model, path, roles, bounds }: FirstPolicy): string {
  const { task, id, label, positive, output, baseline, query, weight, group } = roles
  const field = {
    binary: 'score',
    regression: 'prediction',
    multiclass: 'probabilities',
    multilabel: 'probabilities',
    ranking: 'score',
  }[task]
  const slices = bounds.slices?.judged ?? []
  const document = new Document({
    version: 1,
    model,
    task,
    datasets: { test: { path, role: 'test' } },
    columns: {
      ...(id === null ? {} : { id }),
      ...(task === 'multilabel' ? { labels: label } : { label }),
      ...(task === 'binary' ? { positive } : {}),
      ...(query === null ? {} : { query }),
      ...(weight === null ? {} : { weight }),
      ...(group === null ? {} : { group }),
    },
    models: {
      candidate: { [field]: output },
      ...(baseline === null ? {} : { baseline: { [field]: baseline, role: 'baseline' } }),
    },
    ...(slices.length === 0
      ? {}
      : {
          slices: slices.map(({ column, quantiles }) => ({
            name: column,
            column,
            ...(quantiles === null ? {} : { quantiles }),
          })),
        }),
    gates: [...comparisonGate(task, bounds), ...overallGates(task, bounds), ...sliceGate(task, bounds)],
  })
  document.commentBefore =
    ' Written by sluice init: each bound is what the table shows today. Move them to what the product needs.'
  return document.toString({ lineWidth: 110 })
}

/** Better where the table proves it; otherwise not worse by more than the table leaves open. */
function comparisonGate(task: Roles['task'], { delta }: FirstBounds): object[] {
  if (delta === null) return []
  const metric = mainMeasure[task]
  return [
    {
      name: delta === 0 ? 'better-than-today' : 'no-worse-than-today',
      metric,
      versus: 'baseline',
      [lower.has(metric) ? 'max_delta' : 'min_delta']: delta,
      why: delta === 0 ? 'A release has to pay for its risk.' : 'A release must not cost what is already there.',
    },
  ]
}

function overallGates(task: Roles['task'], { overall }: FirstBounds): object[] {
  return firstMeasures[task]
    .filter((metric) => overall.has(metric))
    .map((metric) => ({
      name: `${metric.replaceAll('_', '-')}-holds`,
      metric,
      [lower.has(metric) ? 'max' : 'min']: overall.get(metric),
      why: reasons[metric],
    }))
}

function sliceGate(task: Roles['task'], { slices }: FirstBounds): object[] {
  if (slices === null) return []
  const metric = mainMeasure[task]
  return [
    {
      name: 'no-slice-left-behind',
      metric,
      slices: 'all',
      [lower.has(metric) ? 'max' : 'min']: slices.bound,
      min_rows: leastSliceRows,
      ...(slices.someUndecided ? { on_inconclusive: 'warn' } : {}),
      why: 'An average must not hide a group.',
    },
  ]
}
