/** Sets of shingles one after the other in one array: as many a row as there are columns of text. */
export class ShingleSets {
  readonly #columns: number
  #values = new Float64Array(4096)
  #ends = new Float64Array(1024)
  #sets = 0
  constructor(columns: number) {
    this.#columns = columns
  }

  push(set: Float64Array): void {
    const from = this.#endOf(this.#sets - 1)
    const end = from + set.length
    if (end > this.#values.length) this.#values = grown(this.#values, end)
    if (this.#sets === this.#ends.length) this.#ends = grown(this.#ends, this.#sets + 1)
    this.#values.set(set, from)
    this.#ends[this.#sets++] = end
  }

  at(row: number, column: number): Float64Array {
    const set = row * this.#columns + column
    return this.#values.subarray(this.#endOf(set - 1), this.#ends[set])
  }

  #endOf(set: number): number {
    return set < 0 ? 0 : this.#ends[set]
  }
}

function grown(values: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(length, 2 * values.length))
  larger.set(values)
  return larger
}
