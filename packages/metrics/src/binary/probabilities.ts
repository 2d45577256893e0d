import { MetricInputError } from '../metric-input-error.ts'
import type { BinarySample } from '../samples.ts'
import { lowerBound } from './threshold-position.ts'

/** @throws MetricInputError where a score is not a probability; with the first such row of the table */
export function requireProbabilities(sample: BinarySample): void {
  if (sample.sums !== undefined && liesWithin(sample.sums.order, 0, 1)) return
  const { scores } = sample
  if (liesWithin(sample, 0, 1)) return
  const below = lowerBound(scores, 0)
  const within = lowerBound(scores, 1 + Number.EPSILON)
  const { row, position } = firstRow(sample, below, within)
  const count = below + scores.length - within
  throw new MetricInputError(
    'score_outside_unit_interval',
    `${count} scores are outside [0, 1], first ${scores[position]} in row ${row}: this metric needs probabilities; map margins through a calibrator first.`,
    { row, count },
  )
}

/** @throws MetricInputError where a score is infinite; with the first such row of the table */
export function requireFinite(sample: BinarySample): void {
  if (sample.sums !== undefined && liesWithin(sample.sums.order, -Number.MAX_VALUE, Number.MAX_VALUE)) return
  const { scores } = sample
  if (liesWithin(sample, -Number.MAX_VALUE, Number.MAX_VALUE)) return
  const below = lowerBound(scores, -Number.MAX_VALUE)
  const within = lowerBound(scores, Infinity)
  const { row, position } = firstRow(sample, below, within)
  const count = below + scores.length - within
  throw new MetricInputError(
    'infinite_score',
    `${count} scores are infinite, first ${scores[position]} in row ${row}: expected numbers.`,
    { row, count },
  )
}

/** Whether no score is outside: the ends tell. What holds for an order holds for its slices. */
export function liesWithin({ scores }: Pick<BinarySample, 'scores'>, least: number, most: number): boolean {
  return scores.length === 0 || (scores[0] >= least && scores[scores.length - 1] <= most)
}

/** Of the positions before `below` and from `within` on, the one that stands first in the table. */
function firstRow({ scores, rows }: BinarySample, below: number, within: number): { row: number; position: number } {
  const rowAt = (at: number) => rows?.[at] ?? at
  let position = below > 0 ? 0 : within
  for (let at = 0; at < below; at++) if (rowAt(at) < rowAt(position)) position = at
  for (let at = within; at < scores.length; at++) if (rowAt(at) < rowAt(position)) position = at
  return { row: rowAt(position), position }
}
