import type { BinarySample, Metric, UndefinedReason } from '@sluice/metrics'
import { influenceUncertainty, type SummedInfluence } from '@sluice/stats'
import { scoreCells } from '../cells/score-cells.ts'
import { logistic } from '../logistic/logit.ts'
import { absent, countsOf, present } from '../samples/counts.ts'
import { calibrationInTheLarge } from './calibration-in-the-large.ts'
import { type CalibrationLine, calibrationLine, STEEPEST } from './calibration-line.ts'
import { logitsOf } from './sample-logits.ts'

/**
 * Calibration slope: the slope of a logistic regression of the label on logit p; 1 where probabilities are as spread as
 * they should be, below 1 where they are too extreme (Cox 1958; Steyerberg et al. 2010). See {@link calibrationLine}.
 *
 * Interval: robust ("sandwich") standard error from influences, Student's t; cluster-robust with clusters. It covers less
 * than it says below about 20 positives or 20 negatives.
 */
export const calibrationSlope = lineMetric('slope')

/**
 * Calibration intercept: that of the regression of {@link calibrationSlope}, 0 for a calibrated model. Where only the
 * level of the probabilities is in question, {@link calibrationLevel} (the slope held at 1) is easier to read.
 */
export const calibrationIntercept = lineMetric('intercept')

/**
 * Calibration in the large: by how many logits probabilities are too low (positive) or too high (negative) on average,
 * as the maximum-likelihood intercept with the slope held at 1. Interval as {@link calibrationSlope}.
 */
export const calibrationLevel: Metric<BinarySample, Record<never, never>> = smooth((sample) => {
  const large = calibrationInTheLarge(sample)
  if (typeof large === 'string') return large
  const { intercept, information } = large
  return {
    value: intercept,
    influence: () => levelInfluence(sample, intercept, information),
    summed: () => summedInfluence(sample, { intercept, slope: 1 }, sample.labels.length / information, 0),
  }
})

function lineMetric(coefficient: 'slope' | 'intercept'): Metric<BinarySample, Record<never, never>> {
  return smooth((sample) => {
    const line = calibrationLine(sample)
    if (typeof line === 'string') return line
    const [constant, perLogit] = factorsOf(sample, line, coefficient)
    return {
      value: line[coefficient],
      influence: () => lineInfluence(sample, line, constant, perLogit),
      summed: () => summedInfluence(sample, line, constant, perLogit),
    }
  })
}

interface Fitted {
  readonly value: number
  influence(): Float64Array
  /** `null` where it takes the rows. */
  summed(): SummedInfluence | null
}

function smooth(of: (sample: BinarySample) => Fitted | UndefinedReason): Metric<BinarySample, Record<never, never>> {
  return {
    scale: 'identity',
    inference: 'mean',
    estimate(sample) {
      const counts = countsOf(sample)
      const result = of(sample)
      if (typeof result === 'string') return absent(counts, result)
      const { clusters } = sample
      const { effectiveRows } = counts
      const setting = { method: clusters === undefined ? 'sandwich' : 'cluster_robust', clusters, effectiveRows }
      const uncertainty = influenceUncertainty(result.value, result.summed() ?? result.influence(), setting)
      return present(counts, result.value, uncertainty ?? 'one cluster holds all rows')
    },
    influence(sample) {
      const result = of(sample)
      return typeof result === 'string' ? null : result.influence()
    },
  }
}

/** `φ = n · (inverse information · (1, z)) · w (y − q)`, one coefficient of it: what stands before the residual. */
function factorsOf(
  { labels }: BinarySample,
  { covariance }: CalibrationLine,
  coefficient: 'slope' | 'intercept',
): readonly [number, number] {
  const rows = labels.length
  return coefficient === 'intercept'
    ? [rows * covariance[0], rows * covariance[1]]
    : [rows * covariance[1], rows * covariance[3]]
}

/** `Σ (constant + perLogit · z)² (y − q)²` over the cells of independent rows. */
function summedInfluence(
  sample: BinarySample,
  { intercept, slope }: Pick<CalibrationLine, 'intercept' | 'slope'>,
  constant: number,
  perLogit: number,
): SummedInfluence | null {
  const cells = sample.clusters === undefined && Math.abs(slope) <= STEEPEST ? scoreCells(sample) : null
  if (cells === null) return null
  const { logit, positive, negative } = cells.nodes
  let squares = 0
  for (let j = 0; j < logit.length; j++) {
    const q = logistic(intercept + slope * logit[j])
    const factor = constant + perLogit * logit[j]
    squares += factor * factor * (positive[j] * (1 - q) * (1 - q) + negative[j] * q * q)
  }
  return { rows: sample.labels.length, squares }
}

function lineInfluence(sample: BinarySample, line: CalibrationLine, constant: number, perLogit: number): Float64Array {
  const { weights } = sample
  const z = logitsOf(sample)
  const rows = z.length
  const residuals = residualsOf(sample, line)
  const phi = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    phi[i] = residuals[i] * (constant + perLogit * z[i]) * (weights === undefined ? 1 : weights[i])
  }
  return phi
}

const known = new WeakMap<CalibrationLine, Float64Array>()

/** y − q of each row; slope and intercept share them. */
function residualsOf(sample: BinarySample, line: CalibrationLine): Float64Array {
  const before = known.get(line)
  if (before !== undefined) return before
  const residuals = new Float64Array(sample.labels.length)
  const z = logitsOf(sample)
  for (let from = 0; from < z.length; from += 4096) {
    const to = Math.min(z.length, from + 4096)
    fillResiduals(residuals, z, sample.labels, line.intercept, line.slope, from, to)
  }
  known.set(line, residuals)
  return residuals
}

function levelInfluence(sample: BinarySample, intercept: number, information: number): Float64Array {
  const { labels, weights } = sample
  const z = logitsOf(sample)
  const rows = z.length
  const phi = new Float64Array(rows)
  for (let from = 0; from < rows; from += 4096) {
    const to = Math.min(rows, from + 4096)
    fillResiduals(phi, z, labels, intercept, 1, from, to)
    for (let i = from; i < to; i++) phi[i] *= (rows / information) * (weights === undefined ? 1 : weights[i])
  }
  return phi
}

/** Writes y − q of the rows `from` to `to`. */
function fillResiduals(
  into: Float64Array,
  z: Float64Array,
  labels: Uint8Array,
  intercept: number,
  slope: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) into[i] = labels[i] - logistic(intercept + slope * z[i])
}
