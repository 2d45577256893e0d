import type { Estimate } from '../estimate.ts'
import { predictedClasses, requireClasses } from '../multiclass/class-input.ts'
import { alignRows } from '../row-alignment.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import type { BinarySample, MulticlassSample, Rows } from '../samples.ts'

/** What two builds of a model decide on the same rows, by position in the sample of the variant. */
export interface Decisions extends Rows {
  readonly length: number
  readonly labels: ArrayLike<number>
  readonly variant: ArrayLike<number>
  readonly reference: ArrayLike<number>
  readonly positives: number | null
}

/**
 * The decisions of two binary models: positive where score ≥ threshold, one threshold for both, because a build that takes
 * the place of another is used with the cut that is there.
 *
 * @throws MetricInputError `rows_unmatched`, `rows_missing` where the samples are not of the same rows
 */
export function binaryDecisions(variant: BinarySample, reference: BinarySample, threshold: number): Decisions {
  const { labels, weights, clusters, positives } = variant
  const positions = alignRows(variant, reference, labels.length, reference.labels.length)
  const decided = (score: number) => (score >= threshold ? 1 : 0)
  const other = new Uint8Array(labels.length)
  for (let i = 0; i < other.length; i++) {
    other[positions === null ? i : positions[i]] = decided(reference.scores[i])
  }
  const own = Uint8Array.from(variant.scores, decided)
  return { length: labels.length, labels, variant: own, reference: other, positives, weights, clusters }
}

/**
 * The decisions of two multiclass models: the class of highest score, of tied classes the first.
 *
 * @throws MetricInputError as {@link binaryDecisions}, and for labels beyond the classes or NaN scores
 */
export function classDecisions(variant: MulticlassSample, reference: MulticlassSample): Decisions {
  requireClasses(variant)
  requireClasses(reference)
  const { labels, weights, clusters } = variant
  const positions = alignRows(variant, reference, labels.length, reference.labels.length)
  const predicted = predictedClasses(reference)
  const other = new Uint16Array(labels.length)
  for (let i = 0; i < other.length; i++) other[positions === null ? i : positions[i]] = predicted[i]
  const own = predictedClasses(variant)
  return { length: labels.length, labels, variant: own, reference: other, positives: null, weights, clusters }
}

/**
 * The share of rows for which something holds of label and both decisions.
 *
 * Interval: Wilson; under weights or clusters on the effective number of rows. Never throws for degenerate samples: the
 * value is `null` with a reason where no row has weight.
 */
export function shareOfDecisions(
  decisions: Decisions,
  holds: (label: number, variant: number, reference: number) => boolean,
): Estimate {
  const { length, labels, variant, reference, positives, weights, clusters } = decisions
  const flags = new Float64Array(length)
  for (let i = 0; i < length; i++) flags[i] = holds(labels[i], variant[i], reference[i]) ? 1 : 0
  return { ...share.estimate({ flags, weights, clusters }, {}), positives }
}

interface Flagged extends Rows {
  readonly flags: Float64Array
}

const share = meanMetric<Flagged, Record<never, never>>({
  method: 'wilson',
  range: [0, 1],
  length: ({ flags }) => flags.length,
  values: ({ flags }) => flags,
})
