import type { OrderedPairsUncertainty, Uncertainty } from '@sluice/stats'
import { withoutValue, withValue } from '../build-estimate.ts'
import type { Estimate } from '../estimate.ts'
import { influenceInterval } from '../inference.ts'
import type { Metric } from '../metric.ts'
import type { BinarySample } from '../samples.ts'
import type { AucMoments } from './auc-moments.ts'
import { aucMoments, centredPlacements, delongVariance } from './auc-moments.ts'
import type { Totals } from './totals.ts'
import { missingClass, tooFewOfAClass, totalsOf } from './totals.ts'

/**
 * Area under the ROC curve: the probability that a positive outranks a negative, ties counting half.
 *
 * Interval: DeLong, DeLong & Clarke-Pearson (1988) in the linear-time form of Sun & Xu (2014), symmetric on the logit
 * scale; with clusters, the cluster-robust form (Obuchowski 1997). An area of exactly 0 or 1, whose standard error is 0
 * and misleading, is bounded by its disjoint ordered pairs instead. Fewer than two rows of a class give no interval.
 */
export const rocAuc: Metric<BinarySample, Record<never, never>> = {
  scale: 'logit',
  inference: 'delong',
  estimate(sample) {
    const totals = totalsOf(sample)
    const reason = missingClass(totals)
    if (reason !== null) return withoutValue(totals, reason)
    const moments = aucMoments(sample, totals)
    return withInterval(sample, totals, moments)
  },
  influence(sample) {
    const totals = totalsOf(sample)
    return missingClass(totals) === null ? aucInfluence(sample, totals, aucMoments(sample, totals).deficit) : null
  },
}

function withInterval(sample: BinarySample, totals: Totals, moments: AucMoments): Estimate {
  const value = 1 - moments.deficit
  if (totals.positives < 2 || totals.negatives < 2)
    return withValue(totals, value, 'DeLong needs two rows of each class')
  const few = tooFewOfAClass(totals)
  if (few !== null) return withValue(totals, value, few)
  if (value === 0 || value === 1) return withValue(totals, value, orderedPairs(sample, totals))
  const uncertainty = aucUncertainty(sample, totals, moments)
  return withValue(totals, value, uncertainty ?? 'one cluster holds all rows')
}

function aucUncertainty(sample: BinarySample, totals: Totals, moments: AucMoments): Uncertainty | null {
  const { clusters } = sample
  const value = 1 - moments.deficit
  if (clusters !== undefined) {
    const phi = aucInfluence(sample, totals, moments.deficit)
    return influenceInterval(value, phi, {
      inference: 'delong',
      method: 'delong',
      scale: 'logit',
      range: [0, 1],
      clusters,
    })
  }
  const variance = delongVariance(moments)
  if (variance === null) return null
  const standardError = Math.sqrt(variance)
  return { kind: 'normal', method: 'delong', scale: 'logit', standardError, degreesOfFreedom: null, range: [0, 1] }
}

/** The influence of each row on the AUC: its centred placement over the share of its class. */
export function aucInfluence(sample: BinarySample, totals: Totals, deficit: number): Float64Array {
  const { labels, weights } = sample
  const phi = centredPlacements(sample, totals, deficit)
  for (let i = 0; i < phi.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]
    phi[i] *= (weight * totals.rows) / (labels[i] === 1 ? totals.positiveWeight : totals.negativeWeight)
  }
  return phi
}

/** As many disjoint pairs as the rarer class has rows; with clusters, as many as it has clusters. */
function orderedPairs({ labels, clusters }: BinarySample, totals: Totals): OrderedPairsUncertainty {
  let pairs = Math.min(totals.positives, totals.negatives)
  if (clusters !== undefined) {
    const members: [Set<number>, Set<number>] = [new Set(), new Set()]
    for (let i = 0; i < labels.length; i++) members[labels[i] === 1 ? 1 : 0].add(clusters[i])
    pairs = Math.min(members[0].size, members[1].size)
  }
  return { kind: 'ordered_pairs', method: 'ordered_pairs', pairs }
}
