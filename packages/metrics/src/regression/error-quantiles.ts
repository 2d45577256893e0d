import {
  binomialCdf,
  effectiveSampleSize,
  normalQuantile,
  QUANTILE_GRID_POINTS,
  type ResampledUncertainty,
} from '@sluice/stats'
import type { Estimate } from '../estimate.ts'
import type { Metric } from '../metric.ts'
import { middleResolution } from '../resolution.ts'
import { definedOver, rowTotals, undefinedOver, weightAt } from '../rows/row-totals.ts'
import type { RegressionSample } from '../samples.ts'
import { pinball, requireQuantile } from './error-means.ts'
import { byRow, requireNumbers } from './regression-input.ts'

type NoOptions = Record<never, never>

/**
 * Median absolute error, in the target's unit; with weights the weighted median, the mean of both middle values where the
 * weight splits evenly. Not smooth, so it has no influence. Interval: order statistics (exact binomial up to 1000 rows,
 * Woodruff 1952 beyond and under weights or clusters), free of any distribution.
 *
 * @throws {MetricInputError} for values that are not finite, columns of different lengths, unusable weights
 */
export const medianAbsoluteError: Metric<RegressionSample, NoOptions> = {
  scale: 'identity',
  estimate: (sample) => quantileEstimate(sample, absoluteErrors(sample), 0.5),
  resample: (sample, _options, weights) => weightedQuantileOf(absoluteErrors(sample), weights, 0.5) ?? Number.NaN,
  resolution: ({ actual, predicted }) => middleResolution(actual, predicted),
}

export interface ErrorQuantileOptions {
  /** The probability of the quantile, in (0, 1). */
  readonly quantile: number
  /** Of |e| (default), or of prediction − actual. */
  readonly of?: 'absolute' | 'signed'
}

/**
 * A quantile of the errors: "90 % of predictions are within …". Interval and weights as {@link medianAbsoluteError}.
 *
 * @throws {MetricInputError} for a quantile outside (0, 1), and as there
 */
export const errorQuantile: Metric<RegressionSample, ErrorQuantileOptions> = {
  scale: 'identity',
  estimate: (sample, { quantile, of }) => quantileEstimate(sample, errors(sample, of), quantile),
  resample: (sample, { quantile, of }, weights) =>
    weightedQuantileOf(errors(sample, of), weights, quantile) ?? Number.NaN,
  resolution: ({ actual, predicted }) => middleResolution(actual, predicted),
}

/**
 * The largest absolute error. It has no interval: the largest of a sample says nothing of what a larger one would hold.
 *
 * @throws {MetricInputError} as {@link medianAbsoluteError}
 */
export const maxError: Metric<RegressionSample, NoOptions> = {
  scale: 'identity',
  estimate(sample) {
    const totals = rowTotals(sample.actual.length, sample.weights)
    if (totals.nothing !== null) return undefinedOver(totals, totals.nothing)
    const value = absoluteErrors(sample).reduce(
      (most, error, i) => (weightAt(sample.weights, i) > 0 ? Math.max(most, error) : most),
      0,
    )
    return definedOver(totals, value, 'the largest error grows with the rows: gate a quantile of the errors instead')
  },
  resample: (sample, _options, weights) =>
    absoluteErrors(sample).reduce((most, error, i) => (weights[i] > 0 ? Math.max(most, error) : most), Number.NaN),
}

/**
 * The weighted quantile, the mean of both neighbours where the weight up to one is exactly the share asked for: the
 * median of tools that average. `null` without weight.
 */
export function weightedQuantileOf(
  values: Float64Array,
  weights: Float64Array | undefined,
  probability: number,
): number | null {
  if (weights === undefined) return evenQuantile(values.slice().sort(), probability)
  const order = ascending(values, weights)
  let total = 0
  for (const i of order) total += weightAt(weights, i)
  if (order.length === 0) return null
  const target = probability * total
  let reached = 0
  for (let rank = 0; rank < order.length; rank++) {
    reached += weightAt(weights, order[rank])
    if (Math.abs(reached - target) <= 1e-12 * total && rank + 1 < order.length) {
      return (values[order[rank]] + values[order[rank + 1]]) / 2
    }
    if (reached > target) return values[order[rank]]
  }
  return values[order[order.length - 1]]
}

function evenQuantile(sorted: Float64Array, probability: number): number | null {
  const target = probability * sorted.length
  const whole = Math.round(target)
  if (sorted.length === 0) return null
  if (Math.abs(whole - target) <= 1e-12 * sorted.length && whole > 0 && whole < sorted.length) {
    return (sorted[whole - 1] + sorted[whole]) / 2
  }
  return sorted[Math.min(sorted.length - 1, Math.floor(target))]
}

/** The mean pinball loss of always predicting one number. */
export function constantPinball(actual: Float64Array, constant: number, quantile: number): Float64Array {
  return actual.map((y) => pinball(y, constant, quantile))
}

function errors(sample: RegressionSample, of: ErrorQuantileOptions['of']): Float64Array {
  if (of !== 'signed') return absoluteErrors(sample)
  requireNumbers(sample)
  return byRow(sample, (y, p) => p - y)
}

function absoluteErrors(sample: RegressionSample): Float64Array {
  requireNumbers(sample)
  return byRow(sample, (y, p) => Math.abs(p - y))
}

function ascending(values: Float64Array, weights: Float64Array | undefined): Uint32Array {
  return Uint32Array.from(values.keys())
    .filter((i) => weightAt(weights, i) > 0)
    .sort((a, b) => values[a] - values[b])
}

function quantileEstimate(sample: RegressionSample, values: Float64Array, quantile: number): Estimate {
  requireQuantile(quantile)
  const { weights, clusters } = sample
  const totals = rowTotals(values.length, weights)
  const value = totals.nothing === null ? weightedQuantileOf(values, weights, quantile) : null
  if (value === null) return undefinedOver(totals, totals.nothing ?? 'empty')
  const resolution = middleResolution(sample.actual, sample.predicted)
  if (totals.rows < 6) return definedOver(totals, value, 'fewer than six rows have no order-statistic interval')
  const order = weights === undefined ? null : ascending(values, weights)
  const sorted = order === null ? values.slice().sort() : Float64Array.from(order, (i) => values[i])
  if (weights === undefined && clusters === undefined && sorted.length <= 1000) {
    const grid = gridOf((p) => sorted[rankAt(sorted.length, quantile, p) - 1])
    return definedOver(totals, value, grid, undefined, resolution)
  }
  const effective = effectiveUnits(values, sample, value, quantile)
  const shares = order === null ? null : cumulativeShares(order, weights)
  const spread = Math.sqrt((quantile * (1 - quantile)) / effective)
  const at = (p: number) => {
    const target = quantile + spread * Math.min(6, Math.max(-6, normalQuantile(p)))
    return sorted[positionAt(target, sorted.length, shares)]
  }
  return definedOver(totals, value, gridOf(at), undefined, resolution)
}

/** The first position up to which the share of weight reaches a target. */
function positionAt(target: number, rows: number, shares: Float64Array | null): number {
  if (shares === null) return Math.min(rows - 1, Math.max(0, Math.ceil(target * rows) - 1))
  let low = 0
  let high = rows - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (shares[middle] >= target) high = middle
    else low = middle + 1
  }
  return low
}

function gridOf(at: (probability: number) => number): ResampledUncertainty {
  const last = QUANTILE_GRID_POINTS - 1
  const quantiles = Array.from({ length: QUANTILE_GRID_POINTS }, (_, j) => at(j / last))
  return { kind: 'resampled', method: 'order_statistics', quantiles, bias: 0, acceleration: 0, replicates: 10_000 }
}

/**
 * The 1-based rank whose order statistic is the limit at a probability: below a half the highest that exceeds the true
 * quantile with at most that probability, above it the lowest that falls short with at most the rest.
 */
function rankAt(rows: number, quantile: number, probability: number): number {
  const lower = probability < 0.5
  const holds = (rank: number) =>
    lower ? binomialCdf(rank - 1, rows, quantile) > probability : binomialCdf(rank - 1, rows, quantile) >= probability
  let low = 1
  let high = rows
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return lower ? Math.max(1, low - 1) : low
}

function cumulativeShares(order: Uint32Array, weights: Float64Array | undefined): Float64Array {
  let total = 0
  for (const i of order) total += weightAt(weights, i)
  let reached = 0
  return Float64Array.from(order, (i) => {
    reached += weightAt(weights, i)
    return reached / total
  })
}

/** Independent rows that would know the share below the quantile as well: Kish under weights, fewer under clusters. */
function effectiveUnits(values: Float64Array, sample: RegressionSample, value: number, quantile: number): number {
  const { weights, clusters } = sample
  const ones = weights ?? new Float64Array(values.length).fill(1)
  if (clusters === undefined) return effectiveSampleSize(ones)
  const sums = new Map<number, number>()
  let total = 0
  values.forEach((v, i) => {
    const below = v <= value ? 1 - quantile : -quantile
    sums.set(clusters[i], (sums.get(clusters[i]) ?? 0) + ones[i] * below)
    total += ones[i]
  })
  let squares = 0
  for (const sum of sums.values()) squares += sum * sum
  const variance = squares / (total * total)
  return variance > 0 ? Math.min(effectiveSampleSize(ones), (quantile * (1 - quantile)) / variance) : sums.size
}
