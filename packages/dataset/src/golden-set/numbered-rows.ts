/** The rows of one table by a number that is the same for rows with the same key, in every table that was numbered along. */
export interface NumberedRows {
  /** The number of each row. */
  readonly numbers: Uint32Array
  /** The numbers that its rows have, ascending. */
  readonly present: Uint32Array
  /** The rows of a number, ascending; none where only other tables have it. */
  members(number: number): Uint32Array
}

/**
 * Numbers the rows of some tables by their keys, from 0 in order of first appearance.
 *
 * @param keys of each table: how many rows it has, and the key of each
 */
export function numberRows(
  keys: readonly { readonly rows: number; keyOf(row: number): string | number }[],
): readonly NumberedRows[] {
  const known = new Map<string | number, number>()
  const numbered = keys.map(({ rows, keyOf }) => {
    const numbers = new Uint32Array(rows)
    for (let row = 0; row < rows; row++) {
      const key = keyOf(row)
      const number = known.get(key) ?? known.size
      if (number === known.size) known.set(key, number)
      numbers[row] = number
    }
    return numbers
  })
  return numbered.map((numbers) => withMembers(numbers, known.size))
}

function withMembers(numbers: Uint32Array, count: number): NumberedRows {
  const starts = new Uint32Array(count + 1)
  for (const number of numbers) starts[number + 1]++
  for (let number = 0; number < count; number++) starts[number + 1] += starts[number]
  const next = starts.slice()
  const rows = new Uint32Array(numbers.length)
  for (let row = 0; row < numbers.length; row++) rows[next[numbers[row]]++] = row
  const present = Uint32Array.from(starts.keys()).filter(
    (number) => number < count && starts[number + 1] > starts[number],
  )
  return { numbers, present, members: (number) => rows.subarray(starts[number], starts[number + 1]) }
}
