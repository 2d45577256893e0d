export type ColumnArray = Float64Array | Uint8Array | Uint16Array | Uint32Array | BigUint64Array

/** A typed array that grows: allocated once where the number of rows is known beforehand, by half otherwise. */
export class ColumnBuffer<A extends ColumnArray> {
  values: A
  readonly #allocate: (length: number) => A
  constructor(allocate: (length: number) => A, rows: number | null) {
    this.#allocate = allocate
    this.values = allocate(rows ?? 4096)
  }

  reserve(length: number): void {
    if (length <= this.values.length) return
    const grown = this.#allocate(Math.max(length, Math.ceil(this.values.length * 1.5)))
    grown.set(this.values as never)
    this.values = grown
  }

  /** The first `length` values, without slack behind them. */
  trimmed(length: number): A {
    if (this.values.length === length) return this.values
    const trimmed = this.#allocate(length)
    trimmed.set(this.values.subarray(0, length) as never)
    return trimmed
  }
}
