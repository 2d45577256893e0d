import { type CalibrationMethod, isFitted, type NotFitted } from '../calibrators/calibrator.ts'
import type { Family } from './families.ts'

/** Rows that are held out together, and those that calibrators of them are fitted to. */
export interface Fold<Sample> {
  /** Where the held-out rows stand in the sample, ascending. */
  readonly positions: Uint32Array
  readonly heldOut: Sample
  readonly fitting: Sample
}

/** Cuts a sample into its folds, once for every method that is fitted across them. */
export function cutFolds<Sample>(
  family: Family<Sample>,
  sample: Sample,
  foldOf: Uint8Array,
  folds: number,
): readonly Fold<Sample>[] {
  return Array.from({ length: folds }, (_, fold) => ({
    positions: Uint32Array.from(foldOf.keys()).filter((i) => foldOf[i] === fold),
    heldOut: family.subset(sample, (i) => foldOf[i] === fold),
    fitting: family.subset(sample, (i) => foldOf[i] !== fold),
  }))
}

/**
 * Calibrated scores of every row by a calibrator that has not seen it: fitted on all folds but the row's own.
 *
 * @param folds all rows of the sample between them
 * @returns scores by position in the sample, or why the method could not be fitted on some fold
 */
export function crossFit<Sample>(
  family: Family<Sample>,
  // biome-ignore lint/suspicious/noExplicitAny: parameters stay with the method that made them
  method: CalibrationMethod<Sample, any>,
  sample: Sample,
  folds: readonly Fold<Sample>[],
): Float64Array | NotFitted {
  const width = family.width(sample)
  const calibrated = new Float64Array(family.scores(sample).length)
  for (const { positions, heldOut, fitting } of folds) {
    const fit = method.fit(fitting)
    if (!isFitted(fit)) return fit
    const values = method.transform(fit, family.scores(heldOut))
    for (let i = 0; i < positions.length; i++) {
      for (let k = 0; k < width; k++) calibrated[positions[i] * width + k] = values[i * width + k]
    }
  }
  return calibrated
}
