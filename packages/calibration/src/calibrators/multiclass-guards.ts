import { MetricInputError, type MulticlassSample } from '@sluice/metrics'
import type { NotFitted } from './calibrator.ts'
import { notFitted, requireScores, type ScoreScale } from './fit-guards.ts'

/** Why these rows determine no calibrator of several classes, or `null`: a class without rows has nothing to go by. */
export function missingClasses({ labels, classes, weights }: MulticlassSample): NotFitted | null {
  if (labels.length === 0) return notFitted('empty')
  const seen = new Set(labels.filter((_, i) => weights === undefined || weights[i] > 0))
  if (seen.size === 0) return notFitted('zero_weight')
  if (seen.size === 1) return notFitted('one_class')
  return seen.size < classes ? notFitted('too_few_rows') : null
}

/** @throws {MetricInputError} for values that are not on the scale, or do not fill whole rows */
export function requireMatrix(values: Float64Array, classes: number, scale: ScoreScale): void {
  if (!(classes >= 2) || values.length % classes !== 0)
    throw new MetricInputError('length_mismatch', `${values.length} values do not fill rows of ${classes} classes.`)
  requireScores(values, scale, classes)
}
