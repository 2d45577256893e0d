import { measureCatalogue, measurePolicy } from '@sluice/gates'
import { interval } from '@sluice/stats'
import { adHocPolicy } from './ad-hoc-policy.ts'
import type { Roles } from './guess-roles.ts'
import { version } from './version.ts'

/** The measures that a first policy gates on, by task. */
export const firstMeasures: Readonly<Record<Roles['task'], readonly string[]>> = {
  binary: ['roc_auc', 'pr_auc', 'ece'],
  multiclass: ['accuracy', 'log_loss', 'ece'],
  regression: ['mae', 'r2'],
}

/**
 * A bound for each first measure: the harmless end of its 95 % interval on this table, rounded outwards to two digits,
 * so that a policy that was just written passes and one more bad release does not.
 */
export async function firstBounds(table: string, roles: Roles): Promise<Map<string, number>> {
  const output = {
    binary: { score: roles.output },
    regression: { prediction: roles.output },
    multiclass: { proba: roles.output },
  }[roles.task]
  const flags = {
    label: roles.label,
    threshold: '0.5',
    by: [],
    metric: [...firstMeasures[roles.task]],
    confidence: '0.95',
    format: 'json',
    ...output,
  }
  const policy = adHocPolicy(
    table,
    roles.positive === null ? flags : { ...flags, positive: String(roles.positive) },
    measureCatalogue,
  )
  const { measurements } = await measurePolicy(policy, { version, curves: false })
  const bounds = new Map<string, number>()
  for (const { metric, value, uncertainty } of measurements) {
    if (value === null) continue
    const { lower, upper } = uncertainty === null ? { lower: value, upper: value } : interval(value, uncertainty, 0.95)
    const higher = measureCatalogue.measures.get(metric)!.direction === 'higher'
    bounds.set(
      metric,
      higher ? outwards(Math.min(lower, value), Math.floor) : outwards(Math.max(upper, value), Math.ceil),
    )
  }
  return bounds
}

/** Two decimals for shares; two significant digits for everything larger. */
function outwards(value: number, round: (x: number) => number): number {
  const size = Math.abs(value)
  const step = size < 1 ? 0.01 : 10 ** (Math.floor(Math.log10(size)) - 1)
  return Number((round(value / step) * step).toPrecision(6))
}
