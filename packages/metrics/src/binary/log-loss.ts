import type { Metric } from '../metric.ts'
import { MetricInputError } from '../metric-input-error.ts'
import type { BinarySample } from '../samples.ts'
import { requireProbabilities } from './probabilities.ts'
import { meanLossEstimate, meanLossInfluence, type RowLosses } from './row-losses.ts'

export interface LogLossOptions {
  /** Probabilities are kept this far from 0 and 1. Default 2⁻⁵², as scikit-learn; 0 for none, where a loss may be infinite. */
  readonly clip?: number
}

/**
 * Logarithmic loss (cross-entropy) in nats: the mean of −log p of the class that occurred. Lower is better; 0 is perfect.
 *
 * Interval: Student's t of the rows' losses. `detail.heaviest_row_share` warns where a single row carries more than 20 %
 * of their spread. Infinite with `clip: 0` where a certain prediction was wrong: undefined, `infinite`.
 *
 * @throws MetricInputError for a score outside [0, 1]
 */
export const logLoss: Metric<BinarySample, LogLossOptions> = {
  scale: 'identity',
  inference: 'mean',
  estimate(sample, options) {
    requireProbabilities(sample)
    return meanLossEstimate(sample, logLosses(options), [0, null])
  },
  influence(sample, options) {
    requireProbabilities(sample)
    return meanLossInfluence(sample, logLosses(options))
  },
}

/** The losses of rows at a clip. */
export function logLosses({ clip = 2 ** -52 }: LogLossOptions): RowLosses {
  if (!(clip >= 0 && clip < 0.5))
    throw new MetricInputError('invalid_option', `clip is ${clip}: expected a number from 0 to less than 0.5.`)
  return (sample, from, to, into) => rowLogLosses(sample, clip, from, to, into)
}

/** How far a probability may lie from its anchor, relatively: seven terms of the series are then exact to 2⁻⁵⁶. */
const reach = 1 / 128

/** Below this a reciprocal may overflow. */
const tiniest = 1e-300

/**
 * As scores ascend, the logarithm of one follows from that of the last anchor, log p = log a + log1p((p − a) / a), whose
 * argument is small enough for a short series: a logarithm a few hundred rows instead of one a row.
 */
function rowLogLosses(sample: BinarySample, clip: number, from: number, to: number, into: Float64Array): void {
  const { scores, labels } = sample
  const most = 1 - clip
  let anchor = 0
  let anchorLoss = 0
  let inverse = Number.NaN
  let negativeAnchor = 0
  let negativeLoss = 0
  let negativeInverse = Number.NaN
  for (let i = from; i < to; i++) {
    const score = scores[i]
    const p = score < clip ? clip : score > most ? most : score
    if (labels[i] === 1) {
      const u = (p - anchor) * inverse
      if (u <= reach) into[i - from] = anchorLoss - u * series(-u)
      else {
        anchor = p
        anchorLoss = -Math.log(p)
        inverse = p < tiniest ? Number.NaN : 1 / p
        into[i - from] = anchorLoss
      }
    } else {
      const u = (p - negativeAnchor) * negativeInverse
      if (u <= reach) into[i - from] = negativeLoss + u * series(u)
      else {
        negativeAnchor = p
        negativeLoss = -Math.log1p(-p)
        negativeInverse = p === 1 ? Number.NaN : 1 / (1 - p)
        into[i - from] = negativeLoss
      }
    }
  }
}

/** −log(1 − u) / u for small u of either sign. */
function series(u: number): number {
  return 1 + u * (1 / 2 + u * (1 / 3 + u * (1 / 4 + u * (1 / 5 + u * (1 / 6 + u * (1 / 7))))))
}
