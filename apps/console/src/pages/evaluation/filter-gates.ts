import type { GateVerdict } from '@sluice/gates'
import type { EvaluationSearch } from '../../route-search.ts'

/**
 * The gates that an address asks for: of its status, with its text in the gate's name, metric or one of its slices.
 * The gate that a link points at is shown whatever the filters say.
 */
export function filterGates(gates: readonly GateVerdict[], search: EvaluationSearch): GateVerdict[] {
  return gates.filter(
    (gate) =>
      gate.name === search.gate ||
      ((search.status === undefined || gate.status === search.status) && holds(gate, search.find)),
  )
}

/** Whether a text is part of a name, in any case; without text everything fits. */
export function fits(name: string, find: string | undefined): boolean {
  return find === undefined || name.toLowerCase().includes(find.toLowerCase())
}

/** Whether a text is part of what a gate is called, rather than of one of its slices. */
export function isNamed({ name, metric, metricLabel }: GateVerdict, find: string | undefined): boolean {
  return fits(name, find) || fits(metric, find) || fits(metricLabel, find)
}

function holds(gate: GateVerdict, find: string | undefined): boolean {
  return isNamed(gate, find) || gate.measurements.some(({ slice }) => fits(slice, find))
}
