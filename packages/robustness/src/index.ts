export { type AttackOptions, attack } from './attacks/attack.ts'
export type { AttackMethod, AttackResult } from './attacks/attack-result.ts'
export type { FeatureRules } from './attacks/feature-space.ts'
export {
  type Cell,
  type Column,
  type ColumnKind,
  cellAt,
  type DiscreteColumn,
  type NumericColumn,
} from './columns/column.ts'
export { type Columns, changedNames, rowAt, rowCount, takeRows } from './columns/columns.ts'
export type { Direction, Directions } from './expectations/directional.ts'
export { decisionsOf, noDecision, type ScoreMatrix, type ScoreRows, type Scores } from './expectations/scores.ts'
export { perturbations } from './perturbations/catalogue.ts'
export {
  amountAt,
  type ColumnChoice,
  type PerturbationRequest,
  type PerturbOptions,
  perturb,
} from './perturbations/perturb.ts'
export type { Perturbation } from './perturbations/perturbation.ts'
export {
  type CorruptionErrorOptions,
  type CorruptionErrors,
  type ModelErrors,
  relativeCorruptionError,
} from './results/corruption-error.ts'
export { robustAccuracy } from './results/robust-accuracy.ts'
export { type RowTrials, shareOf } from './results/share.ts'
export { type SliceCodes, type SliceShare, sliceShares, worstSlice } from './results/slice-shares.ts'
export { medianSmallestChange } from './results/smallest-change.ts'
export { type ScoredColumns, type WorstCase, WorstCases } from './results/worst-cases.ts'
export { runSuite } from './suites/run-suite.ts'
export type {
  Expectations,
  StressResult,
  StressSuite,
  SuiteAttack,
  SuiteOptions,
  SuitePerturbation,
  VariantResult,
} from './suites/suite.ts'
export type { DeclaredRange } from './synthetic/declared-range.ts'
export { corners, latinHypercube, type SyntheticOptions } from './synthetic/synthetic-rows.ts'
