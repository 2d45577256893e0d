import type { GateVerdict } from '@sluice/gates'
import type { EvaluationSearch } from '../../route-search.ts'
import { isNamed } from './filter-gates.ts'

/**
 * Whether a passing gate is one line or shown whole; `null` for what cannot be folded: whatever does not pass, and a gate
 * that was found by one of its slices, which no line shows.
 */
export function foldOf(gate: GateVerdict, search: EvaluationSearch): 'open' | 'closed' | null {
  if (gate.status !== 'pass' || !isNamed(gate, search.find)) return null
  return search.gate === gate.name || search.open?.includes(gate.name) === true ? 'open' : 'closed'
}

/** The address with a gate opened and pointed at, or closed. */
export function toggled(name: string, search: EvaluationSearch, opens: boolean): EvaluationSearch {
  const others = search.open?.filter((each) => each !== name) ?? []
  const open = opens ? [...others, name] : others
  const kept = { ...search, open: open.length === 0 ? undefined : open }
  if (opens) return { ...kept, gate: name, slice: undefined }
  return search.gate === name ? { ...kept, gate: undefined, slice: undefined } : kept
}
