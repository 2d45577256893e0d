import type { Uncertainty } from '@sluice/stats'

/** One measured value with what is needed to give it an interval. */
export interface Estimate {
  /** `null` where the measure does not exist for these rows; then `undefinedBecause` says why. Never NaN. */
  readonly value: number | null
  readonly undefinedBecause?: UndefinedReason
  /** Rows (or queries) of positive weight that the value rests on; those of positive weight at all where there is no value. */
  readonly rows: number
  /** Rows of the positive class, where there is one. */
  readonly positives: number | null
  /** Kish's effective sample size, (Σw)² / Σw². */
  readonly effectiveRows: number
  /** `null` where the value is undefined or no interval can be given; then `noInterval` says why. */
  readonly uncertainty: Uncertainty | null
  readonly noInterval?: string
  /** What came with the value: the threshold that attains it, the classes left out of a mean, rows excluded. */
  readonly detail?: Readonly<Record<string, number | string | readonly string[]>>
}

/** Why a measure has no value. The words are data: reports translate them into sentences. */
export type UndefinedReason =
  | 'empty'
  | 'one_class'
  | 'no_positive'
  | 'no_negative'
  | 'no_predicted_positive'
  | 'no_predicted_negative'
  | 'zero_weight'
  | 'zero_variance'
  | 'constant_target'
  | 'zero_target'
  | 'too_few_rows'
  | 'not_attainable'
  | 'no_relevant'
  | 'infinite'
