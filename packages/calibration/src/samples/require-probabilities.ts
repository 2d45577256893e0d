import { MetricInputError } from '@sluice/metrics'

/**
 * Scores are ascending, so the ends tell; a NaN compares false wherever sorting left it.
 *
 * @throws {MetricInputError} `nan_score`, `score_outside_unit_interval`
 */
export function requireProbabilities(scores: Float64Array): void {
  const last = scores.length - 1
  if (last < 0 || (scores[0] >= 0 && scores[last] <= 1)) return
  const outside = (score: number) => !(score >= 0 && score <= 1)
  const row = scores.findIndex(outside)
  const count = scores.reduce((sum, score) => sum + (outside(score) ? 1 : 0), 0)
  if (Number.isNaN(scores[row])) {
    throw new MetricInputError(
      'nan_score',
      `${count} scores are NaN, first at position ${row}: fill or drop those rows.`,
      {
        row,
        count,
      },
    )
  }
  throw new MetricInputError(
    'score_outside_unit_interval',
    `${count} scores are outside [0, 1], first ${scores[row]}: calibration needs probabilities, not logits or margins.`,
    { row, count },
  )
}
