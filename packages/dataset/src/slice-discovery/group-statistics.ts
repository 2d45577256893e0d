import type { CodedPartition } from '../table.ts'
import type { SliceStatistics } from './slice-score.ts'

/** One slice of one dimension. */
export interface Term {
  /** Position in the list of dimensions. */
  readonly dimension: number
  readonly code: number
}

/** The searched rows: all, or those of an index list. */
export interface SearchedRows {
  readonly errors: Float64Array
  readonly indices: Uint32Array | null
}

/** Combinations that are counted in a flat table; more are counted in a map. */
const flatCells = 1 << 22

/**
 * Rows, total and greatest error of conjunctions that all combine the same dimensions: one pass over the rows for all of them.
 *
 * @param slices each with its terms in the order of `dimensions`
 */
export function groupStatistics(
  dimensions: readonly CodedPartition[],
  slices: readonly (readonly Term[])[],
  searched: SearchedRows,
): SliceStatistics[] {
  const slotOf = slotTable(dimensions, slices)
  const rows = new Float64Array(slices.length)
  const totals = new Float64Array(slices.length)
  const greatest = new Float64Array(slices.length)
  const cellOf = cellReader(dimensions)
  const { errors, indices } = searched
  const count = indices === null ? errors.length : indices.length
  for (let i = 0; i < count; i++) {
    const row = indices === null ? i : indices[i]
    const cell = cellOf(row)
    if (cell < 0) continue
    const slot = slotOf(cell)
    if (slot < 0) continue
    const error = errors[row]
    rows[slot]++
    totals[slot] += error
    if (error > greatest[slot]) greatest[slot] = error
  }
  return slices.map((_, i) => ({ rows: rows[i], totalError: totals[i], maxError: greatest[i] }))
}

function cellReader(dimensions: readonly CodedPartition[]): (row: number) => number {
  const columns = dimensions.map(({ codes }) => codes)
  const sizes = dimensions.map(({ slices }) => slices.length)
  return (row) => {
    let cell = 0
    for (let d = 0; d < columns.length; d++) {
      const code = columns[d][row]
      if (code >= sizes[d]) return -1
      cell = cell * sizes[d] + code
    }
    return cell
  }
}

/** From the number of a cell to the place of its slice, -1 where the cell is none. */
function slotTable(
  dimensions: readonly CodedPartition[],
  slices: readonly (readonly Term[])[],
): (cell: number) => number {
  const cells = slices.map((terms) => terms.reduce((cell, { code }, d) => cell * dimensions[d].slices.length + code, 0))
  const size = dimensions.reduce((product, { slices: { length } }) => product * length, 1)
  if (size > flatCells) {
    const slots = new Map(cells.map((cell, slot) => [cell, slot]))
    return (cell) => slots.get(cell) ?? -1
  }
  const slots = new Int32Array(size).fill(-1)
  for (const [slot, cell] of cells.entries()) slots[cell] = slot
  return (cell) => slots[cell]
}
