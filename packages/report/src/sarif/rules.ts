import type { GateVerdict } from '@sluice/gates'
import { type ConditionKind, conditionKind } from '../condition.ts'

export interface Rule {
  readonly id: string
  readonly name: string
  readonly shortDescription: { readonly text: string }
  readonly fullDescription: { readonly text: string }
  readonly defaultConfiguration: { readonly level: 'error' }
  readonly properties: { readonly tags: readonly string[] }
}

const conditions: Readonly<Record<ConditionKind, readonly [name: string, short: string, full: string]>> = {
  min: [
    'Minimum',
    'A metric is below its minimum.',
    'The gate asks for at least the value of `min`, over all rows or on each slice.',
  ],
  max: [
    'Maximum',
    'A metric is above its maximum.',
    'The gate asks for at most the value of `max`, over all rows or on each slice.',
  ],
  equals: ['Equals', 'A metric differs from the value asked for.', 'The gate asks for exactly the value of `equals`.'],
  between: ['Between', 'A metric is outside its range.', 'The gate asks for a value between the two of `between`.'],
  min_delta: [
    'MinimumDelta',
    'A model is too far below the one it is compared with.',
    'The gate asks that the difference from the model of `versus`, on the same rows, is at least `min_delta`.',
  ],
  max_delta: [
    'MaximumDelta',
    'A model is too far above the one it is compared with.',
    'The gate asks that the difference from the model of `versus`, on the same rows, is at most `max_delta`.',
  ],
  max_gap: [
    'MaximumGap',
    'A metric differs too much between datasets.',
    'The gate asks that the metric differs by at most `max_gap` between the datasets.',
  ],
  max_disparity: [
    'MaximumDisparity',
    'A metric differs too much between slices.',
    'The gate asks that the extreme slices differ by at most `max_disparity`.',
  ],
  max_latency_ratio: [
    'MaximumLatencyRatio',
    'A model is too slow beside the one it is compared with.',
    'The gate asks that the latency is at most `max_latency_ratio` times that of the model of `versus`, timed in the same rounds.',
  ],
  min_ratio: [
    'MinimumRatio',
    'A slice is too far behind another.',
    'The gate asks that the lowest slice is at least `min_ratio` times the highest.',
  ],
}

/** The rule of what is wrong with a policy or its data. */
export const problemRule: Rule = ruleOf(
  'policy-problem',
  'PolicyProblem',
  'A policy or its data is wrong.',
  'The policy cannot be judged as it stands; the message says what was found and what was expected.',
)

/** One rule a kind of condition, the same in every run, whatever the policies say. */
export const gateRules: readonly Rule[] = [
  ...Object.entries(conditions).map(([kind, [name, short, full]]) =>
    ruleOf(kind.replaceAll('_', '-'), name, short, full),
  ),
  ruleOf('other', 'Other', 'A gate does not pass.', 'The gate has a condition that this report does not know.'),
  problemRule,
]

/** The id of a gate's rule: `sluice/min-delta`. */
export function ruleIdOf(gate: Pick<GateVerdict, 'condition'>): string {
  return `sluice/${(conditionKind(gate) ?? 'other').replaceAll('_', '-')}`
}

/** A rule's place among the rules, for `ruleIndex`. */
export function ruleIndexOf(id: string): number {
  return gateRules.findIndex((rule) => rule.id === id)
}

function ruleOf(id: string, name: string, short: string, full: string): Rule {
  return {
    id: `sluice/${id}`,
    name,
    shortDescription: { text: short },
    fullDescription: { text: full },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['model-quality'] },
  }
}
