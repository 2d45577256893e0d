import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { boundsOf, correctionName, shortNumber } from '../../wording/index.ts'

type Judged = Pick<MeasurementVerdict, 'status' | 'lower' | 'upper' | 'adjustedPValue'>

/**
 * Why a measurement does not fail although its whole interval lies beyond the bound: among so many slices one like it is
 * likely by chance. `null` where it fails, or where its interval reaches the bound.
 */
export function unprovenWords(gate: Pick<GateVerdict, 'condition' | 'judgedBy'>, measurement: Judged): string | null {
  const { status, lower, upper, adjustedPValue } = measurement
  const { correction } = gate.judgedBy
  if (correction === null || adjustedPValue === null || lower === null || upper === null) return null
  if (status !== 'pass' && status !== 'inconclusive') return null
  const bounds = boundsOf(gate)
  const isBeyond = (bounds.lower !== null && upper < bounds.lower) || (bounds.upper !== null && lower > bounds.upper)
  return isBeyond
    ? `not proven after ${correctionName(correction)}, p ${shortNumber(Number(adjustedPValue.toPrecision(2)))}`
    : null
}
