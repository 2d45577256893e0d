/** Rows that are summed before their subtotal joins the others. The size fixes the bits of the result: do not change it. */
export const SUMMATION_BLOCK = 4096

/**
 * A running sum that keeps what each addition rounds away (Neumaier 1974): the error of the total does not grow with
 * the number of terms. Infinite terms give the infinity that plain addition gives.
 */
export class CompensatedSum {
  #total = 0
  #lost = 0

  add(value: number): void {
    const next = this.#total + value
    this.#lost += Math.abs(this.#total) >= Math.abs(value) ? this.#total - next + value : value - next + this.#total
    this.#total = next
  }

  get value(): number {
    return Number.isFinite(this.#total) ? this.#total + this.#lost : this.#total
  }
}

/**
 * The sum of numbers, compensated within blocks of 4096 and across them in order, so that blocks summed elsewhere and
 * added in the same order give the same bits.
 *
 * @param values any array of numbers; an empty one sums to 0, a NaN makes the sum NaN
 */
export function sum(values: ArrayLike<number>): number {
  return sumOf(values.length, (i) => values[i]!)
}

/** The sum of `term(0) … term(count − 1)`, compensated as in {@link sum}, without an array for the terms. */
export function sumOf(count: number, term: (index: number) => number): number {
  const blocks = new CompensatedSum()
  for (let start = 0; start < count; start += SUMMATION_BLOCK) {
    const end = Math.min(start + SUMMATION_BLOCK, count)
    let total = 0
    let lost = 0
    for (let i = start; i < end; i++) {
      const value = term(i)
      const next = total + value
      lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
      total = next
    }
    blocks.add(Number.isFinite(total) ? total + lost : total)
  }
  return blocks.value
}

/**
 * The mean of numbers, from their compensated {@link sum}.
 *
 * @returns `null` for an empty array
 */
export function mean(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : sum(values) / values.length
}
