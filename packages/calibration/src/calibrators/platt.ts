import type { BinarySample } from '@sluice/metrics'
import { fitLogistic } from '../logistic/logistic-regression.ts'
import { logistic, logit, logits } from '../logistic/logit.ts'
import { countsOf } from '../samples/counts.ts'
import type { CalibrationMethod } from './calibrator.ts'
import { degenerate, notFitted, requireScale, requireScores, type ScoreScale } from './fit-guards.ts'
import { fieldsOf, numberField, wordField } from './stored-parameters.ts'

export interface PlattOptions {
  /** Default `probability`, whose logits are fitted: fitted to probabilities themselves, a sigmoid cannot be the identity. */
  readonly scale?: ScoreScale
  /**
   * Platt's targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2) in the place of 1 and 0, which keep few rows from certainty and
   * separated ones finite. Default `true`.
   */
  readonly smoothing?: boolean
}

export interface PlattParameters {
  readonly scale: ScoreScale
  readonly slope: number
  readonly intercept: number
}

/**
 * Platt scaling (1999): `logistic(slope · z + intercept)` of the logit z, by maximum likelihood, slope ≥ 0. For few rows.
 * Scores that would need a falling map are not fitted: their sign, or the positive class, is the other one.
 */
export function platt({
  scale = 'probability',
  smoothing = true,
}: PlattOptions = {}): CalibrationMethod<BinarySample, PlattParameters> {
  return {
    name: 'platt',
    fit(sample) {
      requireScale(sample, scale)
      const reason = degenerate(sample)
      if (reason !== null) return reason
      const { scores, labels, weights } = sample
      const z = scale === 'probability' ? logits(scores) : scores
      const { weight, positiveWeight } = countsOf(sample)
      const [low, high] = smoothing
        ? [1 / (weight - positiveWeight + 2), (positiveWeight + 1) / (positiveWeight + 2)]
        : [0, 1]
      const targets = Float64Array.from(labels, (label) => (label === 1 ? high : low))
      const ones = new Float64Array(z.length).fill(1)
      const fit = fitLogistic({ columns: [z, ones], targets, weights })
      if (fit === null) return notFitted('infinite')
      const [slope, intercept] = fit.coefficients
      // A falling map would turn the ranking round without a word.
      if (slope < 0) return notFitted('not_attainable')
      return { scale, slope, intercept }
    },
    transform(parameters, scores) {
      requireScores(scores, parameters.scale)
      const { slope, intercept } = parameters
      const z = parameters.scale === 'probability' ? logit : (score: number) => score
      return scores.map((score) => logistic(slope * z(score) + intercept))
    },
    parse(stored) {
      const fields = fieldsOf(stored, 'parameters of platt')
      return {
        scale: wordField(fields, 'scale', ['probability', 'logit']),
        slope: numberField(fields, 'slope'),
        intercept: numberField(fields, 'intercept'),
      }
    },
  }
}
