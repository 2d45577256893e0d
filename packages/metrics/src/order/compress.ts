import type { BinarySample } from '../samples.ts'

/** A sample whose neighbouring tie groups are joined: two positions a bin, its negatives and its positives. */
export interface CompressedSample {
  readonly sample: BinarySample
  /** Weight of each position. */
  readonly weights: Float64Array
  /** A Poisson bootstrap draws `scales[i] · Poisson(rates[i])`: the moments of the weights of its rows. */
  readonly rates: Float64Array
  readonly scales: Float64Array
}

/** Steps in the log-odds of the rank, and in the share of positives, that a bin may span. */
const rankSteps = 2048
const positiveSteps = 1024

/**
 * Joins tie groups into at most about 4 096 bins.
 *
 * Bins are narrow towards both ends of the order (a bin spans a fixed step in the log-odds of the rank) and hold few
 * positives (a fixed share of them), so that operating points at a false positive rate of 10⁻⁴ or with rare positives
 * keep their place. Samples with fewer tie groups than that keep them all.
 */
export function compressSample({ scores, labels, weights, positives }: BinarySample): CompressedSample {
  const rows = scores.length
  const widest = (2 * Math.log(2 * rows + 1)) / rankSteps
  const most = positives / positiveSteps
  const starts: number[] = []
  let opened = Number.NEGATIVE_INFINITY
  let held = 0
  for (let i = 0; i < rows; ) {
    const rank = Math.log((i + 0.5) / (rows - i - 0.5))
    if (starts.length === 0 || rank - opened >= widest || held >= most) {
      starts.push(i)
      opened = rank
      held = 0
    }
    const score = scores[i]
    do held += labels[i++]
    while (i < rows && scores[i] === score)
  }
  return summed(scores, labels, weights, starts)
}

function summed(
  scores: Float64Array,
  labels: Uint8Array,
  weights: Float64Array | undefined,
  starts: readonly number[],
): CompressedSample {
  const length = 2 * starts.length
  const totals = new Float64Array(length)
  const squares = new Float64Array(length)
  for (const [bin, start] of starts.entries()) {
    const end = starts[bin + 1] ?? labels.length
    for (let i = start; i < end; i++) {
      const weight = weights === undefined ? 1 : weights[i]
      totals[2 * bin + labels[i]] += weight
      squares[2 * bin + labels[i]] += weight * weight
    }
  }
  return {
    sample: {
      scores: Float64Array.from(totals, (_, i) => scores[starts[i >> 1]]),
      labels: Uint8Array.from(totals, (_, i) => i & 1),
      positives: starts.length,
      weights: totals,
    },
    weights: totals,
    rates: totals.map((total, i) => (total === 0 ? 0 : (total * total) / squares[i])),
    scales: totals.map((total, i) => (total === 0 ? 0 : squares[i] / total)),
  }
}
