/** Relative size of a pivot below which a matrix counts as singular. */
const SINGULAR = 1e-13

/**
 * Solves a symmetric positive definite system by elimination.
 *
 * @param matrix row-major, as many rows as `right` is long; left as it is
 * @returns `null` where the matrix is singular
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length
  const rows = matrix.slice()
  const solution = right.slice()
  for (let j = 0; j < size; j++) {
    const pivot = rows[j * size + j]
    if (!(pivot > SINGULAR * Math.abs(matrix[j * size + j])) || pivot === 0) return null
    for (let k = j + 1; k < size; k++) {
      const factor = rows[k * size + j] / pivot
      for (let l = j; l < size; l++) rows[k * size + l] -= factor * rows[j * size + l]
      solution[k] -= factor * solution[j]
    }
  }
  for (let j = size - 1; j >= 0; j--) {
    for (let k = j + 1; k < size; k++) solution[j] -= rows[j * size + k] * solution[k]
    solution[j] /= rows[j * size + j]
  }
  return solution.every(Number.isFinite) ? solution : null
}

/** The inverse of a symmetric positive definite matrix, row-major; `null` where it is singular. */
export function invertSymmetric(matrix: Float64Array, size: number): Float64Array | null {
  const inverse = new Float64Array(size * size)
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size)
    unit[column] = 1
    const solved = solveSymmetric(matrix, unit)
    if (solved === null) return null
    for (let row = 0; row < size; row++) inverse[row * size + column] = solved[row]
  }
  return inverse
}
