import type { Metric } from '../metric.ts'
import { resolutionOf, unitResolution } from '../resolution.ts'
import type { BinarySample, RowLosses } from '../samples.ts'
import { requireFinite } from './probabilities.ts'
import { meanLossEstimate, meanLossInfluence } from './row-losses.ts'

/**
 * Hinge loss of a margin: the mean of max(0, 1 − y s) with y = ±1. Scores are margins, positive for the positive class.
 *
 * Interval: Student's t of the rows' losses.
 *
 * @throws MetricInputError for an infinite score
 */
export const hinge: Metric<BinarySample, Record<never, never>> = {
  scale: 'identity',
  inference: 'mean',
  estimate(sample) {
    requireFinite(sample)
    return meanLossEstimate(sample, hingeLosses, [0, null])
  },
  influence(sample) {
    requireFinite(sample)
    return meanLossInfluence(sample, hingeLosses)
  },
  resolution: marginResolution,
}

const hingeLosses: RowLosses = {
  shared: 'losses',
  rows({ scores, labels }, from, to, into) {
    for (let i = from; i < to; i++) into[i - from] = Math.max(0, labels[i] === 1 ? 1 - scores[i] : 1 + scores[i])
  },
  resolution: marginResolution,
}

function marginResolution(sample: BinarySample): number {
  return Math.max(unitResolution, resolutionOf(sample, sample.scores))
}
