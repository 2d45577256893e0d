import { quantiles } from '@sluice/stats'
import { NeighbourIndex } from './neighbour-index.ts'
import type { Feature, FeatureRows } from './shared-features.ts'

/** Which rows are found again. */
export interface RowMatches {
  /** 1 where another row has the same value of every feature. */
  readonly exact: Uint8Array
  /** 1 where another row is the same or near. */
  readonly near: Uint8Array
}

export interface MatchOptions {
  /**
   * How far apart near rows are on average over the numbers, each scaled by its range from the 5th to the 95th percentile
   * (Gower's distance without its cap). Default 0.01.
   */
  readonly tolerance?: number
}

export const defaultTolerance = 0.01

/** The scale of each feature that is a number; 1 for categories. */
export function featureScales(features: readonly Feature[], reference: FeatureRows): Float64Array {
  return Float64Array.from(features, ({ kind }, f) => {
    if (kind === 'category') return 1
    const present = reference.columns[f].filter((value) => Number.isFinite(value))
    const [least, low, high, greatest] = quantiles(present, [0, 0.05, 0.95, 1]) ?? [0, 0, 1, 1]
    return high > low ? high - low : greatest > least ? greatest - least : 1
  })
}

/**
 * Rows that occur in another table, exactly or nearly: leakage of a test into training. Near rows agree in every category and
 * in what is missing, and their numbers differ by at most `tolerance` on average. Exact for both; O((n + m) log n) as long as
 * few rows are near each other.
 */
export function matchesIn(
  rows: FeatureRows,
  others: FeatureRows,
  features: readonly Feature[],
  scales: Float64Array,
  options: MatchOptions = {},
): RowMatches {
  return matches(rows, others, features, scales, options, () => true)
}

/** Rows that repeat an earlier row of the same table, exactly or nearly; of a pair one is counted. */
export function repeatedRows(
  rows: FeatureRows,
  features: readonly Feature[],
  scales: Float64Array,
  options: MatchOptions = {},
): RowMatches {
  return matches(rows, rows, features, scales, options, (row, other) => other < row)
}

function matches(
  rows: FeatureRows,
  others: FeatureRows,
  features: readonly Feature[],
  scales: Float64Array,
  { tolerance = defaultTolerance }: MatchOptions,
  counts: (row: number, other: number) => boolean,
): RowMatches {
  const numbers = [...features.keys()].filter((f) => features[f].kind === 'number')
  const wanted = new Set(blocksOf(rows, features).keys())
  const points = scaledPoints(others, numbers, scales)
  const indexes = new Map<string, NeighbourIndex>()
  for (const [block, members] of blocksOf(others, features)) {
    if (wanted.has(block)) indexes.set(block, new NeighbourIndex(points, numbers.length, Uint32Array.from(members)))
  }
  const queries = rows === others ? points : scaledPoints(rows, numbers, scales)
  const exact = new Uint8Array(rows.rows)
  const near = new Uint8Array(rows.rows)
  for (const [block, members] of blocksOf(rows, features)) {
    const index = indexes.get(block)
    if (index === undefined) continue
    for (const row of members) {
      const find = (distance: number) =>
        index.find(queries, row * numbers.length, distance, (other) => counts(row, other)) >= 0
      if (!find(tolerance * numbers.length)) continue
      near[row] = 1
      if (find(0)) exact[row] = 1
    }
  }
  return { exact, near }
}

/** Rows by what must agree whole: their categories, which values are missing, and infinite numbers. */
function blocksOf({ rows, columns }: FeatureRows, features: readonly Feature[]): Map<string, number[]> {
  const blocks = new Map<string, number[]>()
  for (let row = 0; row < rows; row++) {
    let key = ''
    for (let f = 0; f < features.length; f++) {
      const value = columns[f][row]
      if (features[f].kind === 'category' || !Number.isFinite(value)) key += `${f}:${value};`
    }
    const members = blocks.get(key)
    if (members === undefined) blocks.set(key, [row])
    else members.push(row)
  }
  return blocks
}

/** Scaled numbers, row-major; a value that is no finite number is settled by the row's block and counts nothing here. */
function scaledPoints({ rows, columns }: FeatureRows, numbers: readonly number[], scales: Float64Array): Float64Array {
  const points = new Float64Array(rows * numbers.length)
  numbers.forEach((f, axis) => {
    const column = columns[f]
    for (let row = 0; row < rows; row++) {
      if (Number.isFinite(column[row])) points[row * numbers.length + axis] = column[row] / scales[f]
    }
  })
  return points
}
