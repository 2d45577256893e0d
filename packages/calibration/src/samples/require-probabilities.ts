import { type BinarySample, MetricInputError } from '@sluice/metrics'

/**
 * Scores are ascending, so the ends tell; a NaN compares false wherever sorting left it.
 *
 * @throws {MetricInputError} `nan_score`, `score_outside_unit_interval`; with the first such row of the table, where the sample
 *   knows its rows
 */
export function requireProbabilities({ scores, rows }: Pick<BinarySample, 'scores' | 'rows'>): void {
  const last = scores.length - 1
  if (last < 0 || (scores[0] >= 0 && scores[last] <= 1)) return
  let [count, first] = [0, -1]
  const rowAt = (position: number) => rows?.[position] ?? position
  for (let i = 0; i <= last; i++) {
    if (scores[i] >= 0 && scores[i] <= 1) continue
    count++
    if (first < 0 || rowAt(i) < rowAt(first)) first = i
  }
  const [score, row] = [scores[first], rowAt(first)]
  if (Number.isNaN(score))
    throw new MetricInputError(
      'nan_score',
      `${count} scores are NaN or out of range, first in row ${row}: fill or drop those rows.`,
      {
        row,
        count,
      },
    )
  throw new MetricInputError(
    'score_outside_unit_interval',
    `${count} scores are outside [0, 1], first ${score} in row ${row}: calibration needs probabilities, not logits or margins.`,
    { row, count },
  )
}
