import { withoutValue, withValue } from '../build-estimate.ts'
import { influenceInterval } from '../inference.ts'
import type { Metric } from '../metric.ts'
import type { BinarySample } from '../samples.ts'
import { rankSums } from './rank-sums.ts'
import type { Totals } from './totals.ts'
import { tooFewOfAClass, totalsOf } from './totals.ts'

/**
 * Average precision: precision at each positive, averaged; the step-wise area under the precision-recall curve, with
 * tied scores as one step. Equals scikit-learn's `average_precision_score`.
 *
 * Interval: its influence function in closed form, symmetric on the logit scale. With G(t) and A(t) the weight of all
 * rows and of positives at or above t, prec = A/G, C₁(s) = Σ_{pos: sᵢ≤s} wᵢ/Gᵢ and C₂(s) = Σ_{pos: sᵢ≤s} wᵢ precᵢ/Gᵢ,
 * φ = [y (prec(s) − AP + C₁(s)) − C₂(s)] / prevalence. No interval with fewer than two positives, or at exactly 1,
 * where the standard error is 0 and misleading.
 */
export const averagePrecision: Metric<BinarySample, Record<never, never>> = {
  scale: 'logit',
  inference: 'delta',
  estimate(sample) {
    const totals = totalsOf(sample)
    const reason = totals.nothing ?? (totals.positives === 0 ? 'no_positive' : null)
    if (reason !== null) return withoutValue(totals, reason)
    const { value, variance } = precisionMoments(sample, totals)
    if (totals.positives < 2) return withValue(totals, value, 'one positive tells nothing of the spread')
    const few = tooFewOfAClass(totals)
    if (few !== null) return withValue(totals, value, few)
    if (value === 1) return withValue(totals, value, 'no negative outranks a positive, so the standard error is 0')
    if (sample.clusters !== undefined) {
      const phi = precisionInfluence(sample, totals, value)
      const uncertainty = influenceInterval(value, phi, { ...setting, clusters: sample.clusters })
      return withValue(totals, value, uncertainty ?? 'one cluster holds all rows')
    }
    const { method, scale, range } = setting
    const standardError = Math.sqrt(variance)
    return withValue(totals, value, {
      kind: 'normal',
      method,
      scale,
      standardError,
      degreesOfFreedom: null,
      range,
    })
  },
  influence(sample) {
    const totals = totalsOf(sample)
    if (totals.nothing !== null || totals.positives === 0) return null
    return precisionInfluence(sample, totals, precisionMoments(sample, totals).value)
  },
}

const setting = { inference: 'delta', method: 'influence', scale: 'logit', range: [0, 1] } as const

/** Value and squared standard error from the sample's one walk: what lies at or above a score follows from the totals. */
function precisionMoments(sample: BinarySample, totals: Totals): { value: number; variance: number } {
  const { positiveWeight } = totals
  const [, , , , precisions, squares, terms, termSquares, negativeSquares] = rankSums(sample, totals).precisions
  const value = precisions / positiveWeight
  const positiveSquares = Math.max(0, termSquares - 2 * value * terms + value * value * squares)
  return { value, variance: (positiveSquares + negativeSquares) / positiveWeight ** 2 }
}

function precisionInfluence(sample: BinarySample, totals: Totals, value: number): Float64Array {
  const { scores, labels, weights } = sample
  const { rows, positiveWeight } = totals
  const phi = new Float64Array(rows)
  let above = positiveWeight + totals.negativeWeight
  let positivesAbove = positiveWeight
  let c1 = 0
  let c2 = 0
  for (let i = 0; i < rows; ) {
    const first = i
    let p = 0
    let all = 0
    for (const score = scores[first]; i < rows && scores[i] === score; i++) {
      const weight = weights === undefined ? 1 : weights[i]
      all += weight
      p += labels[i] * weight
    }
    const precision = positivesAbove / above
    c1 += p / above
    c2 += (p / above) * precision
    for (let j = first; j < i; j++) {
      const scale = ((weights === undefined ? 1 : weights[j]) * rows) / positiveWeight
      phi[j] = scale * (labels[j] === 1 ? precision - value + c1 - c2 : -c2)
    }
    positivesAbove -= p
    above -= all
  }
  return phi
}
