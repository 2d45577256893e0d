/** Columns as one row-major matrix: `rows × columns`. */
export function interleave<T extends Float64Array | Uint8Array>(columns: readonly T[]): T {
  const width = columns.length
  const rows = columns[0]!.length
  const Matrix = columns[0]!.constructor as new (length: number) => T
  const matrix = new Matrix(rows * width)
  columns.forEach((column, k) => {
    for (let row = 0; row < rows; row++) matrix[row * width + k] = column[row]!
  })
  return matrix
}
