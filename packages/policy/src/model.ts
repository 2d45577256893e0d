import type { Task } from './catalogue.ts'
import type { ModelCall } from './model-call.ts'
import type { SuiteDefinition } from './stress-suite.ts'

/** A place in a policy file, both counted from 1. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A place with the path of the field that stands there. */
export interface Place extends Location {
  readonly path: string
}

/** Where a field stands. */
export interface FieldPlace extends Place {
  /** So many characters after its place a text begins as it is; absent for what is no text, or is folded or escaped. */
  readonly textAt?: number
}

/** One loaded policy: defaults filled in, inheritance resolved, every name checked. */
export interface Policy {
  readonly file: string
  /** Of the file's bytes and of those it extends. Seeds everything random. */
  readonly sha256: string
  readonly version: 1
  readonly model: string
  readonly description: string | null
  readonly owners: readonly string[]
  readonly task: Task
  readonly datasets: readonly DatasetDefinition[]
  readonly models: readonly ModelDefinition[]
  readonly threshold: Threshold
  readonly slices: readonly SliceDefinition[]
  readonly gates: readonly Gate[]
  readonly waivers: readonly Waiver[]
  /** Absent where the policy compares no builds. */
  readonly variants?: VariantsDefinition
  /** Absent where the policy has no stress suites. */
  readonly stress?: readonly SuiteDefinition[]
  /** Sections that the format reserves and this version does not act on, where the policy has them. */
  readonly reserved?: readonly ReservedSection[]
  /**
   * Where the fields of `columns`, `datasets`, `models` and `slices` stand, by their path in the merged policy:
   * `slices[2].where`, `models.candidate.score`. What only the data proves wrong is said there. Absent in a policy that no
   * file says.
   */
  readonly places?: ReadonlyMap<string, FieldPlace>
}

export interface ReservedSection {
  readonly section: 'monitors' | 'rollout' | 'retraining'
  readonly value: unknown
  readonly location: Location
}

export interface DatasetDefinition {
  readonly name: string
  readonly paths: readonly string[]
  /** The folder that relative paths start from. */
  readonly directory: string
  readonly role: string | null
  /** The policy's columns with this dataset's own on top. */
  readonly columns: ColumnRoles
  /** What a golden set stands for and how its labels came about; absent for any other dataset. */
  readonly golden?: GoldenDefinition
  readonly location: Location
}

/** Hand-checked examples: see `role: golden`. */
export interface GoldenDefinition {
  /** The dataset whose distribution it should cover. */
  readonly represents: string | null
  /** The datasets that must hold none of its rows. */
  readonly apartFrom: readonly string[]
  /** `null`: every column that the tables share and that plays no role. */
  readonly features: readonly string[] | null
  /** Columns of free text, compared by their shingles. */
  readonly text: readonly string[]
  /** Columns of labels, one a person; two or more, or none. */
  readonly annotators: readonly string[]
  readonly reviewed: string | null
  readonly labelledAt: { readonly column: string } | { readonly date: string } | null
  /** How long its labels hold: an ISO 8601 duration of days or longer. */
  readonly refresh: string | null
  /** They hold no longer than until a feature has moved by this total variation beyond noise; absent where nothing is said. */
  readonly refreshDrift?: number
}

export interface ColumnRoles {
  readonly id: string | null
  readonly label: string | null
  /** Multilabel: the 0/1 columns, or a `prefix*`. */
  readonly labels: readonly string[] | null
  readonly positive: string | number | boolean | null
  readonly timestamp: string | null
  readonly weight: string | null
  readonly group: string | null
  /** Ranking: which rows belong together. */
  readonly query: string | null
}

export interface ModelDefinition {
  readonly name: string
  readonly role: 'candidate' | 'baseline' | 'variant'
  readonly score: string | null
  readonly prediction: string | null
  /** Multiclass and multilabel: class → column, or a `prefix*` whose rest is the class. */
  readonly probabilities: string | Readonly<Record<string, string>> | null
  /** Quantile level → column. */
  readonly quantiles: Readonly<Record<string, string>> | null
  /** How to ask it for predictions; where it names no columns, that is where they come from. */
  readonly call: ModelCall | null
  /** The calibrator that its predictions go through before they are measured. */
  readonly calibrate: { readonly on: string; readonly method: string } | null
  readonly conformal: Conformal | null
  readonly location: Location
}

/** Prediction sets or intervals, fitted on another dataset, within each slice of `by`. */
export interface Conformal {
  readonly on: string
  readonly level: number
  readonly by: string | null
  readonly score: SetScore | IntervalScore
  /** `raps`: what a class scores more for each rank beyond `rank`. */
  readonly penalty?: number
  readonly rank?: number
  /** `normalised`: the column of estimated spreads, above 0. */
  readonly spread?: string
  /** Of sets only: whether the likeliest class goes into one that would be empty. */
  readonly fillEmpty?: boolean
}

export type SetScore = 'lac' | 'aps' | 'raps'
export type IntervalScore = 'absolute' | 'normalised' | 'quantile'

/** `location` is where the policy declares it; the default of 0.5 stands nowhere. */
export type Threshold = { readonly location?: Location } & (
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'maximize'; readonly metric: string; readonly on: string }
  /** The highest threshold whose recall (or precision, …) on that dataset reaches the value. */
  | { readonly kind: 'reach'; readonly metric: string; readonly value: number; readonly on: string }
)

export type SliceDefinition = { readonly name: string; readonly location: Location } & (
  | { readonly kind: 'value'; readonly column: string; readonly top: number | null }
  | { readonly kind: 'quantiles'; readonly column: string; readonly quantiles: number }
  | { readonly kind: 'edges'; readonly column: string; readonly edges: readonly number[] }
  | { readonly kind: 'windows'; readonly column: string; readonly windows: Readonly<Record<string, string>> }
  | {
      readonly kind: 'every'
      readonly column: string
      readonly every: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
    }
  | { readonly kind: 'where'; readonly where: string }
  | { readonly kind: 'cross'; readonly cross: readonly string[] }
  | {
      readonly kind: 'discover'
      readonly columns: readonly string[]
      readonly depth: number
      readonly minRows: number
      readonly top: number
    }
)

export interface Gate {
  readonly name: string
  readonly metric: MetricReference
  readonly model: string
  /** The datasets measured: one, or the two of `between` with `max_gap`. */
  readonly on: readonly string[]
  /** The model compared with, on the same rows. */
  readonly versus: string | null
  readonly condition: Condition
  readonly severity: 'block' | 'warn'
  /** Names of slice definitions; empty: all rows together. */
  readonly slices: readonly string[]
  readonly correction: 'holm' | 'bonferroni' | 'bh' | 'none'
  /** Whether the policy names the correction itself. */
  readonly correctionDeclared: boolean
  readonly minRows: number | null
  readonly minPositives: number | null
  readonly confidence: number
  readonly proof: 'proven' | 'point' | 'unrefuted'
  readonly onInconclusive: 'fail' | 'warn' | 'pass'
  readonly why: string | null
  /** Inherited and may only be tightened. */
  readonly floor: boolean
  readonly location: Location
}

export interface MetricReference {
  readonly name: string
  /** Validated by the measure's own schema, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>
}

export type Condition =
  | { readonly kind: 'min' | 'max'; readonly bound: number }
  | { readonly kind: 'equals'; readonly bound: number }
  | { readonly kind: 'between'; readonly lower: number; readonly upper: number }
  | {
      readonly kind: 'min_delta' | 'max_delta' | 'max_gap' | 'max_disparity' | 'min_ratio' | 'max_latency_ratio'
      readonly bound: number
    }

/** Several builds of one model, compared on the same rows and timed in the same rounds. */
export interface VariantsDefinition extends TimingDefinition {
  readonly reference: string
  /** The other builds. */
  readonly builds: readonly string[]
  readonly on: string
  readonly quality: MetricReference
  /** Names of slice definitions on which quality and flips are compared too. */
  readonly slices: readonly string[]
  /** By model, in whatever the policy counts; of those that have one. */
  readonly cost: Readonly<Record<string, number>>
  readonly location: Location
}

/** How models are timed. */
export interface TimingDefinition {
  /** Requests of each model. */
  readonly requests: number
  /** Rows in a request. */
  readonly rows: number
  /** Requests of each model before the first that counts. */
  readonly warmUp: number
}

export interface Waiver {
  readonly gate: string
  readonly slice: string | null
  /** ISO date; the waiver holds through this day. */
  readonly until: string
  readonly reason: string
  readonly approvedBy: string
  readonly location: Location
}
