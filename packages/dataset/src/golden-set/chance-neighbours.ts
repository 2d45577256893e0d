import { createRandom, type Seed } from '@sluice/stats'
import { nearestDistances } from './nearest-rows.ts'
import type { Comparison } from './row-matches.ts'
import type { FeatureRows } from './shared-features.ts'

/** More rows than this are not looked up: they tell rates of one in some thousand apart. */
const mostLookedUp = 20_000

/**
 * How near the rows of one population lie to each other: what a row that nobody has copied finds by chance. Rows of a table
 * are looked up among the others of it (the distance to the closest record of synthetic-data audits, here of a table to
 * itself), so that neither copies in another table nor what the two share can pass as chance.
 */
export class ChanceNeighbours {
  /** Ascending. */
  readonly #distances: Float64Array
  /** As many times the rows that it looked among. */
  readonly #times: number

  /**
   * @param size the rows of another table that chance would find them in; where this table has fewer, rates are
   *   extrapolated as of independent draws, which is right for rare neighbours and too high for common ones
   * @param within the greatest distance that will be asked for
   */
  constructor(table: FeatureRows, comparison: Comparison, { size, within, seed }: ChanceRequest) {
    const order = createRandom(seed).shuffle(Uint32Array.from({ length: table.rows }, (_, row) => row))
    // A row that is looked up is no neighbour of its own, so that it takes one more.
    const among = order
      .subarray(0, Math.min(table.rows, size + 1))
      .slice()
      .sort()
    const lookedUp = order.subarray(Math.max(0, table.rows - mostLookedUp))
    const request = { lookedUp, among, own: 'others', within } as const
    this.#distances = nearestDistances(table, table, comparison, request).sort()
    this.#times = Math.max(1, size / Math.max(1, among.length - 1))
  }

  /** Looked-up rows that a rate is worth: fewer where it was extrapolated. */
  get lookedUp(): number {
    return this.#distances.length / this.#times
  }

  /** The share of rows that find a neighbour within a distance by chance. */
  rate(distance: number): number {
    return this.#rateOf(this.#countWithin(distance))
  }

  /**
   * The greatest distance at which at most a share of rows finds a neighbour that is not the same, and `most` where none
   * does. Below the nearest row there is, rates fall at least as the distance does, since values vary in one direction or more.
   */
  distanceAt(share: number, most: number): number {
    const same = this.#countWithin(0)
    let count = same
    while (count < this.#distances.length && this.#rateOf(count + 1 - same) <= share) count++
    const next = this.#distances[count] ?? Infinity
    const below = count === same ? Math.min(1, share / this.#rateOf(1)) : 1
    // Just below the first row too many.
    return Math.min(most, next * below * (1 - 1e-9))
  }

  #countWithin(distance: number): number {
    let low = 0
    let high = this.#distances.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#distances[middle] <= distance) low = middle + 1
      else high = middle
    }
    return low
  }

  #rateOf(count: number): number {
    return this.#distances.length === 0 ? 0 : 1 - (1 - count / this.#distances.length) ** this.#times
  }
}

interface ChanceRequest {
  readonly size: number
  readonly within: number
  readonly seed: Seed
}
