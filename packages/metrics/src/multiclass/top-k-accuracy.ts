import { MetricInputError } from '../metric-input-error.ts'
import { meanMetric } from '../rows/mean-of-rows.ts'
import type { MulticlassSample } from '../samples.ts'
import { requireClasses } from './class-input.ts'

export interface TopKOptions {
  /** From 1; from the number of classes on the accuracy is 1. */
  readonly k: number
  /**
   * `fractional` (default) counts the chance that the label is among the first k when ties are drawn at random;
   * `sklearn` ranks the later class higher.
   */
  readonly ties?: 'fractional' | 'sklearn'
}

/**
 * Top-k accuracy: the share of rows whose label is among the k highest scores. Interval: Wilson; with weights or
 * clusters on the effective number of rows.
 *
 * @throws {MetricInputError} for k below 1, labels beyond the classes, NaN scores
 */
export const topKAccuracy = meanMetric<MulticlassSample, TopKOptions>({
  method: 'wilson',
  range: [0, 1],
  length: ({ labels }) => labels.length,
  values(sample, { k, ties = 'fractional' }) {
    if (!(Number.isInteger(k) && k >= 1)) {
      throw new MetricInputError('invalid_option', `k is ${k}: expected a whole number from 1.`)
    }
    requireClasses(sample)
    return Float64Array.from(sample.labels, (_, i) => hit(sample, i, k, ties))
  },
})

function hit({ labels, probabilities, classes }: MulticlassSample, row: number, k: number, ties: string): number {
  const own = probabilities[row * classes + labels[row]]
  let higher = 0
  let tied = 0
  let tiedLater = 0
  for (let c = 0; c < classes; c++) {
    const score = probabilities[row * classes + c]
    if (score > own) higher++
    else if (score === own) {
      tied++
      if (c > labels[row]) tiedLater++
    }
  }
  if (ties === 'sklearn') return higher + tiedLater < k ? 1 : 0
  return Math.min(1, Math.max(0, (k - higher) / tied))
}
