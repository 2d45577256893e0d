import { Document } from 'yaml'
import { firstMeasures } from './first-bounds.ts'
import type { Roles } from './guess-roles.ts'

export interface FirstPolicy {
  readonly model: string
  /** The table, relative to the policy. */
  readonly path: string
  readonly roles: Roles
  readonly bounds: ReadonlyMap<string, number>
}

const lower = new Set(['ece', 'log_loss', 'mae'])
const reasons: Readonly<Record<string, string>> = {
  roc_auc: 'It must not rank worse than it does today.',
  pr_auc: 'The positives it finds first must stay as clean as today.',
  ece: 'Its probabilities must stay as honest as today.',
  accuracy: 'It must be right as often as today.',
  log_loss: 'Its probabilities must stay as good as today.',
  mae: 'Its errors must stay as small as today.',
  r2: 'It must explain as much as today.',
}

/** A first policy as a person would have written it. */
export function policyYaml({ model, path, roles, bounds }: FirstPolicy): string {
  const { task, id, label, positive, output, baseline, slices } = roles
  const field = { binary: 'score', regression: 'prediction', multiclass: 'probabilities' }[task]
  const main = task === 'regression' ? 'mae' : task === 'multiclass' ? 'accuracy' : 'roc_auc'
  const measured = firstMeasures[task].filter((metric) => bounds.has(metric))
  const gates: Record<string, unknown>[] = measured.map((metric) => ({
    name: `${metric.replaceAll('_', '-')}-holds`,
    metric,
    [lower.has(metric) ? 'max' : 'min']: bounds.get(metric),
    why: reasons[metric],
  }))
  if (baseline !== null) {
    const delta = lower.has(main) ? 'max_delta' : 'min_delta'
    gates.unshift({
      name: 'better-than-today',
      metric: main,
      versus: 'baseline',
      [delta]: 0,
      why: 'A release has to pay for its risk.',
    })
  }
  if (slices.length > 0 && bounds.has(main)) {
    const bound = bounds.get(main)!
    const slack = lower.has(main)
      ? { max: Number((bound * 1.2).toPrecision(3)) }
      : { min: Number((bound - 0.05).toFixed(2)) }
    gates.push({
      name: 'no-slice-left-behind',
      metric: main,
      slices: 'all',
      ...slack,
      min_rows: 100,
      why: 'An average must not hide a group.',
    })
  }
  const document = new Document({
    version: 1,
    model,
    task,
    datasets: { test: { path, role: 'test' } },
    columns: { ...(id === null ? {} : { id }), label, ...(task === 'binary' ? { positive } : {}) },
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
    gates,
  })
  document.commentBefore =
    ' Written by sluice init: each bound is what the table shows today. Move them to what the product needs.'
  return document.toString({ lineWidth: 110 })
}
