import type { Gate } from '@sluice/policy'
import { interval, pValue, rowsToDecide, type Uncertainty } from '@sluice/stats'
import type { MeasurementEvidence } from '../evidence.ts'

/** One value held against a bound, before corrections, waivers and severities. */
export interface Assessment {
  readonly lower: number | null
  readonly upper: number | null
  /** The estimate is on the side that the condition asks for. */
  readonly meets: boolean
  /** Of the hypothesis that the bound is met; small refutes it. `null` without an interval. */
  readonly refutes: number | null
  /** Of the hypothesis that the bound is not met; small proves it. */
  readonly proves: number | null
  /** Rows in all at which an interval of a level around this estimate would clear the bound; `null` where none would. */
  rowsToDecide(level: number): number | null
}

/** The bounds that a value must respect: `lower ≤ value ≤ upper`, either side open. */
export interface Bounds {
  readonly lower: number | null
  readonly upper: number | null
}

/** The bounds of a condition on one value (or on one difference). */
export function boundsOf(condition: Gate['condition']): Bounds {
  switch (condition.kind) {
    case 'min':
    case 'min_delta':
    case 'min_ratio':
      return { lower: condition.bound, upper: null }
    case 'max':
    case 'max_delta':
    case 'max_gap':
    case 'max_disparity':
    case 'max_latency_ratio':
      return { lower: null, upper: condition.bound }
    case 'equals':
      return { lower: condition.bound, upper: condition.bound }
    case 'between':
      return { lower: condition.lower, upper: condition.upper }
  }
}

type Measured = Pick<MeasurementEvidence, 'value' | 'uncertainty' | 'rows'>

/**
 * Holds a measured value against bounds.
 *
 * The p-values invert the two-sided interval: `refutes ≤ 1 − confidence` exactly where the whole interval is beyond a
 * bound, `proves ≤ 1 − confidence` exactly where it is inside. A value on the harmless side of a bound refutes
 * nothing, so its `refutes` is 1, and so a corrected family never grows more generous through its good members.
 */
export function assess(
  measured: Measured & { readonly value: number },
  bounds: Bounds,
  confidence: number,
): Assessment {
  const { value, uncertainty, rows } = measured
  const meets = violated(value, bounds).length === 0
  if (uncertainty === null)
    return { lower: null, upper: null, meets, refutes: null, proves: null, rowsToDecide: () => null }

  const { lower, upper } = interval(value, uncertainty, confidence)
  const center = centerOf(value, uncertainty)
  const inside = violated(center, bounds).length === 0
  const declared = [bounds.lower, bounds.upper].filter((bound) => bound !== null)
  const pValues = (list: readonly number[]) => list.map((bound) => pValue(value, uncertainty, bound))
  return {
    lower,
    upper,
    meets,
    refutes: inside ? 1 : Math.min(...pValues(violated(center, bounds))),
    proves: inside ? Math.max(...pValues(declared)) : 1,
    rowsToDecide(level) {
      const needed = declared.map((bound) => rowsToDecide(value, uncertainty, bound, level, rows))
      return needed.some((n) => n === null) ? null : Math.max(...(needed as number[]))
    },
  }
}

/** Where the interval shrinks to as its level falls: the estimate, or its bias-corrected version. */
function centerOf(value: number, uncertainty: Uncertainty): number {
  const { lower, upper } = interval(value, uncertainty, 1e-9)
  return (lower + upper) / 2
}

/** The bounds that a number is beyond. */
function violated(value: number, bounds: Bounds): number[] {
  const beyond: number[] = []
  if (bounds.lower !== null && value < bounds.lower) beyond.push(bounds.lower)
  if (bounds.upper !== null && value > bounds.upper) beyond.push(bounds.upper)
  return beyond
}
