import { poissonWeight, resampledUncertainty, type Uncertainty } from '@sluice/stats'
import { isRounding } from './build-estimate.ts'
import { tooFewEffectiveRows } from './effective-rows.ts'
import type { Estimate } from './estimate.ts'
import { influenceInterval } from './inference.ts'
import type { Metric } from './metric.ts'
import type { ResamplingOptions } from './resampling.ts'
import { unitResolution } from './resolution.ts'
import { alignRows } from './row-alignment.ts'
import type { Rows } from './samples.ts'

/** What a comparison reads of a sample, whatever else it is. */
interface Comparable extends Rows {
  readonly labels?: ArrayLike<number>
  readonly actual?: ArrayLike<number>
}

/**
 * The difference of a metric between two models over the same rows: candidate − baseline, paired row by row.
 *
 * Smooth metrics subtract their influences, φ_candidate − φ_baseline (for the ROC AUC this is DeLong's paired test), and
 * are cluster-robust with clusters. Others are bootstrapped with weights that both sides share by row, a pure function
 * of seed, replicate and row: 1 000 replicates, fewer from 100 000 rows on, at least 50. Models that rank alike differ by
 * 0 with a standard error of 0: p = 1; by the same on every row, up to rounding, by a difference without an interval.
 * Samples are matched by `rows`, or by position where neither has any.
 *
 * @returns `detail.candidate` and `detail.baseline` hold the two values, beside the classes, outputs, rows or queries left out
 * @throws MetricInputError `rows_unmatched` where the samples are not of the same rows, `rows_missing` where only one
 *   knows its rows
 */
export function pairedDifference<Sample, Options>(
  metric: Metric<Sample, Options>,
  candidate: Sample,
  baseline: Sample,
  options: Options,
): Estimate {
  const of = metric.estimate(candidate, options)
  const than = metric.estimate(baseline, options)
  const { rows, positives, effectiveRows } = of
  const shared = { rows, positives, effectiveRows }
  if (of.value === null || than.value === null) {
    const undefinedBecause = of.undefinedBecause ?? than.undefinedBecause ?? 'empty'
    return { ...shared, value: null, undefinedBecause, uncertainty: null }
  }
  const value = of.value - than.value
  const detail = { ...leftOutOf(of), candidate: of.value, baseline: than.value }
  const resolution = () =>
    Math.max(...[candidate, baseline].map((sample) => metric.resolution?.(sample, options) ?? unitResolution))
  const few = tooFewEffectiveRows(of)
  const given = few ?? pairedUncertainty(metric, candidate, baseline, options, value, effectiveRows)
  const uncertainty = typeof given === 'string' ? given : settled(given, [value, of.value, than.value], resolution())
  if (typeof uncertainty !== 'string') return { ...shared, value, uncertainty, detail }
  return { ...shared, value, uncertainty: null, noInterval: uncertainty, detail }
}

/** What neither value rests on: it follows from the labels, which both share. */
function leftOutOf({ detail = {} }: Estimate): NonNullable<Estimate['detail']> {
  const left = ['undefined_classes', 'undefined_outputs', 'excluded_rows', 'empty_queries']
  return Object.fromEntries(Object.entries(detail).filter(([name]) => left.includes(name)))
}

function pairedUncertainty<Sample, Options>(
  metric: Metric<Sample, Options>,
  candidate: Sample,
  baseline: Sample,
  options: Options,
  value: number,
  effectiveRows: number,
): Uncertainty | string {
  const own = metric.difference?.(candidate, baseline, options)
  if (own) return own
  const phi = metric.influence?.(candidate, options)
  const other = metric.influence?.(baseline, options)
  if (phi && other)
    return influenceDifference(
      metric.inference ?? 'mean',
      candidate as Comparable,
      baseline as Comparable,
      phi,
      other,
      value,
      effectiveRows,
    )
  if (metric.resample === undefined) return 'one of the two values has no standard error'
  return resampledDifference(metric, candidate, baseline, options, value)
}

const methods = { mean: 'paired_t', delta: 'paired_influence', delong: 'delong_paired' } as const

function influenceDifference(
  inference: keyof typeof methods,
  candidate: Comparable,
  baseline: Comparable,
  phi: Float64Array,
  other: Float64Array,
  value: number,
  effectiveRows: number,
): Uncertainty | string {
  const positions = alignRows(candidate, baseline, phi.length, other.length)
  const difference = phi.slice()
  for (let i = 0; i < other.length; i++) difference[positions === null ? i : positions[i]] -= other[i]
  const { clusters, labels } = candidate
  const uncertainty = influenceInterval(value, difference, {
    inference,
    method: methods[inference],
    scale: 'identity',
    clusters: clusters?.length === phi.length ? clusters : undefined,
    labels: labels instanceof Uint8Array ? labels : undefined,
    effectiveRows,
  })
  return uncertainty ?? 'too few rows'
}

/** Models that differ by the same on every row, up to rounding, have a difference without variance. */
function settled(given: Uncertainty, values: readonly number[], resolution: number): Uncertainty | string {
  if (!isRounding(given, values, resolution)) return given
  if (values[0] !== 0 || given.kind !== 'normal') return 'the difference has no variance'
  return { ...given, standardError: 0 }
}

/** Row-replicates that a comparison may cost before it draws fewer replicates. */
const rowBudget = 1e8

/** With fewer replicates than this their quantiles are too coarse, and their standard deviation serves instead. */
const quantileReplicates = 400

function resampledDifference<Sample, Options>(
  metric: Metric<Sample, Options>,
  candidate: Sample,
  baseline: Sample,
  options: Options,
  value: number,
): Uncertainty | string {
  const { seed = 0, replicates = 1000 } = options as ResamplingOptions
  const draw = sharedDraw(candidate as Comparable, baseline as Comparable, seed)
  const count = Math.max(50, Math.min(replicates, Math.floor(rowBudget / draw.rows)))
  const values = Float64Array.from({ length: count }, (_, replicate) => {
    const weights = draw.weights(replicate)
    return (
      metric.resample!(candidate, options, weights.candidate) - metric.resample!(baseline, options, weights.baseline)
    )
  })
  if (values.every((one) => one === 0) || count < quantileReplicates) return normalOf(values)
  return resampledUncertainty(values, { estimate: value }) ?? 'too few replicates have a value'
}

function normalOf(replicates: Float64Array): Uncertainty | string {
  const values = replicates.filter(Number.isFinite)
  if (values.length < 0.95 * replicates.length) return 'too few replicates have a value'
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const standardError = Math.sqrt(squares / (values.length - 1))
  return { kind: 'normal', method: 'bootstrap_paired', scale: 'identity', standardError, degreesOfFreedom: null }
}

interface SharedDraw {
  readonly rows: number
  /** Weights of both samples by position; the arrays are used again. */
  weights(replicate: number): { readonly candidate: Float64Array; readonly baseline: Float64Array }
}

/** Poisson(1) counts by row (by cluster, with clusters), times the rows' own weights. */
function sharedDraw(candidate: Comparable, baseline: Comparable, seed: number): SharedDraw {
  const rows = rowsOf(candidate)
  const positions = alignRows(candidate, baseline, rows, rowsOf(baseline))
  const identity = candidate.clusters ?? candidate.rows
  const own = new Float64Array(rows)
  const other = new Float64Array(rows)
  return {
    rows,
    weights(replicate) {
      for (let i = 0; i < rows; i++) {
        const count = poissonWeight(seed, replicate, identity === undefined ? i : identity[i])
        own[i] = candidate.weights === undefined ? count : count * candidate.weights[i]
      }
      for (let i = 0; i < rows; i++) other[i] = own[positions === null ? i : positions[i]]
      return { candidate: own, baseline: other }
    },
  }
}

function rowsOf({ rows, weights, clusters, actual, labels }: Comparable): number {
  return (rows ?? weights ?? clusters ?? actual ?? labels)?.length ?? 0
}
