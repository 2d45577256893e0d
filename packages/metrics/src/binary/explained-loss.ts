import { withoutValue, withValue } from '../build-estimate.ts'
import type { Estimate } from '../estimate.ts'
import { influenceInterval } from '../inference.ts'
import type { Metric } from '../metric.ts'
import { MetricInputError } from '../metric-input-error.ts'
import type { BinarySample, RowLosses } from '../samples.ts'
import { squaredErrors } from './brier.ts'
import { type LogLossOptions, logLosses } from './log-loss.ts'
import { requireProbabilities } from './probabilities.ts'
import { lossInfluence, lossMoments } from './row-losses.ts'
import { type Totals, totalsOf } from './totals.ts'

/** A constant forecast's loss in terms of the prevalence, and its derivative. */
interface BaseLoss {
  loss(prevalence: number): number
  derivative(prevalence: number): number
}

const entropy: BaseLoss = {
  loss: (p) => -p * Math.log(p) - (1 - p) * Math.log1p(-p),
  derivative: (p) => Math.log1p(-p) - Math.log(p),
}

const variance: BaseLoss = { loss: (p) => p * (1 - p), derivative: (p) => 1 - 2 * p }

/** The Brier score of always forecasting `forecast`: E(f − y)². */
const constantForecast = (forecast: number): BaseLoss => ({
  loss: (p) => p * (1 - forecast) ** 2 + (1 - p) * forecast ** 2,
  derivative: () => 1 - 2 * forecast,
})

/**
 * The share of log loss that the model removes from that of the prevalence: 1 − L / L₀, at most 1 (McFadden's R², D²).
 * Undefined with one class. Interval: delta method, t.
 *
 * @throws MetricInputError for a score outside [0, 1]
 */
export const d2LogLoss: Metric<BinarySample, LogLossOptions> = explained((options) => ({
  losses: logLosses(options),
  base: entropy,
}))

/**
 * The share of the Brier score that the model removes from that of the prevalence: 1 − B / B₀, at most 1. Undefined with
 * one class. Interval: delta method, t.
 *
 * @throws MetricInputError for a score outside [0, 1]
 */
export const d2Brier: Metric<BinarySample, Record<never, never>> = explained(() => ({
  losses: squaredErrors,
  base: variance,
}))

export interface BrierSkillOptions {
  /** The probability that the reference always forecasts: a climatology from elsewhere. */
  readonly reference: number
}

/**
 * Brier skill score against a constant forecast that is known beforehand: 1 − B / B_ref, at most 1. Against the
 * sample's own prevalence it is {@link d2Brier}. Interval: delta method, t.
 *
 * @throws MetricInputError for a score or a reference outside [0, 1]
 */
export const brierSkill: Metric<BinarySample, BrierSkillOptions> = explained(({ reference }) => {
  if (!(reference >= 0 && reference <= 1))
    throw new MetricInputError('invalid_option', `reference is ${reference}: expected a probability.`)
  return { losses: squaredErrors, base: constantForecast(reference) }
})

function explained<Options>(
  of: (options: Options) => { losses: RowLosses; base: BaseLoss },
): Metric<BinarySample, Options> {
  return {
    scale: 'identity',
    inference: 'mean',
    estimate(sample, options) {
      requireProbabilities(sample)
      const { losses, base } = of(options)
      const totals = totalsOf(sample)
      const parts = explainedParts(sample, totals, losses, base)
      if ('reason' in parts) return withoutValue(totals, parts.reason)
      const phi = explainedInfluence(sample, totals, losses, base, parts)
      const { clusters } = sample
      const { effectiveRows } = totals
      const shared = { method: 'delta', scale: 'identity', range: [null, 1] } as const
      const setting = { inference: 'mean', ...shared, clusters, effectiveRows } as const
      return withValue(totals, parts.value, influenceInterval(parts.value, phi, setting) ?? 'too few rows')
    },
    influence(sample, options) {
      requireProbabilities(sample)
      const { losses, base } = of(options)
      const totals = totalsOf(sample)
      const parts = explainedParts(sample, totals, losses, base)
      return 'reason' in parts ? null : explainedInfluence(sample, totals, losses, base, parts)
    },
  }
}

interface Parts {
  readonly value: number
  readonly mean: number
  readonly baseMean: number
  readonly prevalence: number
}

function explainedParts(
  sample: BinarySample,
  totals: Totals,
  losses: RowLosses,
  base: BaseLoss,
): Parts | { reason: NonNullable<Estimate['undefinedBecause']> } {
  if (totals.nothing !== null) return { reason: totals.nothing }
  const prevalence = totals.positiveWeight / (totals.positiveWeight + totals.negativeWeight)
  if (prevalence === 0 || prevalence === 1) return { reason: 'constant_target' }
  const { mean } = lossMoments(sample, totals, losses)
  if (!Number.isFinite(mean)) return { reason: 'infinite' }
  const baseMean = base.loss(prevalence)
  return { value: 1 - mean / baseMean, mean, baseMean, prevalence }
}

function explainedInfluence(
  sample: BinarySample,
  totals: Totals,
  losses: RowLosses,
  base: BaseLoss,
  { mean, baseMean, prevalence }: Parts,
): Float64Array {
  const phi = lossInfluence(sample, totals, losses, mean)
  const { labels, weights } = sample
  const slope = (base.derivative(prevalence) * mean) / baseMean
  const scale = totals.rows / (totals.positiveWeight + totals.negativeWeight)
  for (let i = 0; i < phi.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]
    phi[i] = (slope * scale * weight * (labels[i] - prevalence) - phi[i]) / baseMean
  }
  return phi
}
