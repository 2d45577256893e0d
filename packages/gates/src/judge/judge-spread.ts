import type { Gate, Waiver } from '@sluice/policy'
import { adjustPValues } from '@sluice/stats'
import type { MeasurementEvidence } from '../evidence.ts'
import type { MeasurementVerdict, Status } from '../verdict.ts'
import { boundsOf } from './assess.ts'
import { shortageOf } from './shortage.ts'
import { type Spread, spread } from './spread.ts'
import { spreadReason } from './wording.ts'

/** Measurements that are compared with each other, and how far apart they are. */
interface Family {
  readonly slice: string
  readonly members: readonly MeasurementEvidence[]
  /** `null` where fewer than two have a value with an interval. */
  readonly compared: Spread | null
  readonly short: readonly MeasurementEvidence[]
}

/**
 * Judges how far measurements lie apart: the slices of one definition (`max_disparity`, `min_ratio`) or the same
 * slice on two datasets (`max_gap`).
 *
 * A member that is too small to be judged does not silently drop out of the comparison: the gap among the others can
 * still refute the condition, but it is met only with every member there. A waiver of one slice takes that slice out of
 * the comparison, and covers the gate where the others pass. Several comparisons in one gate are a family, corrected as
 * slices are.
 *
 * @param waivers that hold on the day of judging and name a slice of this gate
 */
export function judgeSpread(
  gate: Gate,
  measured: readonly MeasurementEvidence[],
  waivers: readonly Waiver[] = [],
): MeasurementVerdict[] {
  const families = familiesOf(gate, measured).map(([slice, members]) => familyOf(gate, slice, members))
  const refutations = adjusted(families, ({ refutes }) => refutes, gate.correction)
  const proofs = adjusted(families, ({ proves }) => proves, gate.correctionDeclared ? gate.correction : 'none')
  return families.map((family, i) => {
    const status = statusOf(gate, family, refutations[i]!, proofs[i]!)
    const verdict = verdictOf(gate, family, status, gate.proof === 'proven' ? proofs[i]! : refutations[i]!)
    return withoutWaived(gate, family, verdict, waivers)
  })
}

/** `max_gap` compares datasets slice by slice; the others compare the slices of each definition. */
function familiesOf(gate: Gate, measured: readonly MeasurementEvidence[]): [string, MeasurementEvidence[]][] {
  const families = new Map<string, MeasurementEvidence[]>()
  for (const one of measured) {
    const family = gate.condition.kind === 'max_gap' ? one.slice : (one.partition ?? 'all')
    families.set(family, [...(families.get(family) ?? []), one])
  }
  return [...families]
}

function familyOf(gate: Gate, slice: string, members: readonly MeasurementEvidence[]): Family {
  const { condition, confidence } = gate
  const short = members.filter((member) => shortageOf(member, gate) !== null)
  const usable = members.filter((member) => !short.includes(member))
  const bound = 'bound' in condition ? condition.bound : 0
  const compared = spread(usable, condition.kind === 'min_ratio' ? 'ratio' : 'difference', bound, confidence)
  return { slice, members, compared, short }
}

function adjusted(
  families: readonly Family[],
  p: (spread: Spread) => number,
  method: Gate['correction'],
): (number | null)[] {
  const raw = families.map(({ compared }) => (compared === null ? null : p(compared)))
  const corrected = adjustPValues(
    raw.filter((value) => value !== null),
    method,
  )
  let next = 0
  return raw.map((value) => (value === null ? null : corrected[next++]!))
}

function statusOf(gate: Gate, { compared, short }: Family, refutation: number | null, proof: number | null): Status {
  if (compared === null || refutation === null || proof === null) return 'inconclusive'
  const { lower, upper } = boundsOf(gate.condition)
  const alpha = 1 - gate.confidence
  const meets = (lower === null || compared.value >= lower) && (upper === null || compared.value <= upper)
  const complete = short.length === 0
  if (gate.proof === 'point') return meets ? (complete ? 'pass' : 'inconclusive') : 'fail'
  if (refutation <= alpha) return 'fail'
  if (!complete) return 'inconclusive'
  return gate.proof === 'unrefuted' || proof <= alpha ? 'pass' : 'inconclusive'
}

function verdictOf(gate: Gate, family: Family, status: Status, adjustedPValue: number | null): MeasurementVerdict {
  const { slice, members, compared, short } = family
  const rowsLacking = short.map((member) => shortageOf(member, gate)!.rowsNeeded).filter((lack) => lack !== null)
  const judgedByPoint = compared === null || gate.proof === 'point'
  const name = nameIn(gate)
  const verdict: Omit<MeasurementVerdict, 'reason'> = {
    slice,
    status,
    value: compared?.value ?? null,
    lower: compared?.lower ?? null,
    upper: compared?.upper ?? null,
    level: gate.confidence,
    interval: compared === null ? null : 'simultaneous over pairs (Bonferroni)',
    n: members.reduce((sum, member) => sum + member.rows, 0),
    positives: members.some((member) => member.positives === null)
      ? null
      : members.reduce((sum, member) => sum + member.positives!, 0),
    versus: null,
    pValue: judgedByPoint ? null : gate.proof === 'proven' ? compared.proves : compared.refutes,
    adjustedPValue: judgedByPoint ? null : adjustedPValue,
    rowsNeeded: rowsLacking.length > 0 ? Math.max(...rowsLacking) : null,
    compared: members.map(name),
    ...(short.length === 0 ? {} : { note: `left out, too small or without a value: ${short.map(name).join(', ')}` }),
  }
  return { ...verdict, reason: spreadReason(verdict, gate, compared, short.length) }
}

/** Judges a comparison that does not pass again without the slices that are waived. */
function withoutWaived(
  gate: Gate,
  family: Family,
  verdict: MeasurementVerdict,
  waivers: readonly Waiver[],
): MeasurementVerdict {
  const used = waivers.filter(({ slice }) => family.members.some((member) => member.slice === slice))
  if (used.length === 0 || (verdict.status !== 'fail' && verdict.status !== 'inconclusive')) return verdict
  const others = family.members.filter((member) => !used.some(({ slice }) => slice === member.slice))
  const rest = familyOf(gate, family.slice, others)
  const passes =
    others.length < 2 || statusOf(gate, rest, rest.compared?.refutes ?? null, rest.compared?.proves ?? null) === 'pass'
  if (!passes) return verdict
  const until = used.map(
    (waiver) => `${waiver.slice} is waived until ${waiver.until} by ${waiver.approvedBy}: ${waiver.reason}`,
  )
  return {
    ...verdict,
    status: 'waived',
    reason: `${verdict.reason} (${until.join('; ')})`,
    waivedBy: used.map((waiver) => waiver.approvedBy).join(', '),
  }
}

const nameIn = (gate: Gate) => (member: MeasurementEvidence) =>
  gate.condition.kind === 'max_gap' ? member.dataset : member.slice
