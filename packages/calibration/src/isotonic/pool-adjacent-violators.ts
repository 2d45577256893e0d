/** Neighbouring groups pooled until their means ascend: block b begins at group `starts[b]`. */
export interface Pooled {
  readonly blocks: number
  readonly starts: Uint32Array
  /** Σw and Σwy of each block. */
  readonly weight: Float64Array
  readonly sum: Float64Array
}

/**
 * A growing stack of blocks whose means strictly ascend: the pool-adjacent-violators algorithm (Ayer et al. 1955), which
 * pushes and pops every group at most once.
 *
 * Means are compared by cross-multiplication, which is exact for counts.
 */
export class BlockStack {
  #starts = new Uint32Array(256)
  #weight = new Float64Array(256)
  #sum = new Float64Array(256)
  #blocks = 0

  /** Adds the next group in ascending order of score; a weight of 0 adds nothing. */
  push(start: number, weight: number, sum: number): void {
    if (weight === 0) return
    let top = this.#blocks
    let first = start
    let w = weight
    let s = sum
    while (top > 0 && this.#sum[top - 1] * w >= s * this.#weight[top - 1]) {
      top--
      w += this.#weight[top]
      s += this.#sum[top]
      first = this.#starts[top]
    }
    if (top === this.#weight.length) this.#grow()
    this.#starts[top] = first
    this.#weight[top] = w
    this.#sum[top] = s
    this.#blocks = top + 1
  }

  /** Empties the stack, for the next regression. */
  clear(): void {
    this.#blocks = 0
  }

  pooled(): Pooled {
    const blocks = this.#blocks
    return {
      blocks,
      starts: this.#starts.slice(0, blocks),
      weight: this.#weight.slice(0, blocks),
      sum: this.#sum.slice(0, blocks),
    }
  }

  #grow(): void {
    const length = 2 * this.#weight.length
    const larger = <Column extends Uint32Array | Float64Array>(column: Column, into: Column): Column => {
      into.set(column)
      return into
    }
    this.#starts = larger(this.#starts, new Uint32Array(length))
    this.#weight = larger(this.#weight, new Float64Array(length))
    this.#sum = larger(this.#sum, new Float64Array(length))
  }
}

/**
 * The isotonic regression of values in a given order: the non-decreasing (or non-increasing) sequence closest to them by
 * weighted squares.
 *
 * @param weights ≥ 0; values of weight 0 take that of the block around them; absent means 1 each
 * @returns one value a position; NaN throughout where no weight is positive
 */
export function isotonicRegression(
  values: ArrayLike<number>,
  weights?: ArrayLike<number>,
  direction: 'increasing' | 'decreasing' = 'increasing',
): Float64Array {
  const sign = direction === 'increasing' ? 1 : -1
  const stack = new BlockStack()
  for (let i = 0; i < values.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]
    stack.push(i, weight, sign * weight * values[i])
  }
  const { blocks, starts, weight, sum } = stack.pooled()
  const fitted = new Float64Array(values.length).fill(Number.NaN)
  for (let b = 0; b < blocks; b++) {
    const from = b === 0 ? 0 : starts[b]
    fitted.fill((sign * sum[b]) / weight[b], from, b + 1 < blocks ? starts[b + 1] : values.length)
  }
  return fitted
}
