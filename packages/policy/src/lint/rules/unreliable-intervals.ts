import type { Gate } from '../../model.ts'
import type { Problem } from '../../problem.ts'
import { gateWarning, type JudgedSlice, judgedSlices, type LintInput, listed } from '../finding.ts'
import { type IntervalLimit, intervalLimits } from '../measure-traits.ts'
import { isUndecided } from './small-slices.ts'

/** An interval decides where it is known to be too short or off. */
export function unreliableIntervals({ policy, profile }: LintInput): Problem[] {
  return policy.gates.flatMap((gate) => intervalsBelowLimits(gate, judgedSlices(gate, profile), intervalLimits))
}

/** One finding for each limit of the gate's measure that some slice is below. A slice that the gate refuses is not. */
export function intervalsBelowLimits(
  gate: Gate,
  judged: readonly JudgedSlice[],
  limits: readonly IntervalLimit[],
): Problem[] {
  if (gate.proof === 'point') return []
  const decided = judged.filter((slice) => !isUndecided(gate, slice))
  return limits
    .filter(({ measure }) => measure === gate.metric.name)
    .flatMap(({ minRows, minPositives, because }) => {
      const fewRows = decided.filter(({ rows }) => rows < (minRows ?? 0))
      const fewPositives = decided.filter(({ positives }) => positives !== null && positives < (minPositives ?? 0))
      const below = decided.filter((slice) => fewRows.includes(slice) || fewPositives.includes(slice))
      if (below.length === 0) return []
      const limit = [
        ...(fewRows.length > 0 ? [{ unit: 'rows', field: 'min_rows', least: minRows }] : []),
        ...(fewPositives.length > 0 ? [{ unit: 'positives', field: 'min_positives', least: minPositives }] : []),
      ]
      const demand = limit.map(({ field, least }) => `${field}: ${least}`).join(' and ')
      const fewer = limit.map(({ unit, least }) => `${least} ${unit}`).join(' or ')
      return gateWarning(gate, {
        code: 'unreliable-interval',
        message: `'${gate.name}' is decided by an interval of ${gate.metric.name} that does not hold its level on fewer than ${fewer}: ${listed(below.map(described))}`,
        why: `Below ${demand.replaceAll(':', ' of')}, ${because}.`,
        hint: `Add ${demand}, or judge these rows with another measure.`,
      })
    })
}

function described({ slice, rows, positives }: JudgedSlice): string {
  return `${slice} (${rows} rows${positives === null ? '' : `, ${positives} positive`})`
}
