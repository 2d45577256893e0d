/** What is known of a slice: how many rows, the sum of their errors, and the greatest one. */
export interface SliceStatistics {
  readonly rows: number
  readonly totalError: number
  readonly maxError: number
}

export interface ScoreContext {
  /** Of all rows that are searched. */
  readonly rows: number
  readonly meanError: number
  /** Weight of the error against the size, in (0, 1]. */
  readonly alpha: number
  readonly minRows: number
}

/**
 * α(ē_slice/ē − 1) − (1 − α)(n/|slice| − 1): 0 for the whole table, positive where errors are worse than average by more than
 * the slice is small (Sagadeeva & Boehm, SIGMOD 2021, definition 1).
 */
export function sliceScore(rows: number, totalError: number, context: ScoreContext): number {
  const { alpha, meanError } = context
  return alpha * (totalError / rows / meanError - 1) - (1 - alpha) * (context.rows / rows - 1)
}

/** So that rounding cannot put a bound under a score it bounds. */
const slack = 1e-9

/**
 * No slice inside one of these statistics, nor that slice itself, scores more (section 3.1 of the paper): it has at most so many
 * rows and so much error, and no row with a greater error. −∞ where too few rows are left.
 *
 * Up to totalError/maxError rows the mean error can stay at the maximum and the score grows with the size; from there on it
 * is monotone in the size. So the bound is at one of three sizes.
 */
export function scoreBound(statistics: SliceStatistics, context: ScoreContext): number {
  const { rows, totalError, maxError } = statistics
  if (rows < context.minRows || maxError <= 0) return Number.NEGATIVE_INFINITY
  const turn = Math.min(rows, Math.max(context.minRows, totalError / maxError))
  const scoreAt = (size: number) => sliceScore(size, Math.min(size * maxError, totalError), context)
  const bound = Math.max(scoreAt(context.minRows), scoreAt(turn), scoreAt(rows))
  return bound + slack * Math.max(1, Math.abs(bound))
}

/** What an intersection of slices has at most. */
export function intersectionBound(parents: readonly SliceStatistics[]): SliceStatistics {
  return {
    rows: Math.min(...parents.map((parent) => parent.rows)),
    totalError: Math.min(...parents.map((parent) => parent.totalError)),
    maxError: Math.min(...parents.map((parent) => parent.maxError)),
  }
}
