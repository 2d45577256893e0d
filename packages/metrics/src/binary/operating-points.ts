import type { BinarySample } from '../samples.ts'

/** The weight of each class, and of what is predicted positive of it at a threshold. */
export interface OperatingPoint {
  tp: number
  fp: number
  readonly positives: number
  readonly negatives: number
}

/**
 * Visits the operating point of each distinct score, from the highest down: rows from `position` on are predicted
 * positive, at the threshold `scores[position]`. Scores that only rows of weight 0 have are passed over.
 */
export function forEachPoint(
  { scores, labels }: BinarySample,
  weights: Float64Array | undefined,
  visit: (point: Readonly<OperatingPoint>, position: number) => void,
): void {
  const point: OperatingPoint = { tp: 0, fp: 0, ...classWeights(labels, weights) }
  for (let i = scores.length - 1; i >= 0; ) {
    const score = scores[i]
    const before = point.tp + point.fp
    do {
      const weight = weights === undefined ? 1 : weights[i]
      if (labels[i] === 1) point.tp += weight
      else point.fp += weight
      i--
    } while (i >= 0 && scores[i] === score)
    if (point.tp + point.fp > before) visit(point, i + 1)
  }
}

/** The weight of positives and of negatives. */
export function classWeights(
  labels: Uint8Array,
  weights: Float64Array | undefined,
): { positives: number; negatives: number } {
  let positives = 0
  let negatives = 0
  for (let i = 0; i < labels.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]
    if (labels[i] === 1) positives += weight
    else negatives += weight
  }
  return { positives, negatives }
}
