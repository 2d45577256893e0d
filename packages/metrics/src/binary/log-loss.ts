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

/** How far a probability may lie from its anchor, relatively: five terms of the series are then exact to 2⁻⁵². */
const reach = 1 / 1024

/** Below this a reciprocal may overflow. */
const tiniest = 1e-300

/**
 * As scores ascend, the logarithm of one follows from that of the last anchor of its class: −log p = −log a + t s(t) with
 * t = (a − p) / a for positives, and the same with 1 − p for negatives, small enough for a short series. That is one
 * logarithm in a few hundred rows, where rows are many.
 */
function rowLogLosses(
  { scores, labels }: BinarySample,
  clip: number,
  from: number,
  to: number,
  into: Float64Array,
): void {
  const most = 1 - clip
  const anchors = new Float64Array(2)
  const losses = new Float64Array(2)
  const inverses = Float64Array.of(Number.NaN, Number.NaN)
  for (let i = from; i < to; i++) {
    const score = scores[i]
    const label = labels[i]
    const p = score < clip ? clip : score > most ? most : score
    const t = (p - anchors[label]) * inverses[label]
    if (t <= reach && t >= -reach) into[i - from] = losses[label] + t * series(t)
    else {
      anchors[label] = p
      losses[label] = label === 1 ? -Math.log(p) : -Math.log1p(-p)
      inverses[label] = inverseOf(p, label)
      into[i - from] = losses[label]
    }
  }
}

/** NaN where no later row can use this anchor. */
function inverseOf(p: number, label: number): number {
  if (label === 1) return p < tiniest ? Number.NaN : -1 / p
  return p === 1 ? Number.NaN : 1 / (1 - p)
}

/** −log(1 − u) / u for small u of either sign. */
function series(u: number): number {
  return 1 + u * (1 / 2 + u * (1 / 3 + u * (1 / 4 + u * (1 / 5))))
}
