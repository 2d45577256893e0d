import type { Estimate } from '@sluice/metrics'
import type { Columns } from '../columns/columns.ts'
import type { WorstCase } from '../results/worst-cases.ts'

export type AttackMethod = 'hop_skip_jump' | 'square'

/** What an attack found. All of it bounds robustness from above: a longer search may find more. */
export interface AttackResult {
  readonly method: AttackMethod
  readonly queriesPerRow: number
  /** Rows that were attacked: those that the model decides at all. */
  readonly attacked: number
  /** Rows that the model was asked to score: once each as they are, then by the searches. */
  readonly queries: { readonly clean: number; readonly search: number; readonly mostOfOneRow: number }
  /** The share of attacked rows whose decision could be changed. */
  readonly successRate: Estimate
  /** The share of rows decided rightly whatever the attack did; `null` without labels. */
  readonly robustAccuracy: Estimate | null
  /** The median over attacked rows of the smallest change that flips them, in units (see `FeatureRules.unit`). */
  readonly medianChange: Estimate
  /**
   * Where that median does not exist, since at least half of the rows withstood: a lower bound of it, each of those rows taken
   * at how far its search could go. Else `null`.
   */
  readonly leastMedianChange: Estimate | null
  /** 1 for each row whose decision could be changed. */
  readonly flipped: Float64Array
  /** The smallest change of each row: `Infinity` where none was found, NaN where the row was not attacked. */
  readonly changes: Float64Array
  /** The rows as the smallest changes leave them; a row that did not flip is as it was. */
  readonly columns: Columns
  /** The rows that flip by the smallest changes. */
  readonly worstCases: readonly WorstCase[]
}
