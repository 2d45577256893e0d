import type { Metric } from '../metric.ts'
import { functionOfMeans } from '../rows/mean-of-rows.ts'
import { definedOver, type RowTotals, rowTotals, undefinedOver, weightAt } from '../rows/row-totals.ts'
import { type Absent, type Smooth, smoothMetric } from '../rows/smooth-metric.ts'
import type { RegressionSample } from '../samples.ts'
import { concordance, concordanceInfluence } from './concordance.ts'
import { rankCorrelation } from './rank-correlation.ts'
import { byRow, regressionRows, requireNumbers } from './regression-input.ts'

type NoOptions = Record<never, never>

/**
 * Pearson's correlation of actual values and predictions. Undefined (`zero_variance`) where either is constant. Interval:
 * Fisher's z with standard error 1/√(n − 3); under weights or clusters from the influences on that scale.
 *
 * @throws {MetricInputError} for values that are not finite, columns of different lengths, unusable weights
 */
export const pearson = correlation(linearCorrelation, (_r, n) => 1 / Math.sqrt(n - 3), 4)

/**
 * Spearman's rank correlation, ties sharing their mean rank; monotone transforms of either side change nothing. Undefined
 * as {@link pearson}. Interval: Fisher's z with standard error √((1 + r²/2)/(n − 3)) (Bonett & Wright 2000); under
 * weights or clusters from the influences.
 */
export const spearman = correlation(rankCorrelation, (r, n) => Math.sqrt((1 + (r * r) / 2) / (n - 3)), 4)

/**
 * Kendall's τ_b: concordant less discordant pairs, relative to those tied on neither side. Undefined as {@link pearson}.
 * Interval: Fisher's z with standard error √(0.437/(n − 4)) (Fieller, Hartley & Pearson 1957); under weights or clusters
 * from the influences.
 */
export const kendall = correlation(
  (sample, totals) => {
    const pairs = concordance(sample, totals)
    if (pairs.actual === 0 || pairs.predicted === 0) return { reason: 'zero_variance' }
    const root = Math.sqrt(pairs.actual * pairs.predicted)
    const value = pairs.agreement / root
    return {
      value,
      influence: () =>
        concordanceInfluence(sample, totals, pairs, {
          agreement: 1 / root,
          actual: -value / (2 * pairs.actual),
          predicted: -value / (2 * pairs.predicted),
        }),
    }
  },
  (_r, n) => Math.sqrt(0.437 / (n - 4)),
  5,
)

/**
 * Lin's concordance correlation (1989): agreement with the line of equality, which a constant bias or another spread
 * lowers too; from −1 to 1. Undefined where both sides are the same constant. Interval: delta method, Fisher's z.
 *
 * @throws {MetricInputError} as {@link pearson}
 */
export const concordanceCorrelation = smoothMetric<RegressionSample, NoOptions>({
  method: 'delta',
  scale: 'fisher_z',
  range: [-1, 1],
  length: regressionRows,
  evaluate(sample, _options, totals) {
    requireNumbers(sample)
    const { y, p } = centres(sample, totals)
    const columns = momentColumns(sample, y, p)
    const means = ([a, b, cross, aa, bb]: readonly number[]) => ({
      above: 2 * (cross - a * b),
      below: aa - a * a + (bb - b * b) + (a + y - b - p) ** 2,
    })
    const smooth = functionOfMeans(
      columns,
      sample.weights,
      totals,
      (m) => means(m).above / means(m).below,
      (m) => {
        const { above, below } = means(m)
        const [a, b] = m
        const shift = 2 * (a + y - b - p)
        const ratio = above / below
        return [
          (-2 * b - ratio * (-2 * a + shift)) / below,
          (-2 * a - ratio * (-2 * b - shift)) / below,
          2 / below,
          -ratio / below,
          -ratio / below,
        ]
      },
    )
    return Number.isNaN(smooth.value) ? { reason: 'zero_variance' } : smooth
  },
})

/**
 * Harrell's concordance index: of pairs whose actual values differ, the share that the predictions order the same way,
 * tied predictions counting half; 0.5 is chance. For a binary target it is ROC-AUC. Undefined (`constant_target`) where
 * all actual values are equal. Interval: influences of the pairs, logit scale.
 *
 * @throws {MetricInputError} as {@link pearson}
 */
export const concordanceIndex = smoothMetric<RegressionSample, NoOptions>({
  method: 'delta',
  scale: 'logit',
  range: [0, 1],
  length: regressionRows,
  evaluate(sample, _options, totals) {
    requireNumbers(sample)
    const pairs = concordance(sample, totals)
    if (pairs.actual === 0) return { reason: 'constant_target' }
    const excess = pairs.agreement / pairs.actual
    return {
      value: (1 + excess) / 2,
      influence: () =>
        concordanceInfluence(sample, totals, pairs, {
          agreement: 0.5 / pairs.actual,
          actual: (-0.5 * excess) / pairs.actual,
          predicted: 0,
        }),
    }
  },
})

/** A correlation with its own standard error on Fisher's scale, for rows that are independent and weigh the same. */
function correlation(
  evaluate: (sample: RegressionSample, totals: RowTotals) => Smooth | Absent,
  errorOfZ: (value: number, rows: number) => number,
  least: number,
): Metric<RegressionSample, NoOptions> {
  const general = smoothMetric<RegressionSample, NoOptions>({
    method: 'delta',
    scale: 'fisher_z',
    range: [-1, 1],
    length: regressionRows,
    evaluate(sample, _options, totals) {
      requireNumbers(sample)
      return totals.rows < 2 ? { reason: 'too_few_rows' } : evaluate(sample, totals)
    },
  })
  return {
    ...general,
    estimate(sample, options) {
      if (sample.weights !== undefined || sample.clusters !== undefined) return general.estimate(sample, options)
      requireNumbers(sample)
      const totals = rowTotals(sample.actual.length, undefined)
      if (totals.rows < 2) return undefinedOver(totals, totals.nothing ?? 'too_few_rows')
      const result = evaluate(sample, totals)
      if ('reason' in result) return undefinedOver(totals, result.reason)
      const { value } = result
      if (totals.rows < least) return definedOver(totals, value, `fewer than ${least} rows tell nothing of the spread`)
      if (Math.abs(value) === 1) return definedOver(totals, value, 'a perfect correlation has no spread to go by')
      return definedOver(totals, value, {
        kind: 'normal',
        method: 'fisher_z',
        scale: 'fisher_z',
        standardError: errorOfZ(value, totals.rows) * (1 - value * value),
        degreesOfFreedom: null,
        range: [-1, 1],
      })
    },
  }
}

function linearCorrelation(sample: RegressionSample, totals: RowTotals): Smooth | Absent {
  const { y, p } = centres(sample, totals)
  const smooth = functionOfMeans(
    momentColumns(sample, y, p),
    sample.weights,
    totals,
    ([a, b, cross, aa, bb]) => (cross - a * b) / Math.sqrt((aa - a * a) * (bb - b * b)),
    ([a, b, cross, aa, bb]) => {
      const [u, v] = [aa - a * a, bb - b * b]
      const root = Math.sqrt(u * v)
      const r = (cross - a * b) / root
      return [-b / root + (r * a) / u, -a / root + (r * b) / v, 1 / root, -r / (2 * u), -r / (2 * v)]
    },
  )
  if (!Number.isFinite(smooth.value)) return { reason: 'zero_variance' }
  return { ...smooth, value: Math.min(1, Math.max(-1, smooth.value)) }
}

/** Weighted means: moments around them lose no digits. */
function centres({ actual, predicted, weights }: RegressionSample, totals: RowTotals): { y: number; p: number } {
  let y = 0
  let p = 0
  for (let i = 0; i < actual.length; i++) {
    y += weightAt(weights, i) * actual[i]
    p += weightAt(weights, i) * predicted[i]
  }
  return { y: y / totals.weight, p: p / totals.weight }
}

function momentColumns(sample: RegressionSample, y: number, p: number): Float64Array[] {
  return [
    byRow(sample, (a) => a - y),
    byRow(sample, (_, b) => b - p),
    byRow(sample, (a, b) => (a - y) * (b - p)),
    byRow(sample, (a) => (a - y) ** 2),
    byRow(sample, (_, b) => (b - p) ** 2),
  ]
}
