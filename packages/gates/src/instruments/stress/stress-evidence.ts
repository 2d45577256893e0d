import type { InputFile } from '@sluice/dataset'

/** What a stress suite found, for people to look into. Plain JSON. */
export interface StressEvidence {
  readonly suite: string
  /** The model of the policy that was asked; `null` where the suite has a call of its own. */
  readonly model: string | null
  /** How it was asked. */
  readonly asked: 'onnx' | 'oip' | 'mlflow' | 'http' | 'command'
  /** The files that it is made of, where it is made of files. */
  readonly files: readonly InputFile[]
  readonly dataset: string
  /** Rows put under stress, and rows of the table that they were drawn from. */
  readonly rows: number
  readonly tableRows: number
  /** Where the rows were made up over declared ranges: how many of `rows` lie spread within them, and how many in corners. */
  readonly synthetic?: { readonly spread: number; readonly corners: number }
  /** Of every interval here. */
  readonly level: number
  /** Multiclass: the classes in the order of a row's scores; absent where nothing names them. */
  readonly classes?: readonly string[]
  /** Where a score means the positive class; `null` for a task without a threshold. */
  readonly threshold: number | null
  readonly expect: {
    readonly invariantWithin: number | null
    readonly directional: Readonly<Record<string, 'increasing' | 'decreasing'>> | null
  }
  readonly failureRate: StressValue
  /** `null` here and below for a task without decisions. */
  readonly flipRate: StressValue | null
  /** `null` where no direction is expected. */
  readonly directionalViolations: StressValue | null
  /** Accuracy of the rows as they are, and whatever was done to them; `null` without labels. */
  readonly accuracy: StressValue | null
  readonly robustAccuracy: StressValue | null
  /** `null` without a reference model. */
  readonly relativeCorruptionError: StressValue | null
  /** One a perturbation and strength, in the policy's order: degradation by severity is one perturbation's run of them. */
  readonly variants: readonly StressVariant[]
  readonly slices: readonly StressSlice[]
  /** The slice of at least 30 rows that failed most; chosen among many, so more likely too high than too low. */
  readonly worstSlice: { readonly partition: string; readonly slice: string } | null
  /** The rows whose scores moved most, worst first, at most ten. Empty where they were withheld. */
  readonly worstCases: readonly StressCase[]
  readonly attack: StressAttack | null
  /** How many cases stayed on the machine where they were found; absent where none did. */
  readonly casesWithheld?: number
  readonly notes: readonly string[]
}

/** A value with its interval; without one `note` says why. A value that does not exist is `null`. */
export interface StressValue {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Rows that it is of. */
  readonly n: number
  readonly note?: string
}

/** One perturbation in one strength. Shares are of the rows that it changed. */
export interface StressVariant {
  readonly perturbation: string
  readonly amount: number
  /** 1 to 5; `null` where the policy gives an amount. */
  readonly severity: number | null
  readonly columns: 'all' | 'numeric' | 'category' | 'text' | readonly string[]
  readonly changedRows: number
  /** Changed rows that the model gave no score any more. */
  readonly unscored: number
  readonly failureRate: StressValue
  readonly flipRate: StressValue | null
  readonly directionalViolations: StressValue | null
  /** Of the largest change of a score. */
  readonly meanChange: StressValue
  /** Of all rows; `null` without labels. */
  readonly accuracy: StressValue | null
}

export interface StressSlice {
  /** The slice definition and the slice. */
  readonly partition: string
  readonly slice: string
  readonly failureRate: StressValue
  readonly flipRate: StressValue | null
}

export type StressCell = string | number | boolean | null

/** One row before and after: a row of the table (unless it was made up), so it leaves the machine only where the policy says so. */
export interface StressCase {
  /** The row of the table (or of the synthetic rows), counted from 1. */
  readonly row: number
  /** Its id, where the table has one. */
  readonly id: string | number | boolean | null
  /** What was done to it: `noise 0.1`, `hop_skip_jump`. */
  readonly by: string
  readonly before: Readonly<Record<string, StressCell>>
  readonly after: Readonly<Record<string, StressCell>>
  readonly changed: readonly string[]
  /** One score, or one a class; `null` where the model gives none. */
  readonly scoresBefore: readonly (number | null)[]
  readonly scoresAfter: readonly (number | null)[]
}

export interface StressAttack {
  readonly method: string
  readonly queriesPerRow: number
  readonly attacked: number
  /** Rows that the model was asked to score. */
  readonly queries: { readonly clean: number; readonly search: number; readonly mostOfOneRow: number }
  readonly unit: 'range' | 'iqr'
  readonly successRate: StressValue
  readonly robustAccuracy: StressValue | null
  readonly medianChange: StressValue
  /** The share `y` of attacked rows that flip by a change of at most `x` units. */
  readonly curve: { readonly x: readonly number[]; readonly y: readonly number[] }
  /** The rows that flip by the smallest changes, at most ten. */
  readonly worstCases: readonly StressCase[]
}
