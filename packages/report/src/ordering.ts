import type { GateVerdict, MeasurementVerdict, PolicyVerdict, Status } from '@sluice/gates'
import { boundsOf, conditionKind } from './condition.ts'

/** The worst first. */
export const statusOrder: readonly Status[] = ['error', 'fail', 'inconclusive', 'warn', 'waived', 'skipped', 'pass']

const rank = (status: Status) => statusOrder.indexOf(status)

/** Policies by verdict, the worst first; among equals as they were given. */
export function worstPolicies(policies: readonly PolicyVerdict[]): PolicyVerdict[] {
  return policies.toSorted((a, b) => rank(a.verdict) - rank(b.verdict))
}

/** Gates by status, the worst first and blocking ones before others; among equals as the policy lists them. */
export function worstGates<Gate extends Pick<GateVerdict, 'status' | 'severity'>>(gates: readonly Gate[]): Gate[] {
  const weight = (gate: Gate) => rank(gate.status) * 2 + (gate.severity === 'block' ? 0 : 1)
  return gates.toSorted((a, b) => weight(a) - weight(b))
}

/** Measurements by status, then by how far the value is on the wrong side of the bound; those without value last. */
export function worstMeasurements(gate: Pick<GateVerdict, 'condition' | 'measurements'>): MeasurementVerdict[] {
  const badness = badnessOf(gate)
  return gate.measurements.toSorted(
    (a, b) => rank(a.status) - rank(b.status) || compare(badness(b.value), badness(a.value)),
  )
}

/** How to call the measurement nearest to failing: `lowest`, `highest`, `furthest`. */
export function extremeWord(gate: GateVerdict): 'lowest' | 'highest' | 'furthest' {
  const { lower, upper } = boundsOf(gate)
  if (lower !== null && upper === null) return 'lowest'
  return upper !== null && lower === null ? 'highest' : 'furthest'
}

/** A number that grows as a value gets worse under the gate's condition. */
function badnessOf(gate: Pick<GateVerdict, 'condition'>): (value: number | null) => number {
  const { lower, upper } = boundsOf(gate)
  return (value) => {
    if (value === null) return Number.NEGATIVE_INFINITY
    if (conditionKind(gate) === 'equals' && lower !== null) return Math.abs(value - lower)
    if (lower !== null && upper !== null) return Math.max(lower - value, value - upper)
    if (lower !== null) return -value
    return upper === null ? 0 : value
  }
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
