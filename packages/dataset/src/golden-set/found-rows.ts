import { ChanceNeighbours } from './chance-neighbours.ts'
import { nearestDistances } from './nearest-rows.ts'
import {
  type Comparison,
  type MatchOptions,
  matchesIn,
  matchOptions,
  type RowMatches,
  repeatedRows,
} from './row-matches.ts'
import type { FeatureRows } from './shared-features.ts'

/** Rows that are found again, beside what chance finds. */
export interface FoundRows extends RowMatches {
  /** How far apart near rows are at most: the tolerance asked for, or less where chance brings neighbours within it. */
  readonly tolerance: number
  /** `null` where texts are compared, which are not alike by chance. */
  readonly chance: ChanceRates | null
}

/** The shares of rows that find another by chance, of so many rows that were looked up. */
export interface ChanceRates {
  readonly exact: number
  readonly near: number
  readonly lookedUp: number
}

/** Chance may bring one match to one golden set in twenty. */
const expectedByChance = 0.05
/** Chance rates at which near rows are looked for as well, as long as they are many more than chance brings. */
const commonRates = [0.001, 0.01, 0.1]
/** Populations differ in how crowded they are; so many times chance is not that. */
const timesChance = 2
/** Standard errors above chance. */
const clearly = 3

/**
 * Golden rows that a table to be kept apart from holds, exactly or nearly: in any of some tables. In few features strangers
 * lie near each other, so near is as far as chance brings no match; or farther, where many more rows match than chance brings.
 *
 * @param population what the golden rows are drawn from: how near its rows lie to each other is chance
 */
export function leakedRows(
  rows: FeatureRows,
  tables: readonly FeatureRows[],
  population: FeatureRows,
  comparison: Comparison,
  options: MatchOptions = {},
): FoundRows {
  if (comparesTexts(comparison)) {
    const found = tables.map((table) => matchesIn(rows, table, comparison, options))
    return { exact: anyOf(found, 'exact'), near: anyOf(found, 'near'), ...withoutChance(options) }
  }
  const within = matchOptions(options).tolerance
  const each = tables.map((table, t) => {
    const chance = { size: table.rows, within, seed: `${comparison.seed} chance ${t}` }
    return beyondChance(
      nearestDistances(rows, table, comparison, { within }),
      new ChanceNeighbours(population, comparison, chance),
      { within, expected: expectedByChance / tables.length },
    )
  })
  const none = (rate: 'exact' | 'near') => each.reduce((share, { chance }) => share * (1 - chance[rate]), 1)
  return {
    exact: anyOf(each, 'exact'),
    near: anyOf(each, 'near'),
    tolerance: Math.max(...each.map(({ tolerance }) => tolerance)),
    chance: {
      exact: 1 - none('exact'),
      near: 1 - none('near'),
      lookedUp: Math.min(...each.map(({ chance }) => chance.lookedUp)),
    },
  }
}

/**
 * Golden rows that repeat an earlier one, exactly or nearly, held against how often rows of what the set represents do.
 *
 * @param population what chance is taken from
 */
export function repeatedBeyondChance(
  rows: FeatureRows,
  population: FeatureRows,
  comparison: Comparison,
  options: MatchOptions = {},
): FoundRows {
  if (comparesTexts(comparison)) return { ...repeatedRows(rows, comparison, options), ...withoutChance(options) }
  const within = matchOptions(options).tolerance
  // A row has half of the others before it.
  const chance = { size: Math.ceil((rows.rows - 1) / 2), within, seed: `${comparison.seed} chance` }
  return beyondChance(
    nearestDistances(rows, rows, comparison, { within, own: 'earlier' }),
    new ChanceNeighbours(population, comparison, chance),
    { within, expected: expectedByChance },
  )
}

interface Allowed {
  readonly within: number
  /** Golden rows that chance may find. */
  readonly expected: number
}

/** Marks rows by the distance that tells most copies from strangers. */
function beyondChance(distances: Float64Array, chance: ChanceNeighbours, { within, expected }: Allowed) {
  const share = (distance: number) => distances.reduce((n, d) => n + +(d <= distance), 0) / distances.length
  const quiet = chance.distanceAt(expected / distances.length, within)
  let tolerance = quiet
  let most = 0
  for (const distance of [...commonRates.map((rate) => chance.distanceAt(rate, within)), within]) {
    // None of a hundred may still be one of a hundred and one.
    const rate = Math.max(chance.rate(distance), 1 / chance.lookedUp)
    const error = Math.sqrt(rate * (1 - rate) * (1 / distances.length + 1 / chance.lookedUp))
    const more = share(distance) - share(quiet)
    if (more < timesChance * rate || more - rate <= Math.max(most, clearly * error)) continue
    most = more - rate
    tolerance = distance
  }
  const marked = (distance: number) => Uint8Array.from(distances, (d) => +(d <= distance))
  return {
    exact: marked(0),
    near: marked(tolerance),
    tolerance,
    chance: { exact: chance.rate(0), near: chance.rate(tolerance), lookedUp: chance.lookedUp },
  }
}

/** Copied texts are copies whatever the numbers beside them, and strangers do not write them. */
function comparesTexts({ features }: Comparison): boolean {
  return features.some(({ kind }) => kind === 'text')
}

function withoutChance(options: MatchOptions) {
  return { tolerance: matchOptions(options).tolerance, chance: null }
}

function anyOf(found: readonly RowMatches[], kind: keyof RowMatches): Uint8Array {
  return found[0][kind].map((_, row) => +found.some((one) => one[kind][row] === 1))
}
