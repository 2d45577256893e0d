import type { Gate } from '@sluice/policy'
import type { MeasurementEvidence } from '../evidence.ts'
import { boundsOf } from './assess.ts'
import type { Finding } from './searches.ts'

/** Why a measurement cannot be judged at all, whatever its interval. */
export interface Shortage {
  readonly kind: 'search' | 'rows' | 'positives' | 'undefined' | 'no_interval' | 'out_of_reach'
  readonly rowsNeeded: number | null
  /** What counts against `min_rows`: the rows, or fewer where weights make them worth fewer. */
  readonly counted: number
}

/**
 * What a measurement lacks before it can be judged: the rows or positives that the gate demands, a value, or (unless
 * the point estimate decides) an interval.
 *
 * Rows count by Kish's effective number where weights are uneven: a thousand rows of which ten carry the weight are ten.
 * Positives that are missing are turned into rows at the slice's own rate; without a single positive no rate is known
 * and `rowsNeeded` is `null`. A binned measure of fewer rows than bins needs a row a bin.
 *
 * A slice that was found and is measured on the same rows is as bad as it is because it was picked for it: neither a
 * refutation nor a proof. It lacks the rows of the dataset from which some can be kept back.
 */
export function shortageOf(evidence: MeasurementEvidence, gate: Gate, finding: Finding | null = null): Shortage | null {
  const { rows, positives } = evidence
  const counted = Math.min(rows, Math.round(evidence.effectiveRows))
  if (finding !== null && !finding.keptBack) return { kind: 'search', rowsNeeded: finding.rowsNeeded, counted }
  const rowsShort = Math.max(0, (gate.minRows ?? 0) - counted)
  const positivesShort = gate.minPositives === null ? 0 : gate.minPositives - (positives ?? 0)
  if (positivesShort > 0) {
    const rowsForPositives = positives ? Math.ceil((positivesShort * rows) / positives) : null
    return {
      kind: 'positives',
      rowsNeeded: rowsForPositives === null ? null : Math.max(rowsShort, rowsForPositives),
      counted,
    }
  }
  if (rowsShort > 0) return { kind: 'rows', rowsNeeded: rowsShort, counted }
  if (evidence.value === null) return { kind: 'undefined', rowsNeeded: rowsForBins(evidence, counted), counted }
  if (evidence.atLeast && !isDecidedFromBelow(evidence.value, gate))
    return { kind: 'out_of_reach', rowsNeeded: null, counted }
  if (evidence.uncertainty === null && gate.proof !== 'point') return { kind: 'no_interval', rowsNeeded: null, counted }
  return null
}

/** Whether a lower bound of a value settles a condition: it is as high as is asked for, or above what is allowed. */
function isDecidedFromBelow(least: number, { condition }: Gate): boolean {
  const { lower, upper } = boundsOf(condition)
  return upper === null ? lower === null || least >= lower : least > upper
}

function rowsForBins({ undefinedBecause, options }: MeasurementEvidence, counted: number): number | null {
  const bins = options['bins']
  if (undefinedBecause !== 'too_few_rows' || typeof bins !== 'number') return null
  return Math.max(1, bins - counted)
}
