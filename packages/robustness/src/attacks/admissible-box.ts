import { asKind, cellAt, isNumeric } from '../columns/column.ts'
import type { Columns } from '../columns/columns.ts'
import type { FeatureSpace, NumericFeature } from './feature-space.ts'

/** A row in a feature space: numbers in their own units, categories by their place in the list. */
export type Point = Float64Array

/** What one row can become: it can be sampled, and any position is brought to the nearest point in it. */
export interface AdmissibleBox {
  readonly space: FeatureSpace
  readonly origin: Point
  /** Ends a feature, natural units. Equal ends: the feature stays (a missing value, say). */
  readonly lower: Point
  readonly upper: Point
}

/** A change of category counts like a number that moves by one unit: both of its coordinates move by this. */
const halfSquare = Math.SQRT1_2

/** Closer than this (in units) to where it was, a number has not moved. */
const unmoved = 1e-12

/** The box about a row. A value outside its bounds may stay there, and move towards them. */
export function admissibleBox(space: FeatureSpace, columns: Columns, row: number): AdmissibleBox {
  const size = space.features.length
  const [origin, lower, upper] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  space.features.forEach((feature, i) => {
    const cell = cellAt(columns[feature.column]!, row)
    if (feature.kind === 'category') {
      const code = feature.cells.indexOf(cell as Exclude<typeof cell, null>)
      origin[i] = code
      lower[i] = code === -1 ? code : 0
      upper[i] = code === -1 ? code : feature.cells.length - 1
      return
    }
    origin[i] = cell === null ? Number.NaN : Number(cell)
    const ends =
      cell === null || !Number.isFinite(origin[i])
        ? [origin[i]!, origin[i]!]
        : endsOf(feature, origin[i]!, space.maxChange)
    lower[i] = ends[0]!
    upper[i] = ends[1]!
  })
  return { space, origin, lower, upper }
}

function endsOf(feature: NumericFeature, value: number, maxChange: number): [number, number] {
  const reach = maxChange * feature.unit
  let lower = Math.max(Math.min(feature.lower, value), value - reach)
  let upper = Math.min(Math.max(feature.upper, value), value + reach)
  if (feature.kind === 'integer') {
    lower = Math.min(value, Math.ceil(lower))
    upper = Math.max(value, Math.floor(upper))
  }
  return [feature.direction === 'increasing' ? value : lower, feature.direction === 'decreasing' ? value : upper]
}

/** Whether a feature of this row can move at all. */
export function isFree({ lower, upper }: AdmissibleBox, feature: number): boolean {
  return upper[feature]! > lower[feature]!
}

/** The admissible point nearest to a position; features that stay do so to the last bit. */
export function nearestPoint(box: AdmissibleBox, position: Float64Array): Point {
  const { space, origin } = box
  let at = 0
  return origin.map((start, i) => {
    const feature = space.features[i]!
    const from = at
    at += feature.kind === 'category' ? feature.cells.length : 1
    if (!isFree(box, i)) return start
    if (feature.kind === 'category') return highest(position, from, at)
    return settled(box, i, position[from]! * feature.unit)
  })
}

/** A number brought into the box of its feature. */
export function settled({ space, origin, lower, upper }: AdmissibleBox, i: number, value: number): number {
  const feature = space.features[i] as NumericFeature
  if (Math.abs(value - origin[i]!) <= unmoved * feature.unit) return origin[i]!
  const whole = asKind(feature.kind, value)
  return Math.min(Math.max(whole, lower[i]!), upper[i]!)
}

/** Where a point lies: numbers in units, categories as one coordinate each, so that a change of category has length 1. */
export function positionOf({ space }: AdmissibleBox, point: Point): Float64Array {
  const coordinates: number[] = []
  space.features.forEach((feature, i) => {
    if (feature.kind === 'category') {
      for (let code = 0; code < feature.cells.length; code++) coordinates.push(code === point[i] ? halfSquare : 0)
    } else coordinates.push(Number.isFinite(point[i]!) ? point[i]! / feature.unit : 0)
  })
  return Float64Array.from(coordinates)
}

/** How far a feature moved, in units; a category moves by 1. */
export function moved({ space, origin }: AdmissibleBox, point: Point, i: number): number {
  if (Object.is(point[i], origin[i])) return 0
  const feature = space.features[i]!
  return feature.kind === 'category' ? 1 : Math.abs(point[i]! - origin[i]!) / feature.unit
}

/** The Euclidean length of a change, in units. */
export function changeOf(box: AdmissibleBox, point: Point): number {
  let squares = 0
  for (let i = 0; i < point.length; i++) squares += moved(box, point, i) ** 2
  return Math.sqrt(squares)
}

/**
 * How far a search about a row reaches, in units: every change up to there was open to it. That is the largest change of a
 * number where the rules state one, else the length of the farthest admissible change.
 */
export function reachOf(box: AdmissibleBox): number {
  const { space, origin, lower, upper } = box
  if (Number.isFinite(space.maxChange)) return space.maxChange
  const farthest = origin.map((start, i) => (upper[i]! - start > start - lower[i]! ? upper[i]! : lower[i]!))
  let squares = 0
  space.features.forEach((feature, i) => {
    if (isFree(box, i)) squares += feature.kind === 'category' ? 1 : moved(box, farthest, i) ** 2
  })
  return Math.sqrt(squares)
}

/** The rows of a table with the features of points written over them, one output row a point. */
export function writePoints(
  columns: Columns,
  space: FeatureSpace,
  points: readonly { readonly row: number; readonly point: Point }[],
): Columns {
  const featureOf = new Map(space.features.map((feature, i) => [feature.column, i]))
  return columns.map((column, position) => {
    const i = featureOf.get(position)
    const feature = i === undefined ? undefined : space.features[i]!
    if (isNumeric(column)) {
      return {
        ...column,
        values: Float64Array.from(points, ({ row, point }) => (i === undefined ? column.values[row]! : point[i]!)),
      }
    }
    const values = points.map(({ row, point }) =>
      feature?.kind === 'category' && point[i!]! >= 0 ? feature.cells[point[i!]!]! : column.values[row]!,
    )
    return { ...column, values }
  })
}

function highest(position: Float64Array, from: number, to: number): number {
  let best = from
  for (let i = from + 1; i < to; i++) if (position[i]! > position[best]!) best = i
  return best - from
}
