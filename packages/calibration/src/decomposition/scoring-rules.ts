import { type BinarySample, MetricInputError } from '@sluice/metrics'
import { LOGIT_CLIP } from '../logistic/logit.ts'

/** A proper score that decompositions are of. */
export type ScoringRuleName = 'brier' | 'log_loss'

export interface ScoringRule {
  /** Loss where a forecast gave this probability to what then happened; a log loss reads none below 2⁻⁵². */
  readonly loss: (given: number) => number
  /** Writes the loss of the rows `from` to `to` into the same places. */
  readonly rows: (sample: BinarySample, from: number, to: number, into: Float64Array) => void
  /** Expected loss of a right forecast of `p`: its uncertainty. 0 at 0 and 1. */
  readonly entropy: (p: number) => number
}

const rules: Readonly<Record<ScoringRuleName, ScoringRule>> = {
  brier: {
    loss: (given) => (1 - given) * (1 - given),
    rows({ scores, labels }, from, to, into) {
      for (let i = from; i < to; i++) {
        const error = scores[i] - labels[i]
        into[i] = error * error
      }
    },
    entropy: (p) => p * (1 - p),
  },
  log_loss: {
    loss: logLossOf,
    rows({ scores, labels }, from, to, into) {
      for (let i = from; i < to; i++) into[i] = logLossOf(labels[i] === 1 ? scores[i] : 1 - scores[i])
    },
    entropy: (p) => (p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log1p(-p)),
  },
}

/** @throws {MetricInputError} for a name that is no scoring rule */
export function scoringRule(name: ScoringRuleName): ScoringRule {
  const rule = rules[name]
  if (rule === undefined)
    throw new MetricInputError('invalid_option', `score is ${name}: give one of ${Object.keys(rules).join(', ')}`)
  return rule
}

function logLossOf(given: number): number {
  return -Math.log(Math.max(LOGIT_CLIP, given))
}
