import type { UndefinedReason } from '@sluice/metrics'

/** Names the shape of a stored calibrator; another number is another shape. */
export const CALIBRATOR_SCHEMA = 'sluice.calibrator/1'

/** A fitted calibrator: plain JSON, whose numbers come back bit for bit. */
export interface Calibrator<Parameters = unknown> {
  readonly schema: typeof CALIBRATOR_SCHEMA
  readonly method: string
  readonly parameters: Parameters
  readonly fittedOn: FittedOn
}

export interface FittedOn {
  readonly rows: number
  /** Rows of the positive class; `null` with more than two classes. */
  readonly positives: number | null
  readonly classes: number
}

/** Why rows do not determine a calibrator. */
export interface NotFitted {
  readonly notFitted: UndefinedReason
  /** One sentence: what was found, and what would help. */
  readonly explanation: string
}

/** Columns of a table, in any order. */
export interface LabelledScores {
  readonly scores: Float64Array
  /** 1 for the positive class, 0 otherwise. */
  readonly labels: Uint8Array
  /** Finite and ≥ 0; absent means 1 each. */
  readonly weights?: Float64Array | undefined
}

/** One way to calibrate scores: fitted to a sample, applied to columns of scores in any order. */
export interface CalibrationMethod<Sample, Parameters> {
  readonly name: string
  /**
   * @throws {MetricInputError} for scores that are NaN or outside the range that the method takes; samples that are
   *   merely degenerate are {@link NotFitted}
   */
  fit(sample: Sample): Parameters | NotFitted
  /** What `fit` gives once the rows are ordered, bit for bit, of a method that need not have them all in order. */
  fitRows?(rows: LabelledScores): Parameters | NotFitted
  /** Calibrated values of new scores; what the scores must be is what `fit` asks. */
  transform(parameters: Parameters, scores: Float64Array): Float64Array
  /** Checks parameters that were stored. @throws {CalibratorError} */
  parse(parameters: unknown): Parameters
}

/** Thrown for a stored calibrator that cannot be used. */
export class CalibratorError extends Error {
  override readonly name = 'CalibratorError'
}

export function isFitted<Fitted extends object>(fit: Fitted | NotFitted): fit is Fitted {
  return !('notFitted' in fit)
}
