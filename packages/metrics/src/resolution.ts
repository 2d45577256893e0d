import { sortedQuantile } from '@sluice/stats'
import type { Rows } from './samples.ts'

/** The distance of 1 to the next number: what rounding may do to a number as large as 1. */
const step = 2 ** -52

/** What standard error rounding alone may give a mean of functions of probabilities, shares or ranks. */
export const unitResolution = step

/**
 * What standard error rounding alone may give a mean of row values: √Σ(w·step·size)² / Σw. One row of a huge number says
 * nothing of how well the others are known, so that it is no maximum.
 *
 * @param size of a row: what a rounding step of its value is relative to
 */
export function resolutionByRow(rows: number, { weights }: Rows, size: (row: number) => number): number {
  let weight = 0
  let most = 0
  for (let row = 0; row < rows; row++) {
    const own = weights === undefined ? 1 : weights[row]
    weight += own
    most = Math.max(most, own * size(row))
  }
  if (!(most > 0)) return 0
  let squares = 0
  // Relative to the largest, whose square may be no number.
  for (let row = 0; row < rows; row++) squares += (((weights === undefined ? 1 : weights[row]) * size(row)) / most) ** 2
  return step * most * (Math.sqrt(squares) / weight)
}

/** The same of row values that are differences of numbers in these columns. */
export function resolutionOf(sample: Rows, ...columns: readonly Float64Array[]): number {
  return resolutionByRow(columns[0]?.length ?? 0, sample, (row) => largest(columns, row))
}

/** What rounding may do to a middle row's difference of numbers in these columns: what limits are read off single rows know. */
export function middleResolution(...columns: readonly Float64Array[]): number {
  const rows = columns[0]?.length ?? 0
  if (rows === 0) return 0
  return step * sortedQuantile(Float64Array.from({ length: rows }, (_, row) => largest(columns, row)).sort(), 0.5)
}

function largest(columns: readonly Float64Array[], row: number): number {
  let most = 0
  for (const column of columns) most = Math.max(most, Math.abs(column[row]))
  return most
}
