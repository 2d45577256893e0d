import { meanMetric } from '../rows/mean-of-rows.ts'
import type { MultilabelSample } from '../samples.ts'
import { labelRow, labelRows, requireLabels } from './label-input.ts'

export interface LabelThresholdOptions {
  /** A label is predicted where its score is at least this. Default 0.5. */
  readonly threshold?: number
}

/**
 * Subset accuracy: the share of rows with every label right. Interval: Wilson; with weights or clusters on the effective
 * number of rows.
 *
 * @throws {MetricInputError} for labels other than 0 and 1, NaN scores
 */
export const subsetAccuracy = meanMetric<MultilabelSample, LabelThresholdOptions>({
  method: 'wilson',
  range: [0, 1],
  length: labelRows,
  values: (sample, options) => Float64Array.from(wrongLabels(sample, options), (wrong) => (wrong === 0 ? 1 : 0)),
})

/**
 * Hamming loss: the share of labels that are wrong, 0 is perfect. Labels of a row are not independent, so the interval is
 * Student's t of the rows' shares.
 *
 * @throws {MetricInputError} for labels other than 0 and 1, NaN scores
 */
export const hammingLoss = meanMetric<MultilabelSample, LabelThresholdOptions>({
  range: [0, 1],
  length: labelRows,
  values: (sample, options) => Float64Array.from(wrongLabels(sample, options), (wrong) => wrong / sample.outputs),
})

/** How many labels of each row are wrong. */
function wrongLabels(sample: MultilabelSample, { threshold = 0.5 }: LabelThresholdOptions): Uint32Array {
  requireLabels(sample)
  return Uint32Array.from({ length: labelRows(sample) }, (_, row) => {
    const { labels, scores } = labelRow(sample, row)
    return labels.reduce((sum, label, output) => sum + (label === (scores[output] >= threshold ? 1 : 0) ? 0 : 1), 0)
  })
}
