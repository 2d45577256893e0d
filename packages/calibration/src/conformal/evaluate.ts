import { MetricInputError } from '@sluice/metrics'
import { meanWithUncertainty, type ProportionUncertainty, type UncertainMean } from '@sluice/stats'
import type { PredictionIntervals } from './prediction-intervals.ts'
import type { PredictionSets } from './prediction-sets.ts'

/** How often the truth was inside. */
export interface ConformalCoverage {
  /** `null` without rows. */
  readonly value: number | null
  readonly rows: number
  /** Clopper and Pearson's exact interval; `null` without rows. */
  readonly uncertainty: ProportionUncertainty | null
}

export interface SetEvaluation {
  readonly coverage: ConformalCoverage
  /** Classes a set, with Student's t; `null` without rows. */
  readonly size: UncertainMean | null
  readonly empty: number
}

export interface IntervalEvaluation {
  readonly coverage: ConformalCoverage
  /** Of the bounded intervals, with Student's t, an empty one counting 0; `null` where none is bounded. */
  readonly width: UncertainMean | null
  readonly unbounded: number
}

/**
 * Coverage and size of sets on rows that did not calibrate them. Choose the rows of a slice to evaluate it alone.
 *
 * @param rows row numbers to evaluate; default all
 */
export function evaluateSets(
  { members, classes }: PredictionSets,
  labels: ArrayLike<number>,
  rows: ArrayLike<number> = every(labels.length),
): SetEvaluation {
  if (labels.length * classes !== members.length) {
    throw new MetricInputError('length_mismatch', `${labels.length} labels for ${members.length / classes} sets.`)
  }
  let inside = 0
  let empty = 0
  const sizes = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i] * classes
    for (let k = 0; k < classes; k++) sizes[i] += members[start + k]
    inside += members[start + labels[rows[i]]]
    if (sizes[i] === 0) empty++
  }
  return { coverage: coverageOf(inside, rows.length), size: meanOf(sizes), empty }
}

/** Coverage (ends included) and width of intervals on rows that did not calibrate them. */
export function evaluateIntervals(
  { lower, upper }: PredictionIntervals,
  actual: Float64Array,
  rows: ArrayLike<number> = every(actual.length),
): IntervalEvaluation {
  if (lower.length !== actual.length || upper.length !== actual.length) {
    throw new MetricInputError('length_mismatch', `${lower.length} intervals for ${actual.length} outcomes.`)
  }
  let inside = 0
  const widths: number[] = []
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    if (lower[row] <= actual[row] && actual[row] <= upper[row]) inside++
    const width = Math.max(0, upper[row] - lower[row])
    if (width < Infinity) widths.push(width)
  }
  return { coverage: coverageOf(inside, rows.length), width: meanOf(widths), unbounded: rows.length - widths.length }
}

function coverageOf(inside: number, rows: number): ConformalCoverage {
  if (rows === 0) return { value: null, rows, uncertainty: null }
  const uncertainty = { kind: 'proportion', method: 'clopper_pearson', successes: inside, trials: rows } as const
  return { value: inside / rows, rows, uncertainty }
}

function meanOf(values: ArrayLike<number>): UncertainMean | null {
  return values.length === 0 ? null : meanWithUncertainty(values)
}

function every(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, i) => i)
}
