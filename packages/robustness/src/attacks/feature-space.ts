import { quantile } from '@sluice/stats'
import { type Cell, type Column, distinctCells, isNumeric, type NumericColumn } from '../columns/column.ts'
import { type Columns, columnPosition } from '../columns/columns.ts'

/** What an attacker may do to a row. Everything else stays as it is. */
export interface FeatureRules {
  /** The values that a column may take, ends included. Default: from its lowest to its highest value in the rows. */
  readonly bounds?: Readonly<Record<string, readonly [number, number]>>
  /** The categories that a column may take. Default: those that occur in the rows. */
  readonly categories?: Readonly<Record<string, readonly Exclude<Cell, null>[]>>
  /** The unit of changes: `range` (default), from the lower to the upper bound, or the `iqr` of the rows. */
  readonly unit?: 'range' | 'iqr'
  /** How far a number may move from where it is, in units. Default: as far as its bounds. */
  readonly maxChange?: number
  /** Columns that nobody can change. */
  readonly immutable?: readonly string[]
  /** Columns that only grow, or only shrink: an age, a count of payments made. */
  readonly monotone?: Readonly<Record<string, 'increasing' | 'decreasing'>>
}

export interface NumericFeature {
  readonly kind: 'number' | 'integer'
  readonly column: number
  readonly lower: number
  readonly upper: number
  readonly unit: number
  readonly direction: 'increasing' | 'decreasing' | null
}

export interface CategoryFeature {
  readonly kind: 'category'
  readonly column: number
  readonly cells: readonly Exclude<Cell, null>[]
}

/** A column that may change. */
export type Feature = NumericFeature | CategoryFeature

/** The features of a table under some rules, in the order of its columns. */
export interface FeatureSpace {
  readonly features: readonly Feature[]
  readonly maxChange: number
}

/**
 * Reads the rules against the rows. Texts and columns of one value are left out, since there is nothing to change.
 *
 * @throws {RangeError} for a rule about a column that does not exist or is of another kind, bounds out of order, or no
 *   column left to change
 */
export function featureSpace(columns: Columns, rules: FeatureRules): FeatureSpace {
  requireRules(columns, rules)
  const features = columns.flatMap((column, position) => {
    if (rules.immutable?.includes(column.name)) return []
    const feature = isNumeric(column)
      ? numericFeature(column, position, rules)
      : categoryFeature(column, position, rules)
    return feature === null ? [] : [feature]
  })
  if (features.length === 0) {
    throw new RangeError('No column is left to change: all are immutable, texts, or have a single value')
  }
  return { features, maxChange: rules.maxChange ?? Infinity }
}

function numericFeature(column: NumericColumn, position: number, rules: FeatureRules): NumericFeature | null {
  const values = column.values.filter(Number.isFinite)
  const [lower, upper] = rules.bounds?.[column.name] ?? [least(values), -least(values.map((value) => -value))]
  const unit = unitOf(values, upper - lower, rules.unit ?? 'range')
  if (!(upper > lower) || !(unit > 0)) return null
  return {
    kind: column.kind === 'number' ? 'number' : 'integer',
    column: position,
    lower,
    upper,
    unit,
    direction: rules.monotone?.[column.name] ?? null,
  }
}

/** The interquartile range, or the whole range where half of the rows are equal. */
function unitOf(values: Float64Array, range: number, unit: 'range' | 'iqr'): number {
  const middle = unit === 'iqr' && values.length > 0 ? quantile(values, 0.75)! - quantile(values, 0.25)! : 0
  return middle > 0 ? middle : range
}

function categoryFeature(column: Column, position: number, rules: FeatureRules): CategoryFeature | null {
  if (column.kind === 'text') return null
  const cells = rules.categories?.[column.name] ?? (column.kind === 'boolean' ? [false, true] : distinctCells(column))
  return cells.length < 2 ? null : { kind: 'category', column: position, cells }
}

function least(values: Float64Array): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Infinity)
}

function requireRules(columns: Columns, rules: FeatureRules): void {
  const kindOf = (name: string) => columns[columnPosition(columns, name)]!
  for (const name of rules.immutable ?? []) kindOf(name)
  for (const name of Object.keys(rules.monotone ?? {})) {
    if (!isNumeric(kindOf(name)))
      throw new RangeError(`${name} is of kind ${kindOf(name).kind}; only numbers grow or shrink`)
  }
  for (const [name, [lower, upper]] of Object.entries(rules.bounds ?? {})) {
    if (!isNumeric(kindOf(name)))
      throw new RangeError(`${name} is of kind ${kindOf(name).kind}; only numbers have bounds`)
    if (!(Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper)) {
      throw new RangeError(`${name} is bounded from ${lower} to ${upper}; bounds are finite and in order`)
    }
  }
  for (const name of Object.keys(rules.categories ?? {})) {
    if (kindOf(name).kind !== 'category')
      throw new RangeError(`${name} is of kind ${kindOf(name).kind}; it has no categories`)
  }
  if (rules.maxChange !== undefined && !(rules.maxChange > 0)) {
    throw new RangeError(`The largest change is ${rules.maxChange}; give a number above 0`)
  }
}
