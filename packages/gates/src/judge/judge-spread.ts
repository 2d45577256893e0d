import type { Gate } from '@sluice/policy'
import type { MeasurementEvidence } from '../evidence.ts'
import type { MeasurementVerdict, Status } from '../verdict.ts'
import { boundsOf } from './assess.ts'
import { shortageOf } from './shortage.ts'
import { type Spread, spread } from './spread.ts'
import { spreadReason } from './wording.ts'

/**
 * Judges how far measurements lie apart: the slices of one definition (`max_disparity`, `min_ratio`) or the same
 * slice on two datasets (`max_gap`).
 *
 * A member that is too small to be judged does not silently drop out of the comparison: the gap among the others can
 * still refute the condition, but it is met only with every member there.
 */
export function judgeSpread(gate: Gate, measured: readonly MeasurementEvidence[]): MeasurementVerdict[] {
  return [...familiesOf(gate, measured)].map(([slice, members]) => judgeFamily(gate, slice, members))
}

/** `max_gap` compares datasets slice by slice; the others compare the slices of each definition. */
function familiesOf(gate: Gate, measured: readonly MeasurementEvidence[]): Map<string, MeasurementEvidence[]> {
  const families = new Map<string, MeasurementEvidence[]>()
  for (const one of measured) {
    const family = gate.condition.kind === 'max_gap' ? one.slice : (one.partition ?? 'all')
    families.set(family, [...(families.get(family) ?? []), one])
  }
  return families
}

function judgeFamily(gate: Gate, slice: string, members: readonly MeasurementEvidence[]): MeasurementVerdict {
  const { condition } = gate
  const bound = 'bound' in condition ? condition.bound : 0
  const usable = members.filter((member) => shortageOf(member, gate) === null)
  const short = members.filter((member) => shortageOf(member, gate) !== null)
  const compared =
    condition.kind === 'max_gap' && usable.length < 2
      ? null
      : spread(usable, condition.kind === 'min_ratio' ? 'ratio' : 'difference', bound, gate.confidence)
  const status = compared === null ? 'inconclusive' : statusOf(gate, compared, short.length === 0)
  const rows = members.reduce((sum, member) => sum + member.rows, 0)
  const lacks = short.map((member) => shortageOf(member, gate)!.rowsNeeded)
  const verdict: Omit<MeasurementVerdict, 'reason'> = {
    slice,
    status,
    value: compared?.value ?? null,
    lower: compared?.lower ?? null,
    upper: compared?.upper ?? null,
    level: gate.confidence,
    interval: compared === null ? null : 'simultaneous over pairs (Bonferroni)',
    n: rows,
    positives: members.some((member) => member.positives === null)
      ? null
      : members.reduce((sum, member) => sum + member.positives!, 0),
    versus: null,
    pValue: null,
    adjustedPValue:
      compared === null || gate.proof === 'point' ? null : gate.proof === 'proven' ? compared.proves : compared.refutes,
    rowsNeeded: lacks.some((lack) => lack !== null) ? Math.max(...lacks.filter((lack) => lack !== null)) : null,
    ...(short.length === 0
      ? {}
      : { note: `left out, too small or without a value: ${short.map(nameOf(gate)).join(', ')}` }),
  }
  return { ...verdict, reason: spreadReason(verdict, gate, compared, short.length) }
}

function statusOf(gate: Gate, compared: Spread, complete: boolean): Status {
  const { lower, upper } = boundsOf(gate.condition)
  const alpha = 1 - gate.confidence
  const meets = (lower === null || compared.value >= lower) && (upper === null || compared.value <= upper)
  if (gate.proof === 'point') return meets ? (complete ? 'pass' : 'inconclusive') : 'fail'
  if (compared.refutes <= alpha) return 'fail'
  if (!complete) return 'inconclusive'
  return gate.proof === 'unrefuted' || compared.proves <= alpha ? 'pass' : 'inconclusive'
}

const nameOf = (gate: Gate) => (member: MeasurementEvidence) =>
  gate.condition.kind === 'max_gap' ? member.dataset : member.slice
