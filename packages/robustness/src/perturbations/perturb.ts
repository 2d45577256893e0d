import { createRandom } from '@sluice/stats'
import type { ColumnKind } from '../columns/column.ts'
import { type Columns, columnPosition, rowCount } from '../columns/columns.ts'
import { perturbations } from './catalogue.ts'
import type { Perturbation } from './perturbation.ts'

/** What to change: `all` columns of a kind that the perturbation knows, those that hold numbers, or the named ones. */
export type ColumnChoice = 'all' | 'numeric' | 'category' | 'text' | readonly string[]

export interface PerturbationRequest {
  /** A name in {@link perturbations}. */
  readonly perturbation: string
  /** How much, in the perturbation's own unit, or `severity` 1 to 5. */
  readonly amount: number
  /** Default `all`. */
  readonly columns?: ColumnChoice | undefined
}

export interface PerturbOptions {
  readonly seed: number | string
  /** Columns that stay as they are whatever a request says. */
  readonly immutable?: readonly string[] | undefined
}

const kindsOfChoice: Readonly<Record<string, readonly ColumnKind[]>> = {
  numeric: ['number', 'integer'],
  category: ['category', 'boolean'],
  text: ['text'],
}

/**
 * The table with one perturbation applied. Row order, column order and kinds stay; so do immutable columns. Equal seeds give
 * equal tables, and a column changes in the same way whatever other columns there are.
 *
 * @throws {RangeError} for an unknown perturbation, an amount that it does not accept, a named column that does not exist
 *   or is of a kind that it cannot change, or where no column is left to change
 */
export function perturb(columns: Columns, request: PerturbationRequest, options: PerturbOptions): Columns {
  rowCount(columns)
  const perturbation = perturbationNamed(request.perturbation)
  if (!perturbation.accepts(request.amount)) {
    throw new RangeError(
      `The amount of ${perturbation.name} is ${request.amount}; it takes ${perturbation.amounts}. ${perturbation.summary}`,
    )
  }
  const targets = targetsOf(columns, perturbation, request.columns ?? 'all', options.immutable ?? [])
  return perturbation.change(columns, targets, request.amount, (column) =>
    createRandom(`${options.seed} ${perturbation.name} ${column}`),
  )
}

/**
 * The amount that a perturbation has at a severity, as in the corruption benchmarks (Hendrycks & Dietterich 2019).
 *
 * @param severity a whole number from 1 to 5
 */
export function amountAt(perturbation: string, severity: number): number {
  const amount = perturbationNamed(perturbation).severities[severity - 1]
  if (amount === undefined) throw new RangeError(`The severity is ${severity}; severities are 1, 2, 3, 4 and 5`)
  return amount
}

function perturbationNamed(name: string): Perturbation {
  const found = perturbations.get(name)
  if (found === undefined) {
    throw new RangeError(`There is no perturbation ${name}; there are ${[...perturbations.keys()].join(', ')}`)
  }
  return found
}

function targetsOf(
  columns: Columns,
  perturbation: Perturbation,
  choice: ColumnChoice,
  immutable: readonly string[],
): number[] {
  const chosen = typeof choice === 'string' ? positionsOfChoice(columns, choice) : named(columns, perturbation, choice)
  const targets = chosen.filter(
    (position) => perturbation.kinds.includes(columns[position]!.kind) && !immutable.includes(columns[position]!.name),
  )
  if (targets.length > 0) return targets
  throw new RangeError(
    `${perturbation.name} has no column to change: it takes columns of kind ${perturbation.kinds.join(', ')}` +
      `${immutable.length === 0 ? '' : `, and ${immutable.join(', ')} must stay`}; there are ${describe(columns)}`,
  )
}

function positionsOfChoice(columns: Columns, choice: string): number[] {
  const kinds = kindsOfChoice[choice]
  return [...columns.keys()].filter((position) => kinds?.includes(columns[position]!.kind) ?? true)
}

function named(columns: Columns, perturbation: Perturbation, names: readonly string[]): number[] {
  return names.map((name) => {
    const position = columnPosition(columns, name)
    const { kind } = columns[position]!
    if (perturbation.kinds.includes(kind)) return position
    throw new RangeError(
      `${perturbation.name} cannot change ${name}, a column of kind ${kind}; it takes ${perturbation.kinds.join(', ')}`,
    )
  })
}

function describe(columns: Columns): string {
  return columns.map(({ name, kind }) => `${name} (${kind})`).join(', ')
}
