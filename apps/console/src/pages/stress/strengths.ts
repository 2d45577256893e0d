import type { StressEvidence, StressVariant } from '@sluice/gates'
import { shortNumber } from '../../wording/index.ts'

/** One perturbation in its strengths, the weakest first. */
export interface PerturbationRun {
  readonly perturbation: string
  readonly columns: StressVariant['columns']
  /** By severity, or by amounts of its own. */
  readonly by: 'severity' | 'amount'
  readonly strengths: readonly StressVariant[]
  /** How many strengths lie below no change at all, which for a factor is 1. */
  readonly below: number
}

/** The variants of a suite as runs: a perturbation on other columns is another run. */
export function perturbationRuns({ variants }: Pick<StressEvidence, 'variants'>): readonly PerturbationRun[] {
  const runs = new Map<string, StressVariant[]>()
  for (const variant of variants) {
    const key = JSON.stringify([variant.perturbation, variant.columns, variant.severity === null])
    runs.set(key, [...(runs.get(key) ?? []), variant])
  }
  return [...runs.values()].map((strengths) => {
    const { perturbation, columns, severity } = strengths[0]!
    const noChange = perturbation === 'unit_mistake' ? 1 : 0
    return {
      perturbation,
      columns,
      by: severity === null ? 'amount' : 'severity',
      strengths: strengths.toSorted((a, b) => (a.severity ?? a.amount) - (b.severity ?? b.amount)),
      below: severity === null ? strengths.filter(({ amount }) => amount < noChange).length : 0,
    }
  })
}

/** Where a strength stands on the axis of its run: rows as they are have the place `below`. */
export function placeOf({ below }: PerturbationRun, at: number): number {
  return at < below ? at : at + 1
}

/** `Unit mistake`. */
export function perturbationName(perturbation: string): string {
  const words = perturbation.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `all columns`, `numeric columns`, `limit_bal`, `limit_bal and 3 more columns`. */
export function columnWords(columns: StressVariant['columns']): string {
  if (typeof columns === 'string') return `${columns} columns`
  const [first, ...more] = columns
  return more.length === 0 ? (first ?? 'no column') : `${first} and ${more.length} more`
}

/** `Severity 3, amount 0.1`. */
export function strengthWords({ severity, amount }: StressVariant): string {
  return severity === null ? `Amount ${shortNumber(amount)}` : `Severity ${severity}, amount ${shortNumber(amount)}`
}
