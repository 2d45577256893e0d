import type { BinarySample } from '@sluice/metrics'
import { vennAbersSteps } from '../isotonic/venn-abers-steps.ts'
import type { CalibrationMethod } from './calibrator.ts'
import { degenerate, requireScale, requireScores } from './fit-guards.ts'
import { ascendingField, fieldsOf, numbersField } from './stored-parameters.ts'

/**
 * `lower` holds p₀ from each score on (below the first it is 0), `upper` p₁ up to each score (beyond the last it is 1).
 */
export interface VennAbersParameters {
  readonly lower: { readonly scores: readonly number[]; readonly values: readonly number[] }
  readonly upper: { readonly scores: readonly number[]; readonly values: readonly number[] }
}

/** Two probabilities a score, of which one is calibrated whatever the distribution: p₀ ≤ p₁. */
export interface VennAbersInterval {
  readonly p0: Float64Array
  readonly p1: Float64Array
}

/**
 * Inductive Venn–Abers prediction (Vovk, Petej & Fedorova 2015): the isotonic values of a new score were its label 0, and
 * were it 1, for all scores at once in linear time. `transform` gives the minimax merge p₁ / (1 − p₀ + p₁); their distance
 * says how much the calibration rows leave open ({@link vennAbersInterval}).
 */
export const vennAbers: CalibrationMethod<BinarySample, VennAbersParameters> = {
  name: 'venn_abers',
  fit(sample) {
    requireScale(sample, 'probability')
    return degenerate(sample) ?? vennAbersSteps(sample)
  },
  transform(parameters, scores) {
    const { p0, p1 } = vennAbersInterval(parameters, scores)
    return p1.map((upper, i) => upper / (1 - p0[i] + upper))
  },
  parse(stored) {
    const fields = fieldsOf(stored, 'parameters of venn_abers')
    return { lower: stepsOf(fields['lower'], 'lower'), upper: stepsOf(fields['upper'], 'upper') }
  },
}

/** @throws {MetricInputError} for scores that are not probabilities */
export function vennAbersInterval({ lower, upper }: VennAbersParameters, scores: Float64Array): VennAbersInterval {
  requireScores(scores, 'probability')
  const p0 = new Float64Array(scores.length)
  const p1 = new Float64Array(scores.length)
  for (let i = 0; i < scores.length; i++) {
    const below = countBelow(lower.scores, scores[i], true)
    const from = countBelow(upper.scores, scores[i], false)
    p0[i] = below === 0 ? 0 : lower.values[below - 1]
    p1[i] = from === upper.scores.length ? 1 : upper.values[from]
  }
  return { p0, p1 }
}

/** How many of the ascending values are below `limit`, those equal to it counted where asked. */
function countBelow(values: readonly number[], limit: number, orEqual: boolean): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle] < limit || (orEqual && values[middle] === limit)) low = middle + 1
    else high = middle
  }
  return low
}

function stepsOf(stored: unknown, name: string) {
  const fields = fieldsOf(stored, name)
  const scores = ascendingField(fields, 'scores')
  return { scores, values: numbersField(fields, 'values', scores.length) }
}
