import type { Gate } from '@sluice/policy'
import type { MeasurementEvidence } from '../evidence.ts'

/** Why a measurement cannot be judged at all, whatever its interval. */
export interface Shortage {
  readonly kind: 'rows' | 'positives' | 'undefined' | 'no_interval'
  readonly rowsNeeded: number | null
}

/**
 * What a measurement lacks before it can be judged: the rows or positives that the gate demands, a value, or (unless
 * the point estimate decides) an interval.
 *
 * Positives that are missing are turned into rows at the slice's own rate; without a single positive no rate is known
 * and `rowsNeeded` is `null`.
 */
export function shortageOf(evidence: MeasurementEvidence, gate: Gate): Shortage | null {
  const { rows, positives } = evidence
  const rowsShort = Math.max(0, (gate.minRows ?? 0) - rows)
  const positivesShort = positives === null ? 0 : Math.max(0, (gate.minPositives ?? 0) - positives)
  if (positivesShort > 0) {
    const rowsForPositives = positives === 0 ? null : Math.ceil((positivesShort * rows) / positives!)
    return { kind: 'positives', rowsNeeded: rowsForPositives === null ? null : Math.max(rowsShort, rowsForPositives) }
  }
  if (rowsShort > 0) return { kind: 'rows', rowsNeeded: rowsShort }
  if (evidence.value === null) return { kind: 'undefined', rowsNeeded: null }
  if (evidence.uncertainty === null && gate.proof !== 'point') return { kind: 'no_interval', rowsNeeded: null }
  return null
}
