import type { Status } from '@sluice/gates'
import type { PolicyEdits } from './judging/edit-policy.ts'
import {
  editsParameter,
  numberParameter,
  statusParameter,
  textParameter,
  textsParameter,
  wordParameter,
} from './search-parameters.ts'

type Raw = Record<string, unknown>

export interface ModelSearch {
  readonly verdict?: Status | undefined
  /** Whether the values of all gates are drawn, not only of the few that matter most. */
  readonly gates?: 'all' | undefined
}

export const modelSearch = (raw: Raw): ModelSearch => ({
  verdict: statusParameter(raw['verdict']),
  gates: wordParameter(raw['gates'], ['all']),
})

export interface PolicySearch {
  /** Hash of the version shown; the newest without. */
  readonly version?: string | undefined
  /** Hash of the version that it is compared with. */
  readonly against?: string | undefined
  /** The gate whose line is marked. */
  readonly gate?: string | undefined
  /** Which of the policy's files is shown: its own or one that it extends. */
  readonly file?: string | undefined
}

export const policySearch = (raw: Raw): PolicySearch => ({
  version: textParameter(raw['version']),
  against: textParameter(raw['against']),
  gate: textParameter(raw['gate']),
  file: textParameter(raw['file']),
})

export interface EvaluationSearch {
  /** The gate that a link points at. */
  readonly gate?: string | undefined
  /** The slice of that gate that a link points at. */
  readonly slice?: string | undefined
  /** Only gates of this status. */
  readonly status?: Status | undefined
  /** Only gates and slices whose names hold this text. */
  readonly find?: string | undefined
  /** The passing gates that are shown whole, not as a line. */
  readonly open?: readonly string[] | undefined
  /** The gates that show every slice, not only the worst few. */
  readonly all?: readonly string[] | undefined
}

export const evaluationSearch = (raw: Raw): EvaluationSearch => ({
  gate: textParameter(raw['gate']),
  slice: textParameter(raw['slice']),
  status: statusParameter(raw['status']),
  find: textParameter(raw['find']),
  open: textsParameter(raw['open']),
  all: textsParameter(raw['all']),
})

export interface SlicesSearch {
  readonly slice?: string | undefined
  readonly sort?: string | undefined
  readonly find?: string | undefined
  /** Whether cells show their intervals. */
  readonly intervals?: true | undefined
}

export const slicesSearch = (raw: Raw): SlicesSearch => ({
  slice: textParameter(raw['slice']),
  sort: textParameter(raw['sort']),
  find: textParameter(raw['find']),
  intervals: raw['intervals'] === true || undefined,
})

export interface CurvesSearch {
  readonly dataset?: string | undefined
  readonly model?: string | undefined
  readonly slice?: string | undefined
  readonly threshold?: number | undefined
  /** The models whose curves lie behind; without, the baseline's alone. */
  readonly beside?: readonly string[] | 'none' | undefined
}

export const curvesSearch = (raw: Raw): CurvesSearch => ({
  dataset: textParameter(raw['dataset']),
  model: textParameter(raw['model']),
  slice: textParameter(raw['slice']),
  threshold: numberParameter(raw['threshold']),
  beside: raw['beside'] === 'none' ? 'none' : textsParameter(raw['beside']),
})

export interface StressSearch {
  readonly suite?: string | undefined
  /** The slice definition whose slices are shown. */
  readonly partition?: string | undefined
  /** The worst case that is open: `perturbed-1`, `attacked-3`. */
  readonly case?: string | undefined
  /** Whether an open case shows the columns that stayed too. */
  readonly columns?: 'all' | undefined
}

export const stressSearch = (raw: Raw): StressSearch => ({
  suite: textParameter(raw['suite']),
  partition: textParameter(raw['partition']),
  case: textParameter(raw['case']),
  columns: raw['columns'] === 'all' ? 'all' : undefined,
})

export interface VariantsSearch {
  /** What quality is drawn against: `latency`, `size` or `cost`. */
  readonly against?: string | undefined
  /** The build whose slices are shown. */
  readonly build?: string | undefined
}

export const variantsSearch = (raw: Raw): VariantsSearch => ({
  against: textParameter(raw['against']),
  build: textParameter(raw['build']),
})

export interface CalibrationSearch {
  readonly dataset?: string | undefined
  readonly model?: string | undefined
  readonly slice?: string | undefined
  /** The calibrator that is drawn beside the scores as they are. */
  readonly method?: string | undefined
  /** Only the scores before it, or after it; both without. */
  readonly show?: 'before' | 'after' | undefined
  /** Isotonic regression instead of bins. */
  readonly curve?: 'corp' | undefined
  /** What the calibrators are compared by; log loss without. */
  readonly measure?: 'brier' | 'ece' | 'smoothEce' | undefined
}

export const calibrationSearch = (raw: Raw): CalibrationSearch => ({
  dataset: textParameter(raw['dataset']),
  model: textParameter(raw['model']),
  slice: textParameter(raw['slice']),
  method: textParameter(raw['method']),
  show: wordParameter(raw['show'], ['before', 'after']),
  curve: wordParameter(raw['curve'], ['corp']),
  measure: wordParameter(raw['measure'], ['brier', 'ece', 'smoothEce']),
})

export interface GoldenSearch {
  /** The golden set that is shown. */
  readonly set?: string | undefined
  /** The feature whose distributions are drawn. */
  readonly feature?: string | undefined
  /** Whether slices that are short of nothing are listed too. */
  readonly slices?: 'all' | undefined
}

export const goldenSearch = (raw: Raw): GoldenSearch => ({
  set: textParameter(raw['set']),
  feature: textParameter(raw['feature']),
  slices: wordParameter(raw['slices'], ['all']),
})

export interface WhatIfSearch {
  readonly gate?: string | undefined
  /** What is tried, by the gate's name. */
  readonly edits?: PolicyEdits | undefined
}

export const whatIfSearch = (raw: Raw): WhatIfSearch => ({
  gate: textParameter(raw['gate']),
  edits: editsParameter(raw['edits']),
})

export interface SignInSearch {
  /** The path to return to. */
  readonly next?: string | undefined
  /** Why the organisation's own sign-in let nobody in. */
  readonly problem?: SignInProblem | undefined
}

const signInProblems = ['expired', 'provider', 'email', 'not-allowed'] as const
export type SignInProblem = (typeof signInProblems)[number]

/** Only paths of this site are returned to: anything else could lead a signed-in person astray. */
export const signInSearch = (raw: Raw): SignInSearch => {
  const next = textParameter(raw['next'])
  return {
    next: next !== undefined && /^\/(?![/\\])/.test(next) ? next : undefined,
    problem: signInProblems.find((problem) => problem === raw['problem']),
  }
}
