import type { Estimate } from '@sluice/metrics'
import { createRandom, interval, type Random } from '@sluice/stats'

/** Something drawn at random, and intervals from it that claim to hold something with a chance of 95 %. */
export interface Study<Drawn> {
  readonly name: string
  draw(rows: number, random: Random): Drawn
  readonly claims: readonly Claim<Drawn>[]
}

export interface Claim<Drawn> {
  readonly name: string
  /** The measure in policies that decides by such intervals, if there is one. */
  readonly measure: string | null
  /** Simulated on no more tables than this of a size, where an interval is slow. */
  readonly tables?: number
  /** Whether the interval held the truth; `null` where there is none. */
  holds(drawn: Drawn): boolean | null
}

/** Counts over simulated tables; those of several runs add up. */
export interface Tally {
  readonly tables: number
  /** Tables from which there was an interval. */
  readonly intervals: number
  readonly held: number
}

export const level = 0.95

/** Whether the 95 % interval of an estimate holds the population's value, both ends included. */
export function holds({ value, uncertainty }: Estimate, truth: number): boolean | null {
  if (value === null || uncertainty === null) return null
  const { lower, upper } = interval(value, uncertainty, level)
  return lower <= truth && truth <= upper
}

/**
 * Counts over the replicates `from` to `to`, one tally a claim in their order. A replicate's table depends on the study's
 * name, the rows and its number alone, so that it does not matter who simulates which.
 */
export function simulate<Drawn>(study: Study<Drawn>, rows: number, from: number, to: number): Tally[] {
  const tallies = study.claims.map(() => ({ tables: 0, intervals: 0, held: 0 }))
  for (let replicate = from; replicate < to; replicate++) {
    const drawn = study.draw(rows, createRandom(`${study.name}, ${rows} rows, ${replicate}`))
    study.claims.forEach((claim, c) => {
      if (replicate >= (claim.tables ?? Number.POSITIVE_INFINITY)) return
      const outcome = claim.holds(drawn)
      const tally = tallies[c]!
      tally.tables++
      if (outcome !== null) tally.intervals++
      if (outcome === true) tally.held++
    })
  }
  return tallies
}

export function addTallies(a: readonly Tally[], b: readonly Tally[]): Tally[] {
  return a.map((one, c) => ({
    tables: one.tables + b[c]!.tables,
    intervals: one.intervals + b[c]!.intervals,
    held: one.held + b[c]!.held,
  }))
}
