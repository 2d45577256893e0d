import type { GateVerdict } from '@sluice/gates'
import type { ConditionField } from '@sluice/policy/parse'
import { cleanLine } from './clean-text.ts'
import { percentText, shortNumber, unitText } from './number-text.ts'
import type { Glyphs } from './style.ts'

type Conditioned = Pick<GateVerdict, 'condition' | 'versus' | 'dataset' | 'unit'>

const kinds = [
  'min',
  'max',
  'equals',
  'min_delta',
  'max_delta',
  'max_gap',
  'max_disparity',
  'min_ratio',
  'max_latency_ratio',
  'between',
] as const satisfies readonly ConditionField[]

/** The condition's word in the policy. `max_gap` comes first where it stands beside the `between` of its datasets. */
export type ConditionKind = (typeof kinds)[number]

/** Which condition a gate has; `null` for one that this version does not know. */
export function conditionKind({ condition }: Pick<GateVerdict, 'condition'>): ConditionKind | null {
  return kinds.find((kind) => kind in condition) ?? null
}

/** The ends that the value must stay within; `null` for an open end. */
export interface Bounds {
  readonly lower: number | null
  readonly upper: number | null
}

/** The bounds of a gate, both alike for `equals`. */
export function boundsOf(gate: Pick<GateVerdict, 'condition'>): Bounds {
  const kind = conditionKind(gate)
  const bound = kind === null ? null : gate.condition[kind]
  if (kind === 'between' && Array.isArray(bound)) return { lower: numberOr(bound[0]), upper: numberOr(bound[1]) }
  const number = numberOr(bound)
  if (kind === 'equals') return { lower: number, upper: number }
  return kind?.startsWith('min') ? { lower: number, upper: null } : { lower: null, upper: number }
}

/** The bounds as a list, to be marked on an axis. */
export function boundList(gate: Pick<GateVerdict, 'condition'>): number[] {
  const { lower, upper } = boundsOf(gate)
  return [...new Set([lower, upper])].filter((bound) => bound !== null)
}

/** Whether values of the gate are differences, which read better with their sign. */
export function isDifference(gate: Pick<GateVerdict, 'condition'>): boolean {
  const kind = conditionKind(gate)
  return kind === 'min_delta' || kind === 'max_delta'
}

/** Whether a gate compares slices or datasets with each other, so that its value is a gap or a ratio. */
export function isSpread(gate: Pick<GateVerdict, 'condition'>): boolean {
  const kind = conditionKind(gate)
  return kind === 'max_gap' || kind === 'max_disparity' || kind === 'min_ratio'
}

/** What was expected, in words: `at least 0.7`, `no more than 0.02 below baseline`. */
export function expectation(gate: Conditioned): string {
  const kind = conditionKind(gate)
  const { lower, upper } = boundsOf(gate)
  const bound = lower ?? upper
  const versus = cleanLine(gate.versus ?? 'the baseline')
  if (kind === null || bound === null) return cleanLine(JSON.stringify(gate.condition))
  const unit = unitText(gate.unit)
  const size = `${shortNumber(Math.abs(bound))}${unit}`
  switch (kind) {
    case 'min':
      return `at least ${shortNumber(bound)}${unit}`
    case 'max':
      return `at most ${shortNumber(bound)}${unit}`
    case 'equals':
      return `exactly ${shortNumber(bound)}${unit}`
    case 'between':
      return `between ${shortNumber(bound)} and ${shortNumber(upper ?? bound)}${unit}`
    case 'min_delta':
      if (bound === 0) return `no lower than ${versus}`
      return bound > 0 ? `at least ${size} above ${versus}` : `no more than ${size} below ${versus}`
    case 'max_delta':
      if (bound === 0) return `no higher than ${versus}`
      return bound > 0 ? `no more than ${size} above ${versus}` : `at least ${size} below ${versus}`
    case 'max_gap':
      return `${cleanLine(gate.dataset)} within ${size} of each other`
    case 'max_disparity':
      return `slices within ${size} of each other`
    case 'max_latency_ratio':
      return `at most ${shortNumber(bound)} times that of ${versus}`
    case 'min_ratio':
      return `the lowest slice at least ${size} times the highest`
  }
}

/** The same as a sign, for tables: `≥ 0.7`, `Δ ≥ -0.02`, `gap ≤ 0.03`. */
export function expectationSign(gate: Conditioned, glyphs: Pick<Glyphs, 'atLeast' | 'atMost' | 'delta'>): string {
  const kind = conditionKind(gate)
  const { lower, upper } = boundsOf(gate)
  const bound = lower ?? upper
  if (kind === null || bound === null) return cleanLine(JSON.stringify(gate.condition))
  const unit = unitText(gate.unit)
  if (kind === 'equals') return `= ${shortNumber(bound)}${unit}`
  if (kind === 'between') return `${shortNumber(bound)} to ${shortNumber(upper ?? bound)}${unit}`
  const sign = `${lower === null ? glyphs.atMost : glyphs.atLeast} ${shortNumber(bound)}${unit}`
  if (isDifference(gate)) return `${glyphs.delta} ${sign}`
  if (kind === 'min_ratio' || kind === 'max_latency_ratio') return `ratio ${sign}`
  return isSpread(gate) ? `gap ${sign}` : sign
}

const corrections: Readonly<Record<string, string>> = {
  holm: 'Holm',
  bonferroni: 'Bonferroni',
  bh: 'Benjamini-Hochberg',
}

/** Whose correction for many slices it is, as people write it: `Holm`. */
export function correctionName(correction: string): string {
  return corrections[correction] ?? cleanLine(correction)
}

/** How the condition is judged: what must clear the bound, at which confidence, corrected over what. */
export function rule({ judgedBy }: Pick<GateVerdict, 'judgedBy'>): string {
  const level = percentText(judgedBy.confidence)
  const proof = {
    point: 'the estimate decides',
    proven: `the whole ${level} interval must clear it`,
    unrefuted: `fails only where the whole ${level} interval is beyond it`,
  }[judgedBy.proof]
  if (judgedBy.correction === null) return proof
  const correction = `${correctionName(judgedBy.correction)} over ${judgedBy.family} slices`
  // A proof on every slice needs no correction; the claim that one fails does.
  return judgedBy.proof === 'proven' ? `${proof}; a failure counts after ${correction}` : `${proof}, ${correction}`
}

/** What was measured: `ROC-AUC of candidate on test`, `… on test under noise`, `… on test, candidate versus baseline on the same rows`. */
export function subject(
  gate: Pick<GateVerdict, 'metricLabel' | 'model' | 'dataset' | 'versus' | 'counts' | 'stress'>,
): string {
  const [label, model, dataset] = [gate.metricLabel, gate.model, gate.dataset].map(cleanLine)
  const under = gate.stress === undefined ? '' : ` under ${cleanLine(gate.stress)}`
  if (gate.versus === null) return `${label} of ${model} on ${dataset}${under}`
  return `${label} on ${dataset}, ${model} versus ${cleanLine(gate.versus)} ${gate.counts === 'requests' ? 'in the same rounds' : 'on the same rows'}`
}

function numberOr(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
