import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { boundsOf, conditionKind } from './condition.ts'
import { statusRank } from './status-order.ts'

/** Gates by status, the worst first and blocking ones before others; among equals as the policy lists them. */
export function worstGates<Gate extends Pick<GateVerdict, 'status' | 'severity'>>(gates: readonly Gate[]): Gate[] {
  const weight = (gate: Gate) => statusRank(gate.status) * 2 + (gate.severity === 'block' ? 0 : 1)
  return gates.toSorted((a, b) => weight(a) - weight(b))
}

/** Measurements by status, then by how far the value is on the wrong side of the bound; those without value last. */
export function worstMeasurements(gate: Pick<GateVerdict, 'condition' | 'measurements'>): MeasurementVerdict[] {
  const badness = badnessOf(gate)
  return gate.measurements.toSorted((a, b) => {
    const [first, second] = [badness(a.value), badness(b.value)]
    return statusRank(a.status) - statusRank(b.status) || (first === second ? 0 : first > second ? -1 : 1)
  })
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
