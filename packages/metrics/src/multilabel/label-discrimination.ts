import { averagePrecision } from '../binary/average-precision.ts'
import { rocAuc } from '../binary/roc-auc.ts'
import type { Metric } from '../metric.ts'
import { orderByScore } from '../order/order-by-score.ts'
import { meanOf } from '../rows/mean-of-rows.ts'
import { type RowTotals, weightAt } from '../rows/row-totals.ts'
import { type Absent, type Smooth, smoothMetric } from '../rows/smooth-metric.ts'
import type { BinarySample, MultilabelSample } from '../samples.ts'
import { labelRow, labelRows, requireLabels } from './label-input.ts'

export interface DiscriminationOptions {
  /**
   * `macro` and `weighted` average over outputs, alike or by how often each occurs; `micro` ranks all cells together;
   * `samples` averages the ranking of each row's labels over rows.
   */
  readonly average: 'macro' | 'weighted' | 'micro' | 'samples'
}

/**
 * ROC-AUC of several labels. Outputs (or, for `samples`, rows) with one class only have none: they are left out and
 * named or counted in `detail`. Interval: influences of all the areas together over rows, logit scale.
 *
 * @throws {MetricInputError} for labels other than 0 and 1, NaN scores
 */
export const multilabelRocAuc = discrimination(rocAuc)

/** Average precision of several labels; otherwise as {@link multilabelRocAuc}, an output needing one positive. */
export const multilabelAveragePrecision = discrimination(averagePrecision)

type BinaryMetric = Metric<BinarySample, Record<never, never>>

function discrimination(metric: BinaryMetric) {
  return smoothMetric<MultilabelSample, DiscriminationOptions>({
    method: 'delta',
    scale: 'logit',
    range: [0, 1],
    length: labelRows,
    evaluate(sample, { average }, totals) {
      requireLabels(sample)
      if (average === 'micro') return micro(metric, sample, totals)
      return average === 'samples'
        ? overRows(metric, sample, totals)
        : overOutputs(metric, sample, totals, average === 'weighted')
    },
  })
}

function overRows(metric: BinaryMetric, sample: MultilabelSample, totals: RowTotals): Smooth | Absent {
  const values = Float64Array.from({ length: totals.length }, (_, row) => {
    const { labels, scores } = labelRow(sample, row)
    return metric.estimate(orderByScore(scores, labels), {}).value ?? Number.NaN
  })
  const mean = meanOf(values, sample.weights, totals)
  const excluded = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0)
  return excluded === 0 ? mean : { ...mean, detail: { excluded_rows: excluded } }
}

function micro(metric: BinaryMetric, sample: MultilabelSample, totals: RowTotals): Smooth | Absent {
  const { labels, scores, outputs, weights } = sample
  const binary = orderByScore(scores, labels, {
    weights: weights && Float64Array.from(scores, (_, cell) => weights[Math.floor(cell / outputs)]),
    keepRows: true,
  })
  const { value, undefinedBecause } = metric.estimate(binary, {})
  if (value === null) return { reason: undefinedBecause ?? 'one_class' }
  return { value, influence: () => byRow(metric, binary, totals.length, (cell) => Math.floor(cell / outputs)) }
}

function overOutputs(
  metric: BinaryMetric,
  sample: MultilabelSample,
  totals: RowTotals,
  bySize: boolean,
): Smooth | Absent {
  const { labels, scores, outputs, weights } = sample
  const rows = totals.length
  const binaries = Array.from({ length: outputs }, (_, o) =>
    orderByScore(
      Float64Array.from({ length: rows }, (_, row) => scores[row * outputs + o]),
      Uint8Array.from({ length: rows }, (_, row) => labels[row * outputs + o]),
      { weights, keepRows: true },
    ),
  )
  const values = binaries.map((binary) => metric.estimate(binary, {}).value)
  const shares = values.map((value, o) => {
    if (value === null) return 0
    if (!bySize) return 1
    let size = 0
    for (let row = 0; row < rows; row++) size += labels[row * outputs + o] * weightAt(weights, row)
    return size
  })
  const left = values.flatMap((value, o) => (value === null ? [String(o)] : []))
  const detail = left.length > 0 ? { detail: { undefined_outputs: left } } : {}
  const whole = shares.reduce((a, b) => a + b, 0)
  if (whole === 0) return { reason: 'one_class', ...detail }
  const value = values.reduce<number>((sum, one, o) => sum + (shares[o] * (one ?? 0)) / whole, 0)
  return {
    value,
    influence() {
      const phi = new Float64Array(rows)
      binaries.forEach((binary, o) => {
        if (shares[o] === 0) return
        const part = byRow(metric, binary, rows, (row) => row)
        for (let row = 0; row < rows; row++) {
          const gap = bySize
            ? rows * weightAt(weights, row) * labels[row * outputs + o] * ((values[o] ?? 0) - value)
            : 0
          phi[row] += (shares[o] * part[row] + gap) / whole
        }
      })
      return phi
    },
    ...detail,
  }
}

/** The influences of a binary sample, added up by the row that each position came from. */
function byRow(
  metric: BinaryMetric,
  binary: BinarySample,
  rows: number,
  rowOf: (position: number) => number,
): Float64Array {
  const part = metric.influence?.(binary, {}) ?? new Float64Array()
  const positions = binary.rows
  const phi = new Float64Array(rows)
  if (positions === undefined) return phi
  for (let i = 0; i < part.length; i++) phi[rowOf(positions[i])] += (part[i] * rows) / part.length
  return phi
}
