import type { BinarySample } from '@sluice/metrics'
import { fitLogistic } from '../logistic/logistic-regression.ts'
import { LOGIT_CLIP, logistic } from '../logistic/logit.ts'
import type { CalibrationMethod } from './calibrator.ts'
import { degenerate, notFitted, requireScale, requireScores } from './fit-guards.ts'
import { fieldsOf, numberField } from './stored-parameters.ts'

export interface BetaOptions {
  /** `abm` (default) has three parameters; `am` holds a = b, and is the logistic recalibration of the logit. */
  readonly parameters?: 'abm' | 'am'
}

export interface BetaParameters {
  readonly a: number
  readonly b: number
  readonly c: number
}

/**
 * Beta calibration (Kull, Silva Filho & Flach 2017): `logit q = a ln p − b ln(1 − p) + c` with a, b ≥ 0. It has the
 * identity among its maps and suits scores in [0, 1] that are skewed. A coefficient that would be negative is dropped and
 * the rest fitted again, as in the paper.
 */
export function beta({ parameters: kind = 'abm' }: BetaOptions = {}): CalibrationMethod<BinarySample, BetaParameters> {
  return {
    name: 'beta',
    fit(sample) {
      requireScale(sample, 'probability')
      const reason = degenerate(sample)
      if (reason !== null) return reason
      const ofA = sample.scores.map(logOf)
      const ofB = sample.scores.map((p) => -logOf(1 - p))
      if (kind === 'am') {
        const z = ofA.map((value, i) => value + ofB[i])
        const fit = fitColumns(sample, [z])
        return fit === null ? notFitted('infinite') : checked({ a: fit[0], b: fit[0], c: fit[1] })
      }
      const both = fitColumns(sample, [ofA, ofB])
      if (both === null) return notFitted('infinite')
      const [a, b, c] = both
      if (a >= 0 && b >= 0) return { a, b, c }
      const one = fitColumns(sample, [a < 0 ? ofB : ofA])
      if (one === null) return notFitted('infinite')
      return checked(a < 0 ? { a: 0, b: one[0], c: one[1] } : { a: one[0], b: 0, c: one[1] })
    },
    transform({ a, b, c }, scores) {
      requireScores(scores, 'probability')
      return scores.map((p) => logistic(a * logOf(p) - b * logOf(1 - p) + c))
    },
    parse(stored) {
      const fields = fieldsOf(stored, 'parameters of beta')
      return { a: numberField(fields, 'a'), b: numberField(fields, 'b'), c: numberField(fields, 'c') }
    },
  }
}

function checked(parameters: BetaParameters) {
  return parameters.a < 0 || parameters.b < 0 ? notFitted('not_attainable') : parameters
}

/** Coefficients of the columns, and the intercept last. */
function fitColumns({ labels, weights }: BinarySample, columns: readonly Float64Array[]): readonly number[] | null {
  const ones = new Float64Array(labels.length).fill(1)
  return fitLogistic({ columns: [...columns, ones], targets: labels, weights })?.coefficients ?? null
}

function logOf(p: number): number {
  return Math.log(Math.max(LOGIT_CLIP, p))
}
