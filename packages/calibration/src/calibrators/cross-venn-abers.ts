import type { BinarySample } from '@sluice/metrics'
import type { Seed } from '@sluice/stats'
import { stratifiedFolds } from '../choose/folds.ts'
import { subsetOf } from '../samples/subset.ts'
import { type CalibrationMethod, CalibratorError, isFitted, type NotFitted } from './calibrator.ts'
import { degenerate, notFitted, requireScale } from './fit-guards.ts'
import { fieldsOf } from './stored-parameters.ts'
import { type VennAbersParameters, vennAbers, vennAbersInterval } from './venn-abers.ts'

export interface CrossVennAbersOptions {
  /** Default 5. */
  readonly folds?: number
  /** Seeds the folds. Default 0. */
  readonly seed?: Seed
}

/**
 * Cross Venn–Abers prediction on the rows of one scorer: an inductive predictor on each of several seeded, stratified folds,
 * merged as in {@link mergeCrossVennAbers}. Smoother than `vennAbers` on all rows, and wider by what each fold lacks.
 */
export function crossVennAbers({
  folds = 5,
  seed = 0,
}: CrossVennAbersOptions = {}): CalibrationMethod<BinarySample, CrossVennAbersParameters> {
  return {
    name: 'cross_venn_abers',
    fit(sample) {
      requireScale(sample, 'probability')
      const reason = degenerate(sample)
      if (reason !== null) return reason
      const fewest = Math.min(sample.positives, sample.labels.length - sample.positives)
      if (fewest < folds) return notFitted('too_few_rows')
      const foldOf = stratifiedFolds(sample, folds, seed)
      return fitCrossVennAbers(Array.from({ length: folds }, (_, fold) => subsetOf(sample, (i) => foldOf[i] === fold)))
    },
    transform: (parameters, scores) => mergeCrossVennAbers(parameters, [scores]),
    parse(stored) {
      const { folds: parts } = fieldsOf(stored, 'parameters of cross_venn_abers')
      if (!Array.isArray(parts) || parts.length === 0)
        throw new CalibratorError('folds: expected a list of Venn–Abers predictors')
      return { folds: parts.map((part) => vennAbers.parse(part)) }
    },
  }
}

export interface CrossVennAbersParameters {
  readonly folds: readonly VennAbersParameters[]
}

/**
 * Cross Venn–Abers prediction (Vovk, Petej & Fedorova 2015): one inductive predictor a fold, merged by geometric means,
 * `GM(p₁) / (GM(1 − p₀) + GM(p₁))`. Fold k's sample holds rows that the k-th scorer was not trained on; for parts of one
 * scorer's rows see {@link crossVennAbers}.
 *
 * @returns the reason of the first fold that determines none
 */
export function fitCrossVennAbers(folds: readonly BinarySample[]): CrossVennAbersParameters | NotFitted {
  const fitted: VennAbersParameters[] = []
  for (const fold of folds) {
    const fit = vennAbers.fit(fold)
    if (!isFitted(fit)) return fit
    fitted.push(fit)
  }
  return fitted.length === 0 ? notFitted('empty') : { folds: fitted }
}

/**
 * @param scores one column a fold's scorer, or a single column where all folds share one
 * @throws {MetricInputError} for scores that are not probabilities
 */
export function mergeCrossVennAbers(
  { folds }: CrossVennAbersParameters,
  scores: readonly Float64Array[],
): Float64Array {
  const intervals = folds.map((fold, k) => vennAbersInterval(fold, scores[scores.length === 1 ? 0 : k]))
  return scores[0].map((_, i) => {
    let [upper, lower] = [0, 0]
    for (const { p0, p1 } of intervals) {
      upper += Math.log(p1[i]) / intervals.length
      lower += Math.log(1 - p0[i]) / intervals.length
    }
    return Math.exp(upper) / (Math.exp(lower) + Math.exp(upper))
  })
}
