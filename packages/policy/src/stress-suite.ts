import type { Location } from './model.ts'
import type { ModelCall } from './model-call.ts'

/** How a model is put under stress: rows of a dataset, what is done to them, and what must hold of its answers. */
export interface SuiteDefinition {
  readonly name: string
  readonly model: SuiteModel
  /** The model whose loss of accuracy is the unit of the relative corruption error. */
  readonly reference: SuiteModel | null
  /** The dataset whose rows are changed; of synthetic rows, the one that says of what type the columns are. */
  readonly on: string
  /** How many of its rows, drawn at random; all where there are fewer. Of synthetic rows how many are made. */
  readonly sample: number
  /** Absent where the rows are drawn from the dataset. */
  readonly synthetic?: SyntheticRows
  readonly perturb: readonly SuitePerturbation[]
  readonly expect: SuiteExpectations
  readonly attack: SuiteAttack | null
  /** Columns that nothing changes. */
  readonly immutable: readonly string[]
  /** Names of slice definitions by which the suite's section of the evidence shows failures. */
  readonly slices: readonly string[]
  /** Whether the worst rows, as they are and as they were changed, may leave the machine. */
  readonly shareCases: boolean
  readonly location: Location
}

/** Rows made up over declared ranges. */
export interface SyntheticRows {
  /** By column: of numbers and times two ends, ascending; else, or of categories, all values. */
  readonly ranges: Readonly<Record<string, readonly (string | number | boolean)[]>>
  /** Whether the corners of the ranges come on top, at most as many as `sample`. */
  readonly corners: boolean
}

/** A model of the policy, or one that only this suite knows. */
export interface SuiteModel {
  /** `null` where the suite has a call of its own. */
  readonly name: string | null
  readonly call: ModelCall
}

/** One perturbation in one or more strengths: amounts in its own unit, or severities 1 to 5. */
export interface SuitePerturbation {
  readonly perturbation: string
  readonly amounts: readonly number[] | null
  readonly severities: readonly number[] | null
  readonly columns: 'all' | 'numeric' | 'category' | 'text' | readonly string[]
}

/** What must hold of every changed row; where both are `null`, the decision must stay. */
export interface SuiteExpectations {
  /** The most that a score may change. */
  readonly invariantWithin: number | null
  /** How the score moves when a column grows. */
  readonly directional: Readonly<Record<string, 'increasing' | 'decreasing'>> | null
}

/** A search for small changes that flip decisions, and what it may do to a row. */
export interface SuiteAttack {
  readonly method: string
  /** The most points of one row that are scored. */
  readonly queries: number
  /** How far a number may move, in units; `null`: as far as its bounds. */
  readonly maxChange: number | null
  readonly unit: 'range' | 'iqr'
  readonly immutable: readonly string[]
  readonly monotone: Readonly<Record<string, 'increasing' | 'decreasing'>>
  readonly bounds: Readonly<Record<string, readonly [number, number]>>
  readonly categories: Readonly<Record<string, readonly (string | number | boolean)[]>>
}

/** What a measure may need a suite to have. */
export type SuitePart = 'perturb' | 'attack' | 'directional' | 'reference' | 'label'
