/** A cell, both counted from 0. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** Where a key leads within a grid; `null` for keys that lead nowhere. */
export function keyTarget(
  key: string,
  from: Place,
  size: { readonly rows: number; readonly columns: number },
): Place | null {
  const to = (row: number, column: number) => ({
    row: Math.max(0, Math.min(size.rows - 1, row)),
    column: Math.max(0, Math.min(size.columns - 1, column)),
  })
  const { row, column } = from
  switch (key) {
    case 'ArrowDown':
      return to(row + 1, column)
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'PageDown':
      return to(row + 10, column)
    case 'PageUp':
      return to(row - 10, column)
    case 'Home':
      return to(0, column)
    case 'End':
      return to(size.rows - 1, column)
    default:
      return null
  }
}
