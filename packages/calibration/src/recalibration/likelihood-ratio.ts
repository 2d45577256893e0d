import type { BinarySample } from '@sluice/metrics'
import { chiSquareCdf } from '@sluice/stats'
import { scoreCells } from '../cells/score-cells.ts'
import { calibrationLine } from './calibration-line.ts'
import { logitsOf } from './sample-logits.ts'

/** A test of the hypothesis that a model is calibrated. */
export interface CalibrationTest {
  readonly statistic: number
  readonly degreesOfFreedom: number
  readonly pValue: number
}

/**
 * The likelihood-ratio test of (intercept, slope) = (0, 1) (Cox 1958; Miller, Hui & Tierney 1991): χ² with two degrees of
 * freedom. It sees miscalibration that a line in logits describes, and no other. Weights count as repeated rows.
 *
 * @returns `null` where the line does not exist: see {@link calibrationLine}
 */
export function calibrationLineTest(sample: BinarySample): CalibrationTest | null {
  const line = calibrationLine(sample)
  if (typeof line === 'string') return null
  const statistic = Math.max(0, 2 * (line.logLikelihood - likelihoodAsGiven(sample)))
  return { statistic, degreesOfFreedom: 2, pValue: 1 - chiSquareCdf(statistic, 2) }
}

/** The log-likelihood of the probabilities as they are. */
function likelihoodAsGiven(sample: BinarySample): number {
  const nodes = scoreCells(sample)?.nodes
  const z = nodes?.logit ?? logitsOf(sample)
  let likelihood = 0
  for (let i = 0; i < z.length; i++) {
    const weight = nodes?.weight[i] ?? sample.weights?.[i] ?? 1
    const positive = nodes?.positive[i] ?? weight * sample.labels[i]
    likelihood += positive * z[i] - weight * (Math.max(0, z[i]) + Math.log1p(Math.exp(-Math.abs(z[i]))))
  }
  return likelihood
}
