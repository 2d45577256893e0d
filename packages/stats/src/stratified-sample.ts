import { createRandom } from './random.ts'
import type { Seed } from './seed.ts'

/** One stratum of a population. */
export interface Stratum {
  readonly size: number
  /** Standard deviation of what is to be estimated, within the stratum; what `neyman` goes by. Default 1. */
  readonly spread?: number
}

/**
 * How a sample is divided among strata (Cochran 1977, ch. 5):
 * - `proportional` to their sizes: the sample looks like the population;
 * - `square_root` of their sizes (power allocation, Bankier 1988): between proportional and equal, so rare strata are over-sampled;
 * - `neyman`, to size times spread: the least variance of a mean;
 * - `equal`: the same for each.
 */
export type AllocationMethod = 'proportional' | 'square_root' | 'neyman' | 'equal'

export interface AllocationOptions {
  /** Rows in all. */
  readonly rows: number
  readonly method: AllocationMethod
  /** Rows of each stratum at least, or all it has. Default 1, without which a stratum could not be estimated at all. */
  readonly minimum?: number
}

/**
 * Whole numbers of rows a stratum that sum to `rows` (or to the population where that is smaller): λ·a_h cut to
 * [minimum, size], rounded by largest remainder, ties to the earlier stratum.
 *
 * @throws {RangeError} where the minimum alone takes more than `rows`, or a size or spread makes no sense
 */
export function allocateSample(strata: readonly Stratum[], options: AllocationOptions): number[] {
  const { method, minimum = 1 } = options
  strata.forEach(({ size, spread = 1 }, h) => {
    if (!Number.isInteger(size) || size < 0 || !(spread >= 0 && spread < Infinity)) {
      throw new RangeError(
        `Stratum ${h} has size ${size} and spread ${spread}; expected a whole number and a number ≥ 0`,
      )
    }
  })
  const population = strata.reduce((sum, { size }) => sum + size, 0)
  const rows = Math.min(options.rows, population)
  const least = strata.map(({ size }) => Math.min(size, minimum))
  const needed = least.reduce((a, b) => a + b, 0)
  if (needed > rows) {
    throw new RangeError(
      `${strata.length} strata with at least ${minimum} rows each take ${needed} rows, and ${options.rows} are asked for; ask for more rows, a lower minimum or fewer strata`,
    )
  }
  const appeal = strata.map((stratum) => appealOf(stratum, method))
  const shares = (factor: number) =>
    strata.map(({ size }, h) => Math.min(size, Math.max(least[h]!, factor * appeal[h]!)))
  return wholeRows(shares(factorFor(shares, rows)), strata, rows)
}

function appealOf({ size, spread = 1 }: Stratum, method: AllocationMethod): number {
  switch (method) {
    case 'proportional':
      return size
    case 'square_root':
      return Math.sqrt(size)
    case 'neyman':
      return size * spread
    case 'equal':
      return size > 0 ? 1 : 0
  }
}

/** The factor whose shares sum to the rows asked for, by bisection: the sum grows with it. */
function factorFor(shares: (factor: number) => number[], rows: number): number {
  const total = (factor: number) => shares(factor).reduce((a, b) => a + b, 0)
  let high = 1
  // Strata of no appeal keep their minimum, so that the rest may never be reached.
  while (total(high) < rows && high < 2 ** 60) high *= 2
  let low = 0
  for (let step = 0; step < 120; step++) {
    const middle = (low + high) / 2
    if (total(middle) < rows) low = middle
    else high = middle
  }
  return high
}

function wholeRows(shares: readonly number[], strata: readonly Stratum[], rows: number): number[] {
  const whole = shares.map((share) => Math.floor(share + 1e-9))
  let left = rows - whole.reduce((a, b) => a + b, 0)
  const byRemainder = shares
    .map((share, h) => ({ h, remainder: share - whole[h]! }))
    .sort((a, b) => b.remainder - a.remainder || a.h - b.h)
  for (let turn = 0; left > 0; turn++) {
    const { h } = byRemainder[turn % byRemainder.length]!
    if (whole[h]! >= strata[h]!.size) continue
    whole[h]!++
    left--
  }
  return whole
}

/** A drawn sample. */
export interface StratifiedSample {
  /** Drawn rows, ascending. */
  readonly rows: Uint32Array
  /** Of each drawn row, n_h / N_h: its inverse is the row's weight (Horvitz & Thompson 1952). */
  readonly inclusionProbabilities: Float64Array
}

/**
 * Draws without replacement within each stratum, every subset of a stratum being equally likely. Totals under the weights
 * 1/π are unbiased, and so are means (Hájek's ratio, up to order 1/n) for any subset of rows that the strata do not know of.
 *
 * @param codes the stratum of each row, 0 … allocation.length − 1
 * @param allocation rows to draw of each stratum, at most its size; at least 1 of each that has rows
 * @throws {RangeError} for a row in no stratum, an allocation above a stratum's size, or a stratum that is left out
 */
export function drawStratifiedSample(
  codes: ArrayLike<number>,
  allocation: readonly number[],
  seed: Seed,
): StratifiedSample {
  const members = rowsOfStrata(codes, allocation.length)
  const random = createRandom(seed)
  const drawn: { row: number; probability: number }[] = []
  members.forEach((rows, h) => {
    const wanted = allocation[h]!
    if (wanted > rows.length || (wanted < 1 && rows.length > 0)) {
      throw new RangeError(
        `Stratum ${h} has ${rows.length} rows and ${wanted} are to be drawn; expected 1 to all of them, since rows that cannot be drawn have no weight`,
      )
    }
    for (let i = 0; i < wanted; i++) {
      const j = random.integer(i, rows.length - 1)
      const row = rows[j]!
      rows[j] = rows[i]!
      drawn.push({ row, probability: wanted / rows.length })
    }
  })
  drawn.sort((a, b) => a.row - b.row)
  return {
    rows: Uint32Array.from(drawn, ({ row }) => row),
    inclusionProbabilities: Float64Array.from(drawn, ({ probability }) => probability),
  }
}

function rowsOfStrata(codes: ArrayLike<number>, strata: number): Uint32Array[] {
  const sizes = new Uint32Array(strata)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (!(code < strata)) throw new RangeError(`Row ${row} lies in no stratum; every row needs one to have a weight`)
    sizes[code]!++
  }
  const members = Array.from(sizes, (size) => new Uint32Array(size))
  const next = new Uint32Array(strata)
  for (let row = 0; row < codes.length; row++) members[codes[row]!]![next[codes[row]!]!++] = row
  return members
}
