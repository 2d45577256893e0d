import { MetricInputError } from '../metric-input-error.ts'
import type { MultilabelSample } from '../samples.ts'

export function labelRows({ labels, outputs }: MultilabelSample): number {
  return outputs === 0 ? 0 : labels.length / outputs
}

/** @throws {MetricInputError} for labels other than 0 and 1, NaN scores, or columns of different lengths */
export function requireLabels({ labels, scores, outputs }: MultilabelSample): void {
  if (labels.length !== scores.length || labels.length % outputs !== 0) {
    throw new MetricInputError(
      'length_mismatch',
      `${labels.length} labels and ${scores.length} scores for ${outputs} outputs: expected one of each a row and output.`,
    )
  }
  const missing = scores.reduce((sum, score) => sum + (Number.isNaN(score) ? 1 : 0), 0)
  if (missing > 0) {
    const row = Math.floor(scores.findIndex(Number.isNaN) / outputs)
    throw new MetricInputError(
      'nan_score',
      `${missing} scores are missing (NaN), first in row ${row}: fill or drop them.`,
      {
        row,
        count: missing,
      },
    )
  }
  const wrong = labels.reduce((sum, label) => sum + (label > 1 ? 1 : 0), 0)
  if (wrong > 0) {
    const cell = labels.findIndex((label) => label > 1)
    const row = Math.floor(cell / outputs)
    throw new MetricInputError(
      'invalid_label',
      `${wrong} labels are neither 0 nor 1, first in row ${row} (${labels[cell]}).`,
      {
        row,
        count: wrong,
      },
    )
  }
}

/** One row's labels and scores. */
export function labelRow({ labels, scores, outputs }: MultilabelSample, row: number) {
  return {
    labels: labels.subarray(row * outputs, (row + 1) * outputs),
    scores: scores.subarray(row * outputs, (row + 1) * outputs),
  }
}
