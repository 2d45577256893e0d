import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { cleanLine } from './clean-text.ts'
import { isDifference } from './condition.ts'
import { counted, numberText, scaleOf } from './number-text.ts'
import { extremeWord, worstMeasurements } from './ordering.ts'

/** Which measurements of a gate a report shows, and one line for each kind that it does not. */
export interface SliceSelection {
  readonly shown: readonly MeasurementVerdict[]
  readonly summaries: readonly string[]
}

/**
 * Shows what does not pass, the worst first and at most `limit`; the rest is counted, with the one nearest to failing.
 * A gate on all rows alone shows its one measurement whatever its status.
 */
export function selectSlices(gate: GateVerdict, limit: number): SliceSelection {
  const sorted = worstMeasurements(gate)
  if (sorted.length === 1) return { shown: sorted, summaries: [] }
  const bad = sorted.filter((measurement) => measurement.status !== 'pass')
  const passing = sorted.filter((measurement) => measurement.status === 'pass')
  const shown = bad.slice(0, limit)
  const rest = bad.slice(limit)
  return {
    shown,
    summaries: [
      ...(['error', 'fail', 'inconclusive', 'waived', 'skipped'] as const).flatMap((status) => {
        const group = rest.filter((measurement) => measurement.status === status)
        return group.length === 0 ? [] : [restSummary(group, restWords[status], gate)]
      }),
      ...(passing.length === 0
        ? []
        : [restSummary(passing, passing.length === 1 ? 'passes' : 'pass', gate, bad.length > 0)]),
    ],
  }
}

/** How a slice is called where people read it. */
export function sliceName(slice: string): string {
  return slice === 'all' ? 'all rows' : cleanLine(slice)
}

const restWords = {
  error: 'in error',
  fail: 'failing',
  inconclusive: 'undecided',
  waived: 'waived',
  skipped: 'skipped',
} as const

function restSummary(group: readonly MeasurementVerdict[], words: string, gate: GateVerdict, other = true): string {
  const [extreme] = group
  const count = counted(group.length, other ? 'other slice' : 'slice')
  const value = extreme!.value
  if (value === null) return `${count} ${words}`
  const name = sliceName(extreme!.slice)
  const text = numberText(value, scaleOf([value]), isDifference(gate))
  return group.length === 1
    ? `${count} ${words}: ${name} ${text}`
    : `${count} ${words}, ${extremeWord(gate)} ${name} ${text}`
}
