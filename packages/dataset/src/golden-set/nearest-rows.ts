import { numberRows } from './numbered-rows.ts'
import { blockKey, type PlacedRows, placedRows, RowBlocks } from './row-blocks.ts'
import type { Comparison } from './row-matches.ts'
import type { FeatureRows } from './shared-features.ts'

/** Which rows are looked up, and which may be found. */
export interface NearestRequest {
  /** Row numbers to look up; default every row. */
  readonly lookedUp?: Uint32Array
  /** Row numbers of the other table that may be found; default every row. */
  readonly among?: Uint32Array
  /** Whether both tables are one, so that a row does not find itself: it finds others, or only rows before it. */
  readonly own?: 'others' | 'earlier'
  /** The mean difference of the numbers beyond which a row is not near. */
  readonly within: number
}

/**
 * How far away the nearest row of another table is: the mean difference of the scaled numbers, 0 where all are the same. Near
 * rows agree in every category and in what is missing, as in `matchesIn`; texts are not looked at.
 *
 * @returns one distance a row that is looked up, Infinity where no row is within reach
 */
export function nearestDistances(
  rows: FeatureRows,
  others: FeatureRows,
  { features, scales }: Comparison,
  { lookedUp = everyRow(rows), among = everyRow(others), own, within }: NearestRequest,
): Float64Array {
  const compared = [...features.keys()].filter((f) => features[f].kind !== 'text')
  const numbers = compared.filter((f) => features[f].kind === 'number')
  const tables = rows === others ? [rows] : [rows, others]
  const blocks = numberRows(tables.map((table) => ({ rows: table.rows, keyOf: blockKey(table, features, compared) })))
  const placed = tables.map((table, t): PlacedRows => placedRows(table, blocks[t], numbers, scales))
  const found = new RowBlocks(placed.at(-1)!, among)
  const axes = Math.max(1, numbers.length)
  const reach = within * numbers.length
  return Float64Array.from(
    lookedUp,
    (row) =>
      found.nearest(placed[0], row, {
        distance: reach,
        before: own === 'earlier' ? row : Infinity,
        except: own === 'others' ? row : -1,
      }) / axes,
  )
}

function everyRow({ rows }: FeatureRows): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row)
}
