import { meanMetric } from '../rows/mean-of-rows.ts'
import type { MultilabelSample } from '../samples.ts'
import { labelRow, labelRows, requireLabels } from './label-input.ts'

type Row = ReturnType<typeof labelRow>

/**
 * Label ranking average precision: for each label that applies, the share of labels ranked at least as high that apply
 * too, averaged within the row and then over rows (Tsoumakas, Katakis & Vlahavas 2010). 1 is perfect; rows with no label,
 * or all, count 1 as in scikit-learn. Interval: Student's t over rows.
 *
 * @throws {MetricInputError} for labels other than 0 and 1, NaN scores
 */
export const labelRankingAveragePrecision = perRow([0, 1], ({ labels, scores }) => {
  let relevant = 0
  let sum = 0
  for (let o = 0; o < labels.length; o++) {
    if (labels[o] === 0) continue
    let atLeast = 0
    let relevantAtLeast = 0
    for (let other = 0; other < labels.length; other++) {
      if (scores[other] < scores[o]) continue
      atLeast++
      relevantAtLeast += labels[other]
    }
    relevant++
    sum += relevantAtLeast / atLeast
  }
  return relevant === 0 || relevant === labels.length ? 1 : sum / relevant
})

/**
 * Coverage error: how far down the ranking one must go to meet every label that applies, on average; at best the mean
 * number of labels. Ties count as ranked above; rows without labels count 0. Interval: Student's t over rows.
 *
 * @throws {MetricInputError} for labels other than 0 and 1, NaN scores
 */
export const coverageError = perRow([0, null], ({ labels, scores }) => {
  let least = Infinity
  for (let o = 0; o < labels.length; o++) if (labels[o] === 1) least = Math.min(least, scores[o])
  return scores.reduce((sum, score) => sum + (score >= least ? 1 : 0), 0)
})

/**
 * Ranking loss: the share of (label that applies, label that does not) pairs in the wrong order, ties counting as wrong,
 * averaged over rows; 0 is perfect. Rows with no label, or all, count 0. Interval: Student's t over rows.
 *
 * @throws {MetricInputError} for labels other than 0 and 1, NaN scores
 */
export const labelRankingLoss = perRow([0, 1], ({ labels, scores }) => {
  let relevant = 0
  let wrong = 0
  for (let o = 0; o < labels.length; o++) {
    if (labels[o] === 0) continue
    relevant++
    for (let other = 0; other < labels.length; other++) {
      if (labels[other] === 0 && scores[other] >= scores[o]) wrong++
    }
  }
  const pairs = relevant * (labels.length - relevant)
  return pairs === 0 ? 0 : wrong / pairs
})

function perRow(range: readonly [number, number | null], value: (row: Row) => number) {
  return meanMetric<MultilabelSample, Record<never, never>>({
    range,
    length: labelRows,
    values(sample) {
      requireLabels(sample)
      return Float64Array.from({ length: labelRows(sample) }, (_, row) => value(labelRow(sample, row)))
    },
  })
}
