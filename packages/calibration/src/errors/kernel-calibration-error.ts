import { type BinarySample, type Metric, MetricInputError } from '@sluice/metrics'
import { influenceUncertainty } from '@sluice/stats'
import { absent, countsOf, present } from '../samples/counts.ts'
import { requireProbabilities } from '../samples/require-probabilities.ts'

export interface KernelOptions {
  /** Width of the Laplace kernel exp(−|p − q| / bandwidth), > 0. Default 0.2. */
  readonly bandwidth?: number
}

/**
 * Squared kernel calibration error, unbiased: `Σ_{i≠j} wᵢwⱼ (yᵢ − pᵢ)(yⱼ − pⱼ) exp(−|pᵢ − pⱼ|/γ)` over
 * `(Σw)² − Σw²` (Widmann, Lindsten & Zachariah 2019; the Laplace kernel of Kumar, Sarawagi & Jain 2018). 0 for a calibrated
 * model, and below 0 half of the time then: that is what unbiased means.
 *
 * On ascending scores both sums over pairs are running sums, so that all pairs cost one pass. `detail.biased` has the pairs
 * i = j too. Interval: influences (Hoeffding's projection), Student's t; where the model is calibrated it is about 1.4
 * times as wide as it need be. Cluster-robust with clusters.
 */
export const kernelCalibrationError: Metric<BinarySample, KernelOptions> = {
  scale: 'identity',
  inference: 'mean',
  estimate(sample, options) {
    const counts = countsOf(sample)
    if (counts.rows < 2)
      return absent(counts, counts.rows === 1 ? 'too_few_rows' : sample.leftOut ? 'zero_weight' : 'empty')
    const { value, biased, phi } = pairSums(sample, options)
    const { clusters } = sample
    const setting = { method: clusters === undefined ? 'u_statistic' : 'cluster_robust', clusters }
    const uncertainty = influenceUncertainty(value, phi, { ...setting, range: [-1, 1] })
    return present(counts, value, uncertainty ?? 'one cluster holds all rows', { biased })
  },
  influence: (sample, options) => (sample.scores.length < 2 ? null : pairSums(sample, options).phi),
}

function pairSums(sample: BinarySample, { bandwidth = 0.2 }: KernelOptions) {
  if (!(bandwidth > 0 && bandwidth < Infinity))
    throw new MetricInputError('invalid_option', `bandwidth is ${bandwidth}: give a number above 0`)
  requireProbabilities(sample.scores)
  const { scores, labels, weights } = sample
  const rows = scores.length
  const phi = new Float64Array(rows)
  const decay = new Float64Array(rows)
  let [running, weight, squares, own] = [0, 0, 0, 0]
  for (let i = 0; i < rows; i++) {
    const w = weights === undefined ? 1 : weights[i]
    decay[i] = i === 0 ? 0 : Math.exp((scores[i - 1] - scores[i]) / bandwidth)
    running *= decay[i]
    phi[i] = running
    const residual = w * (labels[i] - scores[i])
    running += residual
    own += residual * residual
    weight += w
    squares += w * w
  }
  running = 0
  let total = 0
  for (let i = rows - 1; i >= 0; i--) {
    if (i + 1 < rows) running *= decay[i + 1]
    const residual = (weights === undefined ? 1 : weights[i]) * (labels[i] - scores[i])
    phi[i] = residual * (phi[i] + running)
    total += phi[i]
    running += residual
  }
  const pairs = weight * weight - squares
  const value = total / pairs
  for (let i = 0; i < rows; i++) {
    const share = ((weights === undefined ? 1 : weights[i]) * rows) / weight
    phi[i] = 2 * ((rows * phi[i]) / pairs - share * value)
  }
  return { value, biased: (total + own) / (weight * weight), phi }
}
