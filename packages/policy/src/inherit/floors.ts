import type { Condition, Gate } from '../model.ts'

/** One way in which a gate is looser than the one it inherits. */
export interface Loosening {
  /** The field of the child that is to blame. */
  readonly field: string
  readonly before: string
  readonly after: string
  /** What the child may write. */
  readonly allowed: string
}

const severities = ['warn', 'block'] as const
const proofs = ['unrefuted', 'point', 'proven'] as const
const leniences = ['pass', 'warn', 'fail'] as const
const corrections = ['none', 'bh', 'holm', 'bonferroni'] as const

/**
 * Where `after` is looser than `before`: a floor can be tightened, never loosened.
 *
 * What is measured stays. `min` may rise and `max` fall; severity, proof and `on_inconclusive` may only grow stricter;
 * no slice may go. Two fields turn around with the proof: a higher confidence, like a stronger correction, demands more
 * where a bound must be proven and forgives more where it must be refuted. More `min_rows` demand more, unless too few
 * rows are let through, where they excuse more.
 */
export function loosenings(before: Gate, after: Gate): Loosening[] {
  return [
    ...changedSubject(before, after),
    ...looserCondition(before.condition, after.condition),
    ...looserOrder('severity', severities, before.severity, after.severity),
    ...looserOrder('proof', proofs, before.proof, after.proof),
    ...looserOrder('on_inconclusive', leniences, before.onInconclusive, after.onInconclusive),
    ...looserLevel(before, after),
    ...looserCorrection(before, after),
    ...looserCount('min_rows', before.minRows, after.minRows, after),
    ...looserCount('min_positives', before.minPositives, after.minPositives, after),
    ...lostSlices(before, after),
    ...(after.floor ? [] : [{ field: 'floor', before: 'true', after: 'false', allowed: 'true' }]),
  ]
}

function changedSubject(before: Gate, after: Gate): Loosening[] {
  const fields = [
    ['metric', describeMetric(before), describeMetric(after)],
    ['model', before.model, after.model],
    [before.on.length === 2 ? 'between' : 'on', before.on.join(', '), after.on.join(', ')],
    ['versus', before.versus ?? 'none', after.versus ?? 'none'],
  ] as const
  return fields.flatMap(([field, was, is]) => (was === is ? [] : [{ field, before: was, after: is, allowed: was }]))
}

function describeMetric({ metric }: Gate): string {
  const options = Object.entries(metric.options).sort(([a], [b]) => (a < b ? -1 : 1))
  return options.length === 0
    ? metric.name
    : `${metric.name} (${options.map(([key, value]) => `${key} ${value}`).join(', ')})`
}

function looserCondition(before: Condition, after: Condition): Loosening[] {
  const was = describeCondition(before)
  const is = describeCondition(after)
  if (before.kind !== after.kind) return [{ field: after.kind, before: was, after: is, allowed: before.kind }]
  if (before.kind === 'between' && after.kind === 'between') {
    const inside = after.lower >= before.lower && after.upper <= before.upper
    return inside ? [] : [{ field: 'between', before: was, after: is, allowed: `bounds within ${was}` }]
  }
  if (before.kind === 'between' || after.kind === 'between' || before.bound === after.bound) return []
  const rises = before.kind.startsWith('min')
  const tighter = rises ? after.bound > before.bound : after.bound < before.bound
  if (tighter && before.kind !== 'equals') return []
  const allowed = before.kind === 'equals' ? was : `${before.bound} or ${rises ? 'more' : 'less'}`
  return [{ field: before.kind, before: String(before.bound), after: String(after.bound), allowed }]
}

function describeCondition(condition: Condition): string {
  return condition.kind === 'between'
    ? `[${condition.lower}, ${condition.upper}]`
    : `${condition.kind} ${condition.bound}`
}

/** Words from the most lenient to the strictest. */
function looserOrder<Word extends string>(
  field: string,
  order: readonly Word[],
  before: Word,
  after: Word,
): Loosening[] {
  if (order.indexOf(after) >= order.indexOf(before)) return []
  return [{ field, before, after, allowed: order.slice(order.indexOf(before)).join(' or ') }]
}

function looserLevel(before: Gate, after: Gate): Loosening[] {
  if (before.proof !== after.proof) return []
  const forgives = after.proof === 'unrefuted'
  const looser = forgives ? after.confidence > before.confidence : after.confidence < before.confidence
  if (!looser) return []
  const allowed = `${before.confidence} or ${forgives ? 'less, because only what is refuted at that level fails' : 'more'}`
  return [{ field: 'confidence', before: String(before.confidence), after: String(after.confidence), allowed }]
}

function looserCorrection(before: Gate, after: Gate): Loosening[] {
  if (before.proof !== after.proof || after.proof === 'point') return []
  const order = after.proof === 'unrefuted' ? [...corrections].reverse() : corrections
  return looserOrder('correction', order, before.correction, after.correction)
}

function looserCount(field: string, before: number | null, after: number | null, gate: Gate): Loosening[] {
  const excuses = gate.onInconclusive === 'pass' || (gate.onInconclusive === 'warn' && gate.severity === 'block')
  const [was, is] = [before ?? 0, after ?? 0]
  if (excuses ? is <= was : is >= was) return []
  const allowed = `${was} or ${excuses ? `less, because on_inconclusive is ${gate.onInconclusive}` : 'more'}`
  return [{ field, before: String(was), after: String(is), allowed }]
}

function lostSlices(before: Gate, after: Gate): Loosening[] {
  const lost = before.slices.filter((name) => !after.slices.includes(name))
  if (lost.length === 0) return []
  const list = (gate: Gate) => (gate.slices.length === 0 ? 'none' : gate.slices.join(', '))
  return [{ field: 'slices', before: list(before), after: list(after), allowed: `the slices ${list(before)} and more` }]
}
