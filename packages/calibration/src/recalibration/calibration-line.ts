import type { BinarySample, UndefinedReason } from '@sluice/metrics'
import { fitLogistic } from '../logistic/logistic-regression.ts'
import { logits } from '../logistic/logit.ts'
import { countsOf, missingClass } from '../samples/counts.ts'
import { requireProbabilities } from '../samples/require-probabilities.ts'

/** The logistic recalibration `logit P(y = 1) = intercept + slope · logit p` (Cox 1958), with its standard errors. */
export interface CalibrationLine {
  readonly intercept: number
  readonly slope: number
  /** Inverse information, in the order intercept, slope: [ii, is, is, ss]. */
  readonly covariance: readonly number[]
  readonly logLikelihood: number
}

const known = new WeakMap<BinarySample, CalibrationLine | UndefinedReason>()

/**
 * Fits the calibration line by maximum likelihood. A calibrated model has intercept 0 and slope 1; a slope below 1 says
 * that probabilities are too extreme, as an overfitted model's are. Scores of 0 and 1 are read as 2⁻⁵² away from them.
 * Worked out once a sample.
 *
 * @returns why there is none: one class, constant scores (`zero_variance`), or scores that separate the classes, whose
 *   slope is `infinite`
 * @throws {MetricInputError} for scores that are not probabilities
 */
export function calibrationLine(sample: BinarySample): CalibrationLine | UndefinedReason {
  const before = known.get(sample)
  if (before !== undefined) return before
  const line = fitLine(sample)
  known.set(sample, line)
  return line
}

function fitLine(sample: BinarySample): CalibrationLine | UndefinedReason {
  requireProbabilities(sample.scores)
  const reason = missingClass(sample)
  if (reason !== null) return reason
  const { scores, labels, weights } = sample
  if (scores[0] === scores[scores.length - 1]) return 'zero_variance'
  if (separated(sample)) return 'infinite'
  const z = logitsOf(sample)
  const ones = new Float64Array(z.length).fill(1)
  const joined = joinNeighbours(sample)
  const start = joined === null ? undefined : lineOf(joined)
  const fit = fitLogistic({ columns: [ones, z], targets: labels, weights }, start)
  if (fit === null) return 'infinite'
  const [intercept, slope] = fit.coefficients
  return { intercept, slope, covariance: fit.covariance, logLikelihood: fit.logLikelihood }
}

const knownLogits = new WeakMap<BinarySample, Float64Array>()

/** The logits of a sample's scores, worked out once. */
export function logitsOf(sample: BinarySample): Float64Array {
  const before = knownLogits.get(sample)
  if (before !== undefined) return before
  const z = logits(sample.scores)
  knownLogits.set(sample, z)
  return z
}

/** Whether all scores of one class lie on one side of those of the other; they ascend. */
function separated({ scores, labels, positives }: BinarySample): boolean {
  const negatives = labels.length - positives
  const firstPositive = scores[labels.indexOf(1)]
  const lastNegative = scores[labels.lastIndexOf(0)]
  if (lastNegative <= firstPositive) return scores[negatives - 1] <= scores[negatives] && negatives > 0
  const firstNegative = scores[labels.indexOf(0)]
  return scores[labels.lastIndexOf(1)] <= firstNegative
}

/** With more rows than this a fit of neighbouring rows joined saves most of the steps over all of them. */
const JOIN_FROM = 16_384
const JOINED_ROWS = 4096

/** Means of neighbouring rows: logit, share of positives, and weight. */
interface JoinedRows {
  readonly mean: Float64Array
  readonly share: Float64Array
  readonly weight: Float64Array
}

const knownJoined = new WeakMap<BinarySample, JoinedRows | null>()

/** Neighbours joined, so that a fit of them is one or two steps from that of all rows; `null` where rows are few. */
function joinNeighbours(sample: BinarySample): JoinedRows | null {
  const before = knownJoined.get(sample)
  if (before !== undefined) return before
  const joined = joinRows(sample)
  knownJoined.set(sample, joined)
  return joined
}

function joinRows(sample: BinarySample): JoinedRows | null {
  const { labels, weights } = sample
  const z = logitsOf(sample)
  const rows = z.length
  if (rows < JOIN_FROM) return null
  const each = Math.ceil(rows / JOINED_ROWS)
  const groups = Math.ceil(rows / each)
  const [mean, share, weight] = [0, 1, 2].map(() => new Float64Array(groups))
  for (let g = 0; g < groups; g++) {
    const [from, to] = [g * each, Math.min(rows, (g + 1) * each)]
    const [total, sum, positive] = sumsOf(z, labels, weights, from, to)
    weight[g] = total
    mean[g] = sum / total
    share[g] = positive / total
  }
  return { mean, share, weight }
}

function sumsOf(
  z: Float64Array,
  labels: Uint8Array,
  weights: Float64Array | undefined,
  from: number,
  to: number,
): [number, number, number] {
  let [total, sum, positive] = [0, 0, 0]
  for (let i = from; i < to; i++) {
    const w = weights === undefined ? 1 : weights[i]
    total += w
    sum += w * z[i]
    positive += w * labels[i]
  }
  return [total, sum, positive]
}

function lineOf({ mean, share, weight }: JoinedRows): readonly number[] | undefined {
  const ones = new Float64Array(mean.length).fill(1)
  return fitLogistic({ columns: [ones, mean], targets: share, weights: weight })?.coefficients
}

/** Intercept with the slope held at 1: how much probabilities are too low (or, negative, too high) on average. */
export interface CalibrationInTheLarge {
  readonly intercept: number
  /** Σ w q (1 − q): the information of the intercept. */
  readonly information: number
}

const knownLarge = new WeakMap<BinarySample, CalibrationInTheLarge | UndefinedReason>()

/**
 * Calibration in the large: the maximum-likelihood intercept with logit p as an offset.
 *
 * @throws {MetricInputError} for scores that are not probabilities
 */
export function calibrationInTheLarge(sample: BinarySample): CalibrationInTheLarge | UndefinedReason {
  const before = knownLarge.get(sample)
  if (before !== undefined) return before
  requireProbabilities(sample.scores)
  const result = missingClass(sample) ?? fitIntercept(sample)
  knownLarge.set(sample, result)
  return result
}

function fitIntercept(sample: BinarySample): CalibrationInTheLarge | UndefinedReason {
  const { weights } = sample
  const z = logitsOf(sample)
  const positive = countsOf(sample).positiveWeight
  const joined = joinNeighbours(sample)
  const start = joined === null ? 0 : (rootOf(joined.mean, joined.weight, positive, 0)?.intercept ?? 0)
  return rootOf(z, weights, positive, start) ?? 'infinite'
}

/** The intercept at which as many positives are expected as there are; Newton's method. */
function rootOf(
  z: Float64Array,
  weights: Float64Array | undefined,
  positive: number,
  start: number,
): CalibrationInTheLarge | null {
  let intercept = start
  for (let step = 0; step < 100; step++) {
    const { expected, information } = expectedPositives(z, weights, intercept)
    const move = (positive - expected) / information
    if (!Number.isFinite(move)) return null
    // The sum of probabilities is steep where few are near ½: a step of more than 4 logits would overshoot.
    intercept += Math.max(-4, Math.min(4, move))
    if (Math.abs(move) < 1e-8 * Math.max(1, Math.abs(intercept))) return { intercept, information }
  }
  return null
}

function expectedPositives(
  z: Float64Array,
  weights: Float64Array | undefined,
  intercept: number,
): { expected: number; information: number } {
  const sums = new Float64Array(2)
  for (let from = 0; from < z.length; from += 4096) {
    addExpected(z, weights, intercept, from, Math.min(z.length, from + 4096), sums)
  }
  return { expected: sums[0], information: sums[1] }
}

function addExpected(
  z: Float64Array,
  weights: Float64Array | undefined,
  intercept: number,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  let [expected, information] = [0, 0]
  for (let i = from; i < to; i++) {
    const eta = intercept + z[i]
    const e = Math.exp(eta > 0 ? -eta : eta)
    const w = weights === undefined ? 1 : weights[i]
    const whole = 1 + e
    expected += (eta > 0 ? w : w * e) / whole
    information += (w * e) / (whole * whole)
  }
  sums[0] += expected
  sums[1] += information
}
