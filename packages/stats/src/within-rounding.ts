/** Rounding of sums and means stays below this part of what was summed; a spread that data carry is far above it. */
const RELATIVE = 1e-12

/** So many times what rounding may do, a spread is more than that. */
const STEPS = 8

/**
 * Whether a standard error is nothing but rounding: rows that do not vary rarely give exactly 0, and from 4·10⁻¹⁷ any
 * bound would be proven. It is where it is at most 10⁻¹² of the largest number that the estimate was worked out from, or
 * a few times what rounding of the rows alone may give.
 *
 * @param values the estimate; of a difference, also the two numbers that it is of
 * @param resolution the standard error that rounding of single rows may give; default 0, for values as large as their parts
 */
export function withinRounding(standardError: number, values: readonly number[], resolution = 0): boolean {
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return standardError <= Math.max(RELATIVE * size, STEPS * resolution)
}
