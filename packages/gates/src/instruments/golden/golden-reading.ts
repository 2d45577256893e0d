import type { Estimate } from '@sluice/metrics'
import { effectiveSampleSize } from '@sluice/stats'
import { type InputFault, inputError } from '../../measure/input-error.ts'
import type { GoldenSet } from './read-golden-set.ts'

/** A value with what a reader should know of it. */
export interface GoldenReading {
  readonly estimate: Estimate
  readonly note?: string
}

const counted = 'it counts these rows and estimates nothing'

export function effectiveRows({ weights, table }: GoldenSet): number {
  return weights === undefined ? table.rows : effectiveSampleSize(weights)
}

export function lacking({ definition }: GoldenSet, metric: string, what: string, hint: string) {
  const { name, location } = definition
  const fault: InputFault = {
    code: 'golden-set',
    message: `${metric} of '${name}': ${what}`,
    hint,
    location,
    path: `datasets.${name}`,
  }
  return inputError(fault)
}

export function without(set: GoldenSet, value: number, noInterval = counted): Estimate {
  return {
    value,
    uncertainty: null,
    noInterval,
    rows: set.table.rows,
    positives: null,
    effectiveRows: effectiveRows(set),
  }
}

export function absent(set: GoldenSet, note: string): GoldenReading {
  const { noInterval: _, ...estimate } = without(set, 0)
  return { estimate: { ...estimate, value: null, undefinedBecause: 'empty' }, note }
}

export function wilson(successes: number, trials: number) {
  return { kind: 'proportion', method: 'wilson', successes, trials } as const
}

/** The share of rows that are 1; anything else, missing too, counts as not. */
export function shareOf(set: GoldenSet, flags: Uint8Array | Float64Array): GoldenReading {
  let rows = 0
  for (const flag of flags) if (flag === 1) rows++
  return { estimate: { ...without(set, rows / flags.length), uncertainty: wilson(rows, flags.length) } }
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`
}
