import type { Metric } from '../metric.ts'
import type { BinarySample, RowLosses } from '../samples.ts'
import { requireProbabilities } from './probabilities.ts'
import { meanLossEstimate, meanLossInfluence } from './row-losses.ts'

/**
 * Brier score of a binary forecast (Brier 1950, half form): the mean of (p − y)², from 0 (perfect) to 1.
 *
 * Interval: Student's t of the rows' squared errors.
 *
 * @throws MetricInputError for a score outside [0, 1]
 */
export const brier: Metric<BinarySample, Record<never, never>> = {
  scale: 'identity',
  inference: 'mean',
  estimate(sample) {
    requireProbabilities(sample)
    return meanLossEstimate(sample, squaredErrors, [0, 1])
  },
  influence(sample) {
    requireProbabilities(sample)
    return meanLossInfluence(sample, squaredErrors)
  },
}

export const squaredErrors: RowLosses = {
  shared: 'squared_errors',
  rows({ scores, labels }, from, to, into) {
    for (let i = from; i < to; i++) {
      const error = scores[i] - labels[i]
      into[i - from] = error * error
    }
  },
}
