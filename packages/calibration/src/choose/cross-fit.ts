import { type CalibrationMethod, isFitted, type NotFitted } from '../calibrators/calibrator.ts'
import type { Family } from './families.ts'

/**
 * Calibrated scores of every row by a calibrator that has not seen it: fitted on all folds but the row's own.
 *
 * @returns scores by position in the sample, or why the method could not be fitted on some fold
 */
export function crossFit<Sample>(
  family: Family<Sample>,
  // biome-ignore lint/suspicious/noExplicitAny: parameters stay with the method that made them
  method: CalibrationMethod<Sample, any>,
  sample: Sample,
  foldOf: Uint8Array,
  folds: number,
): Float64Array | NotFitted {
  const width = family.width(sample)
  const calibrated = new Float64Array(family.scores(sample).length)
  for (let fold = 0; fold < folds; fold++) {
    const fit = method.fit(family.subset(sample, (i) => foldOf[i] !== fold))
    if (!isFitted(fit)) return fit
    const heldOut = family.subset(sample, (i) => foldOf[i] === fold)
    const values = method.transform(fit, family.scores(heldOut))
    let from = 0
    for (let i = 0; i < foldOf.length; i++) {
      if (foldOf[i] !== fold) continue
      calibrated.set(values.subarray(from, from + width), i * width)
      from += width
    }
  }
  return calibrated
}
