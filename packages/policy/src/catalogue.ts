import type { z } from 'zod'
import type { Unit } from './quantity.ts'
import type { SuitePart } from './stress-suite.ts'

export const tasks = [
  'binary',
  'multiclass',
  'multilabel',
  'regression',
  'quantile',
  'ranking',
  'uplift',
  'experiment',
  'llm',
] as const
export type Task = (typeof tasks)[number]

/**
 * What a value belongs to: one model on some rows; a model compared with the `versus` of its gate; a dataset, whatever
 * the model; a model under a stress suite.
 */
export type MeasureSubject = 'model' | 'pair' | 'dataset' | 'stress'

/** What the policy's schema, reference, lint and `explain` need to know of a measure. `gates` hands these in. */
export interface MeasureEntry {
  /** Snake case, the field's term. */
  readonly name: string
  /** Other spellings that people try; the nearest-spelling hint and the schema's error know them. */
  readonly aliases?: readonly string[]
  readonly tasks: readonly Task[]
  /** Default `model`. */
  readonly subject?: MeasureSubject
  /** Which column roles it reads; `call`: that the model can be asked. */
  readonly needs: readonly (
    | 'label'
    | 'score'
    | 'threshold'
    | 'prediction'
    | 'probabilities'
    | 'quantiles'
    | 'query'
    | 'call'
  )[]
  readonly direction: 'higher' | 'lower' | 'target'
  /** The least and the greatest value it can take; `null` for unbounded. */
  readonly range: readonly [number | null, number | null]
  /** What values count where they are no plain numbers; a bound may then be written with its unit, `25ms`. */
  readonly unit?: Unit
  /** What it rests on, where that is not rows of the table. */
  readonly counts?: 'requests'
  /** `false` where it belongs to all rows together. Default `true`. */
  readonly bySlice?: boolean
  /**
   * The condition that stands for this measure: a gate with it names the measure that this is a ratio of, or none. Its
   * options are that measure's.
   */
  readonly impliedBy?: { readonly condition: 'max_latency_ratio'; readonly ratioOf: string }
  /** What the stress suite must have that it is measured under. */
  readonly suite?: readonly SuitePart[]
  readonly options: z.ZodObject
  readonly describe: MeasureDescription
}

/** Sentences; `{dataset}`, `{model}`, `{versus}` and `{stress}` stand for what the gate names. */
export interface MeasureRemedy {
  /** Where the value is beyond the bound. */
  readonly failing: string
  /** Where there is no value; its note says why. */
  readonly unknown?: string
}

export interface MeasureDescription {
  /** A short human label: 'ROC-AUC'. */
  readonly label: string
  readonly summary: string
  readonly formula: string
  /** Paper or standard. */
  readonly source: string
  /** Name and source of the interval. */
  readonly interval: string
  readonly whenToUse: string
  /** Ties, weights and the cases where the value does not exist. */
  readonly edgeCases: string
  /** What to do about a gate on it, where that is not the model's training. */
  readonly remedy?: MeasureRemedy
}

export interface MeasureCatalogue {
  readonly measures: ReadonlyMap<string, MeasureEntry>
  /** The calibrators that a model may declare, with the tasks that each is for. */
  readonly calibrators?: ReadonlyMap<string, { readonly tasks: readonly Task[] }>
  /** The perturbations of stress suites, by the name that a policy calls them. */
  readonly perturbations?: ReadonlyMap<string, PerturbationEntry>
  /** The searches for flips that a stress suite may make. */
  readonly attacks?: readonly string[]
}

/** A way in which inputs go wrong, with a strength. */
export interface PerturbationEntry {
  readonly summary: string
  /** What amounts there are, in words. */
  readonly amounts: string
  accepts(amount: number): boolean
}
