import type { BinarySample, Estimate, Metric, MulticlassSample } from '@sluice/metrics'
import { topLabelSample } from '../samples/multiclass-samples.ts'

/**
 * A binary calibration error of (highest probability, whether that class was right): whether the confidence that
 * accompanies a decision can be believed (Guo et al. 2017). It says nothing of the other classes.
 */
export function ofTopLabel<Options>(metric: Metric<BinarySample, Options>): Metric<MulticlassSample, Options> {
  return {
    scale: metric.scale,
    estimate: (sample, options) => withoutPositives(metric.estimate(topLabelSample(sample), options)),
    influence(sample, options) {
      const binary = topLabelSample(sample)
      const phi = metric.influence?.(binary, options) ?? null
      return phi === null ? null : meanByPosition([phi], [binary], sample.labels.length)
    },
  }
}

/** The mean of influences by position in the multiclass sample; rows that an order left out have none. */
export function meanByPosition(
  phis: readonly Float64Array[],
  binaries: readonly BinarySample[],
  length: number,
): Float64Array {
  const mean = new Float64Array(length)
  for (const [c, phi] of phis.entries()) {
    const rows = binaries[c].rows
    if (rows === undefined) continue
    const kept = length / rows.length
    for (let i = 0; i < phi.length; i++) mean[rows[i]] += (phi[i] * kept) / phis.length
  }
  return mean
}

/** Right and wrong are no classes of the data. */
export function withoutPositives(estimate: Estimate): Estimate {
  return { ...estimate, positives: null }
}
