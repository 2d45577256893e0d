import { MetricInputError } from './metric-input-error.ts'
import type { Rows } from './samples.ts'

/** Position of each table row in the sample aligned last; entries of other rows are stale and checked on reading. */
let positionOfRow = new Int32Array(0)

/**
 * Where the rows of one sample stand in another of the same rows.
 *
 * @returns for each position of `other` the position in `sample`; `null` where neither knows its rows, so that positions
 *   themselves correspond
 * @throws MetricInputError `rows_unmatched` where the rows differ, `rows_missing` where only one sample knows them
 */
export function alignRows(sample: Rows, other: Rows, length: number, otherLength: number): Int32Array | null {
  if (length !== otherLength)
    throw new MetricInputError(
      'rows_unmatched',
      `The samples have ${length} and ${otherLength} rows: a paired comparison needs the same rows on both sides.`,
    )
  const rows = sample.rows?.length === length ? sample.rows : undefined
  const otherRows = other.rows?.length === length ? other.rows : undefined
  if (rows === undefined && otherRows === undefined) return null
  if (rows === undefined || otherRows === undefined)
    throw new MetricInputError(
      'rows_missing',
      'Only one of the samples knows its rows, so they cannot be matched: keep the rows of both.',
    )
  return positionsOf(rows, otherRows)
}

function positionsOf(rows: Uint32Array, otherRows: Uint32Array): Int32Array {
  let highest = 0
  for (let i = 0; i < rows.length; i++) if (rows[i] > highest) highest = rows[i]
  if (positionOfRow.length <= highest) positionOfRow = new Int32Array(highest + 1)
  for (let i = 0; i < rows.length; i++) positionOfRow[rows[i]] = i
  const positions = new Int32Array(rows.length)
  let unmatched = 0
  let first = -1
  for (let i = 0; i < otherRows.length; i++) {
    const row = otherRows[i]
    const position = row <= highest ? positionOfRow[row] : -1
    if (position >= 0 && rows[position] === row) positions[i] = position
    else if (unmatched++ === 0 || row < first) first = row
  }
  if (unmatched > 0)
    throw new MetricInputError(
      'rows_unmatched',
      `${unmatched} rows are in one sample only, first row ${first}: a paired comparison needs the same rows.`,
      { row: first, count: unmatched },
    )
  return positions
}
