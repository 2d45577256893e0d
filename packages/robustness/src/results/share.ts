import type { Estimate } from '@sluice/metrics'
import { robustStandardError, sum } from '@sluice/stats'

/** Trials and hits of each row. A row's trials are dependent: they are the same row, changed in several ways. */
export interface RowTrials {
  readonly hits: Float64Array
  readonly trials: Float64Array
  /** One id a row, where rows depend on one another too. */
  readonly clusters?: ArrayLike<number> | undefined
}

/**
 * The share of trials that hit, with a Wilson interval for the effective number of trials: p(1 − p)/se² with the standard
 * error that lets a row's (or a cluster's) trials depend on each other; where p is 0 or 1, (Σt)²/Σt² over rows or clusters.
 *
 * @returns `rows` counts the rows with a trial; without one there is no value
 */
export function shareOf({ hits, trials, clusters }: RowTrials): Estimate {
  const tried = sum(trials)
  const rows = trials.reduce((counted, t) => counted + (t > 0 ? 1 : 0), 0)
  const counts = { rows, positives: null, effectiveRows: rows }
  if (tried === 0) return { ...counts, value: null, undefinedBecause: 'empty', uncertainty: null }
  const value = sum(hits) / tried
  const effective = effectiveTrials({ hits, trials, clusters }, value, tried)
  if (effective === null) return { ...counts, value, uncertainty: null, noInterval: 'one cluster holds all rows' }
  return {
    ...counts,
    value,
    uncertainty: { kind: 'proportion', method: 'wilson', successes: value * effective, trials: effective },
  }
}

function effectiveTrials({ hits, trials, clusters }: RowTrials, value: number, tried: number): number | null {
  if (clusters === undefined && trials.every((t) => t <= 1)) return tried
  const units = clusters ?? trials.map((_, row) => row)
  if (value === 0 || value === 1) return tried ** 2 / squaredTotals(trials, units)
  const phi = hits.map((hit, row) => ((hit - value * trials[row]!) * hits.length) / tried)
  const robust = robustStandardError(phi, units)
  if (robust === null) return null
  return robust.standardError === 0 ? tried : Math.min(tried, (value * (1 - value)) / robust.standardError ** 2)
}

function squaredTotals(trials: Float64Array, units: ArrayLike<number>): number {
  const totals = new Map<number, number>()
  trials.forEach((t, row) => {
    totals.set(units[row]!, (totals.get(units[row]!) ?? 0) + t)
  })
  return [...totals.values()].reduce((squares, total) => squares + total ** 2, 0)
}
