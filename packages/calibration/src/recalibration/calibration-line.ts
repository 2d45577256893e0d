import type { BinarySample, UndefinedReason } from '@sluice/metrics'
import { type CellNodes, scoreCells } from '../cells/score-cells.ts'
import { fitLogistic, type LogisticFit } from '../logistic/logistic-regression.ts'
import { missingClass } from '../samples/counts.ts'
import { requireProbabilities } from '../samples/require-probabilities.ts'
import { joinNeighbours } from './joined-rows.ts'
import { logitsOf } from './sample-logits.ts'

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
 * Worked out once a sample; of many rows without weights from their cells (see {@link scoreCells}), to about 10⁻¹².
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
  requireProbabilities(sample)
  const reason = missingClass(sample)
  if (reason !== null) return reason
  const { scores } = sample
  if (scores[0] === scores[scores.length - 1]) return 'zero_variance'
  if (separated(sample)) return 'infinite'
  const joined = joinNeighbours(sample)
  const start =
    joined === null
      ? undefined
      : fitLogistic({ columns: withOnes(joined.mean), targets: joined.share, weights: joined.weight })?.coefficients
  const fit = fitCells(sample, start) ?? fitRows(sample, start)
  if (fit === null) return 'infinite'
  const [intercept, slope] = fit.coefficients
  return { intercept, slope, covariance: fit.covariance, logLikelihood: fit.logLikelihood }
}

function fitRows(sample: BinarySample, start: readonly number[] | undefined): LogisticFit | null {
  const { labels, weights } = sample
  return fitLogistic({ columns: withOnes(logitsOf(sample)), targets: labels, weights }, start)
}

/** Beyond this slope, up or down, a logistic curve bends too much within a cell. */
export const STEEPEST = 5

/** `null` where there are no cells, or the curve is too steep for them. */
function fitCells(sample: BinarySample, start: readonly number[] | undefined): LogisticFit | null {
  const cells = scoreCells(sample)
  if (cells === null) return null
  const points = byClass(cells.nodes)
  const fit = fitLogistic(points, start)
  if (fit === null || Math.abs(fit.coefficients[1]) > STEEPEST) return null
  // Once more from where it ended: its covariance is that of the point before the last step.
  return fitLogistic(points, fit.coefficients)
}

/** The points of the cells once as negatives and once as positives. */
function byClass({ logit, negative, positive }: CellNodes) {
  const points = logit.length
  const twice = (first: Float64Array, second: Float64Array) => {
    const both = new Float64Array(2 * points)
    both.set(first)
    both.set(second, points)
    return both
  }
  return {
    columns: withOnes(twice(logit, logit)),
    targets: new Uint8Array(2 * points).fill(1, points),
    weights: twice(negative, positive),
  }
}

function withOnes(z: Float64Array): Float64Array[] {
  return [new Float64Array(z.length).fill(1), z]
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
