/** Half the distance of 1 to the next number, twice: what rounding may do to a number as large as 1. */
const step = 2 ** -52

/** How far rounding may move one row's value where values are functions of probabilities, shares or ranks. */
export const unitResolution = step

/** How far rounding may move one row's value that is a difference of numbers as large as these: none for no rows. */
export function resolutionOf(...columns: readonly Float64Array[]): number {
  let most = 0
  for (const column of columns) for (let i = 0; i < column.length; i++) most = Math.max(most, Math.abs(column[i]))
  return step * most
}

/** The largest of a bound a row on the numbers that its value is worked out from, as a resolution. */
export function resolutionByRow(rows: number, size: (row: number) => number): number {
  let most = 0
  for (let row = 0; row < rows; row++) most = Math.max(most, size(row))
  return step * most
}
