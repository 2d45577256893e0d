import { type BinarySample, MetricInputError, type UndefinedReason } from '@sluice/metrics'
import { missingClass } from '../samples/counts.ts'
import { requireProbabilities } from '../samples/require-probabilities.ts'
import type { NotFitted } from './calibrator.ts'

/** What the scores are: probabilities, or logits (margins) of any size. */
export type ScoreScale = 'probability' | 'logit'

/** A reason in the words of a report. */
export function notFitted(reason: UndefinedReason): NotFitted {
  return { notFitted: reason, explanation: explanations[reason] ?? `The rows do not determine it (${reason}).` }
}

const explanations: Partial<Record<UndefinedReason, string>> = {
  empty: 'There are no rows: calibrators need labelled rows that the model was not trained on.',
  zero_weight: 'Every row has weight 0: calibrators need rows that count.',
  one_class: 'All labels are the same: calibrators need rows of every class.',
  zero_variance: 'All scores are the same: there is nothing to map, only a share of positives to report.',
  too_few_rows: 'There are fewer rows than the calibrator has bins or folds: collect more, or ask for fewer.',
  infinite: 'The scores separate the classes: the likelihood has no finite maximum, so that any slope is too small.',
  not_attainable:
    'Higher scores go with fewer positives, so that no increasing map fits: check `positive` and the sign of the score.',
}

/** Why these rows determine no calibrator of binary scores, or `null`. */
export function degenerate(sample: BinarySample): NotFitted | null {
  const { scores } = sample
  const reason = missingClass(sample) ?? (scores[0] === scores[scores.length - 1] ? 'zero_variance' : null)
  return reason === null ? null : notFitted(reason)
}

/** @throws {MetricInputError} for scores, in ascending order, that are not on the scale */
export function requireScale(sample: Pick<BinarySample, 'scores' | 'rows'>, scale: ScoreScale): void {
  if (scale === 'probability') requireProbabilities(sample)
  else requireFinite(sample.scores)
}

/**
 * @param width scores a row
 * @throws {MetricInputError} for scores, in any order, that are not on the scale
 */
export function requireScores(scores: Float64Array, scale: ScoreScale, width = 1): void {
  const wrong = scale === 'probability' ? (s: number) => !(s >= 0 && s <= 1) : (s: number) => !Number.isFinite(s)
  const first = scores.findIndex(wrong)
  if (first < 0) return
  const row = Math.floor(first / width)
  const count = scores.reduce((sum, score) => sum + (wrong(score) ? 1 : 0), 0)
  if (Number.isNaN(scores[first]))
    throw new MetricInputError(
      'nan_score',
      `${count} scores are NaN or out of range, first in row ${row}: fill or drop them.`,
      { row, count },
    )
  const [code, expected] =
    scale === 'probability'
      ? (['score_outside_unit_interval', 'probabilities from 0 to 1'] as const)
      : (['infinite_score', 'finite logits'] as const)
  throw new MetricInputError(code, `${count} scores are not ${expected}, first ${scores[first]} in row ${row}.`, {
    row,
    count,
  })
}

function requireFinite(scores: Float64Array): void {
  if (scores.length > 0 && !(scores[0] > -Infinity && scores[scores.length - 1] < Infinity))
    requireScores(scores, 'logit')
}
