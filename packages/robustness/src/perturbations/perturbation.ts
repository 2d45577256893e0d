import type { Random } from '@sluice/stats'
import {
  type Cell,
  type Column,
  type ColumnKind,
  type DiscreteColumn,
  isNumeric,
  type NumericColumn,
} from '../columns/column.ts'
import type { Columns } from '../columns/columns.ts'

/** A way in which inputs go wrong, with a strength. */
export interface Perturbation {
  readonly name: string
  /** One sentence that says what the amount is. */
  readonly summary: string
  /** The kinds of columns that it can change. */
  readonly kinds: readonly ColumnKind[]
  /** The amounts of severities 1 to 5, in rising order of harm. */
  readonly severities: readonly [number, number, number, number, number]
  /** What amounts there are, in words, and whether one is among them. */
  readonly amounts: string
  accepts(amount: number): boolean
  /**
   * The columns with some of them changed. Same seed, same change; a larger amount changes the same rows more, or more rows.
   *
   * @param targets positions of the columns that may change, each of a kind in `kinds`
   * @param randomOf the random numbers of one column: they do not depend on which other columns there are
   */
  change(columns: Columns, targets: readonly number[], amount: number, randomOf: (column: string) => Random): Columns
}

/** The change of a perturbation that treats each column by itself. */
export function byColumn(change: (column: Column, amount: number, random: Random) => Column): Perturbation['change'] {
  return (columns, targets, amount, randomOf) => {
    const chosen = new Set(targets)
    return columns.map((column, position) =>
      chosen.has(position) ? change(column, amount, randomOf(column.name)) : column,
    )
  }
}

/** The same for columns of numbers: a new value for each that is not missing. */
export function byNumber(
  change: (column: NumericColumn, amount: number, random: Random) => (value: number) => number,
): Perturbation['change'] {
  return byColumn((column, amount, random) => {
    if (!isNumeric(column)) return column
    const next = change(column, amount, random)
    return { ...column, values: column.values.map((value) => (Number.isNaN(value) ? value : next(value))) }
  })
}

/** The same for texts. */
export function byText(change: (text: string, amount: number, random: Random) => string): Perturbation['change'] {
  return byColumn((column, amount, random) => {
    if (isNumeric(column)) return column
    const values = column.values.map((cell) => (typeof cell === 'string' ? change(cell, amount, random) : cell))
    return { ...column, values }
  })
}

/** The same for a share of the cells of discrete columns, drawn cell by cell. */
export function byShare(
  change: (column: DiscreteColumn, random: Random) => (cell: Exclude<Cell, null>) => Cell,
): Perturbation['change'] {
  return byColumn((column, share, random) => {
    if (isNumeric(column)) return column
    const next = change(column, random)
    // The draw of a new value is made for every cell, so that a larger share changes the same cells and others.
    const values = column.values.map((cell) => {
      const drawn = random.uniform() < share
      const changed = cell === null ? null : next(cell)
      return drawn ? changed : cell
    })
    return { ...column, values }
  })
}

export const share = {
  amounts: 'a share above 0 and at most 1',
  accepts: (amount: number) => amount > 0 && amount <= 1,
}
export const positive = {
  amounts: 'a finite number above 0',
  accepts: (amount: number) => amount > 0 && amount < Infinity,
}
export function count(least: number) {
  return {
    amounts: `a whole number from ${least} on`,
    accepts: (amount: number) => Number.isSafeInteger(amount) && amount >= least,
  }
}
