import type { Estimate } from '@sluice/metrics'
import type { AttackMethod, AttackResult } from '../attacks/attack-result.ts'
import type { FeatureRules } from '../attacks/feature-space.ts'
import type { Directions } from '../expectations/directional.ts'
import type { ScoreRows } from '../expectations/scores.ts'
import type { ColumnChoice } from '../perturbations/perturb.ts'
import type { SliceCodes, SliceShare } from '../results/slice-shares.ts'
import type { WorstCase } from '../results/worst-cases.ts'

/** One perturbation in one or more strengths. */
export interface SuitePerturbation {
  /** A name in `perturbations`. */
  readonly perturbation: string
  /** Strengths in the perturbation's own unit; or `severities` 1 to 5, all five by default. */
  readonly amounts?: readonly number[] | undefined
  readonly severities?: readonly number[] | undefined
  readonly columns?: ColumnChoice | undefined
}

/** What must hold of every changed row. Without any, the decision must stay. */
export interface Expectations {
  /** The most that any score of a row may change. */
  readonly invariantWithin?: number | undefined
  /** The way in which the (single) score must not go against when a column grows or shrinks and nothing else changes. */
  readonly directional?: Directions | undefined
}

export interface SuiteAttack {
  readonly method: AttackMethod
  readonly queries: number
  readonly rules?: FeatureRules | undefined
}

/** How a model is put under stress. */
export interface StressSuite {
  readonly perturb?: readonly SuitePerturbation[] | undefined
  readonly expect?: Expectations | undefined
  readonly attack?: SuiteAttack | undefined
}

export interface SuiteOptions {
  readonly seed: number | string
  /** Where a single score means class 1. Default 0.5. */
  readonly threshold?: number | undefined
  /** The right class of each row: 0 and 1 for a single score, else from 0 on. */
  readonly labels?: ArrayLike<number> | undefined
  /** Columns that neither a perturbation nor an attack changes. */
  readonly immutable?: readonly string[] | undefined
  /** One id a row, where rows depend on one another. */
  readonly clusters?: ArrayLike<number> | undefined
  readonly slices?: readonly SliceCodes[] | undefined
  /** Slices of fewer rows are never called the worst. Default 30. */
  readonly leastSliceRows?: number | undefined
  /** Another model on the same rows, for the relative corruption error. */
  readonly reference?: ScoreRows | undefined
  /** Worst cases to keep. Default 10. */
  readonly keep?: number | undefined
}

/** What one perturbation did in one strength. The shares are of the rows that it changed. */
export interface VariantResult {
  readonly perturbation: string
  readonly amount: number
  /** `null` where the amount was given as such. */
  readonly severity: number | null
  readonly changedRows: number
  /** Changed rows that the model no longer gives a score; they count as failed and flipped. */
  readonly unscored: number
  /** The mean over changed rows of the largest change of a score. */
  readonly meanChange: Estimate
  readonly failureRate: Estimate
  readonly flipRate: Estimate
  /** Among the rows of which a direction is expected. */
  readonly directionalViolations: Estimate
  /** The share of all rows decided rightly; `null` without labels. */
  readonly accuracy: Estimate | null
}

/** What a suite found. Trials of one row depend on each other, which the intervals take into account. */
export interface StressResult {
  readonly rows: number
  /** Rows that the model gives no score as they are: whatever changes them, they count as failed and flipped. */
  readonly unscored: number
  /** The share of rows decided rightly as they are; `null` without labels. */
  readonly cleanAccuracy: Estimate | null
  readonly variants: readonly VariantResult[]
  /** Of all trials (a row that a variant changed, or an attacked row): the share that failed. */
  readonly failureRate: Estimate
  /** The same for decisions that changed. */
  readonly flipRate: Estimate
  readonly directionalViolations: Estimate
  /** The share of rows decided rightly as they are and under everything that was done; `null` without labels. */
  readonly robustAccuracy: Estimate | null
  /** `null` without labels or a reference. */
  readonly relativeCorruptionError: Estimate | null
  /** The failure rate of every slice. */
  readonly slices: readonly SliceShare[]
  /** The flip rate of every slice, in the same order; so are those below. */
  readonly flipSlices: readonly SliceShare[]
  readonly violationSlices: readonly SliceShare[]
  /** `null` without labels. */
  readonly robustSlices: readonly SliceShare[] | null
  /** The one with the highest; chosen among many, so more likely too high than too low. */
  readonly worstSlice: SliceShare | null
  /** The rows whose scores moved most, worst first. */
  readonly worstCases: readonly WorstCase[]
  readonly attack: AttackResult | null
}
