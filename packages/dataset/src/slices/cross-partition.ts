import type { CodedPartition } from '../table.ts'
import { allocateCodes, mostSlices, outsideCode, partition, tooManySlices } from './partition.ts'

/** Combinations that are looked at, with or without rows. */
const mostCells = 1 << 26

/**
 * Every combination of slices that has rows, named `a=x & b=y`, in the order of the first dimension, then the second, ….
 * A row outside any dimension is outside.
 */
export function crossPartition(name: string, dimensions: readonly CodedPartition[]): CodedPartition {
  const rows = dimensions[0].codes.length
  const cells = dimensions.reduce((product, { slices }) => product * slices.length, 1)
  if (cells > mostCells) throw tooManySlices(name, cells)
  const cellOf = cellReader(dimensions)
  const seen = new Uint8Array(cells)
  for (let row = 0; row < rows; row++) {
    const cell = cellOf(row)
    if (cell >= 0) seen[cell] = 1
  }
  const kept: number[] = []
  for (let cell = 0; cell < cells; cell++) if (seen[cell] === 1) kept.push(cell)
  if (kept.length > mostSlices) throw tooManySlices(name, kept.length)
  const outside = outsideCode(kept.length)
  const codeOf = new Uint16Array(cells)
  for (const [code, cell] of kept.entries()) codeOf[cell] = code
  const codes = allocateCodes(rows, kept.length)
  for (let row = 0; row < rows; row++) {
    const cell = cellOf(row)
    codes[row] = cell < 0 ? outside : codeOf[cell]
  }
  return partition(
    name,
    codes,
    kept.map((cell) => cellName(cell, dimensions)),
  )
}

/** Number of a row's cell, the first dimension counting most; -1 where a dimension leaves the row outside. */
function cellReader(dimensions: readonly CodedPartition[]): (row: number) => number {
  const columns = dimensions.map(({ codes }) => codes)
  const outsides = dimensions.map(({ outside }) => outside)
  const sizes = dimensions.map(({ slices }) => slices.length)
  return (row) => {
    let cell = 0
    for (let d = 0; d < columns.length; d++) {
      const code = columns[d][row]
      if (code === outsides[d]) return -1
      cell = cell * sizes[d] + code
    }
    return cell
  }
}

function cellName(cell: number, dimensions: readonly CodedPartition[]): string {
  const parts: string[] = []
  let rest = cell
  for (const { slices } of [...dimensions].reverse()) {
    parts.unshift(slices[rest % slices.length].name)
    rest = Math.floor(rest / slices.length)
  }
  return parts.join(' & ')
}
