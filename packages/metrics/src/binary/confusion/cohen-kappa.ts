import { deltaMetric } from './delta-metric.ts'

/**
 * Cohen's kappa between labels and predictions: agreement beyond what their margins bring about. Undefined where both
 * are of one and the same class throughout.
 *
 * Interval: delta method.
 */
export const cohenKappa = deltaMetric({
  scale: 'identity',
  range: [-1, 1],
  value({ tp, fp, fn, tn }) {
    const chance = chanceProducts(tp, fp, fn, tn)
    return chance === 0 ? 'zero_variance' : (2 * (tp * tn - fp * fn)) / chance
  },
  gradient({ tp, fp, fn, tn }, value) {
    const chance = chanceProducts(tp, fp, fn, tn)
    const predictedPositives = tp + fp
    const positives = tp + fn
    const negatives = tn + fp
    const predictedNegatives = tn + fn
    return {
      tp: (2 * tn - value * (negatives + predictedNegatives)) / chance,
      fp: (-2 * fn - value * (negatives + predictedPositives)) / chance,
      fn: (-2 * fp - value * (positives + predictedNegatives)) / chance,
      tn: (2 * tp - value * (positives + predictedPositives)) / chance,
    }
  },
})

function chanceProducts(tp: number, fp: number, fn: number, tn: number): number {
  return (tp + fp) * (tn + fp) + (tp + fn) * (tn + fn)
}
