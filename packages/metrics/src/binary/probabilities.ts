import { MetricInputError } from '../metric-input-error.ts'
import type { BinarySample } from '../samples.ts'
import { lowerBound } from './threshold-position.ts'

/** @throws MetricInputError where a score is not a probability; with the first such row of the order */
export function requireProbabilities({ scores, rows }: BinarySample): void {
  const last = scores.length - 1
  if (last < 0 || (scores[0] >= 0 && scores[last] <= 1)) return
  const below = lowerBound(scores, 0)
  const within = lowerBound(scores, 1 + Number.EPSILON)
  const position = below > 0 ? 0 : within
  const row = rows === undefined ? position : rows[position]
  const count = below + scores.length - within
  throw new MetricInputError(
    'score_outside_unit_interval',
    `${count} scores are outside [0, 1], among them ${scores[position]} in row ${row}: this metric needs probabilities; map margins through a calibrator first.`,
    { row, count },
  )
}

/** @throws MetricInputError where a score is infinite */
export function requireFinite({ scores, rows }: BinarySample): void {
  const last = scores.length - 1
  if (last < 0 || (scores[0] > -Infinity && scores[last] < Infinity)) return
  const position = scores[0] === -Infinity ? 0 : lowerBound(scores, Infinity)
  const row = rows === undefined ? position : rows[position]
  const count = lowerBound(scores, -Number.MAX_VALUE) + scores.length - lowerBound(scores, Infinity)
  throw new MetricInputError(
    'infinite_score',
    `${count} scores are infinite, among them row ${row}: expected numbers.`,
    {
      row,
      count,
    },
  )
}
