import type { BinarySample, UndefinedReason } from '@sluice/metrics'
import { scoreCells } from '../cells/score-cells.ts'
import { countsOf, missingClass } from '../samples/counts.ts'
import { requireProbabilities } from '../samples/require-probabilities.ts'
import { joinNeighbours } from './joined-rows.ts'
import { logitsOf } from './sample-logits.ts'

/** Intercept with the slope held at 1: how much probabilities are too low (or, negative, too high) on average. */
export interface CalibrationInTheLarge {
  readonly intercept: number
  /** Σ w q (1 − q): the information of the intercept. */
  readonly information: number
}

const known = new WeakMap<BinarySample, CalibrationInTheLarge | UndefinedReason>()

/**
 * Calibration in the large: the maximum-likelihood intercept with logit p as an offset. Worked out once a sample; of many
 * rows without weights from their cells, to about 10⁻¹².
 *
 * @throws {MetricInputError} for scores that are not probabilities
 */
export function calibrationInTheLarge(sample: BinarySample): CalibrationInTheLarge | UndefinedReason {
  const before = known.get(sample)
  if (before !== undefined) return before
  requireProbabilities(sample)
  const result = missingClass(sample) ?? fitIntercept(sample)
  known.set(sample, result)
  return result
}

function fitIntercept(sample: BinarySample): CalibrationInTheLarge | UndefinedReason {
  const positive = countsOf(sample).positiveWeight
  const joined = joinNeighbours(sample)
  const start = joined === null ? 0 : (rootOf(joined.mean, joined.weight, positive, 0)?.intercept ?? 0)
  const nodes = scoreCells(sample)?.nodes
  const fit =
    nodes === undefined
      ? rootOf(logitsOf(sample), sample.weights, positive, start)
      : rootOf(nodes.logit, nodes.weight, positive, start)
  return fit ?? 'infinite'
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
