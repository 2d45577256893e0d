import { normalCdf, normalQuantile } from './distributions.ts'
import { gridPosition, gridQuantile } from './quantile-grid.ts'
import type { Interval, ResampledUncertainty } from './uncertainty.ts'

/**
 * The percentile interval, or BCa (Efron 1987) where the uncertainty asks for it: the two probabilities are moved by
 * the bias z₀ and the acceleration a, `Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z)))`.
 */
export function bootstrapInterval(uncertainty: ResampledUncertainty, alpha: number): Interval {
  const z = normalQuantile(alpha / 2)
  return {
    lower: gridQuantile(uncertainty.quantiles, corrected(uncertainty, z, alpha / 2)),
    upper: gridQuantile(uncertainty.quantiles, corrected(uncertainty, -z, 1 - alpha / 2)),
  }
}

/**
 * The smallest 1 − level at which {@link bootstrapInterval} leaves `bound` out, never less than 1/(replicates + 1):
 * resampling cannot show a rarer event.
 */
export function bootstrapPValue(uncertainty: ResampledUncertainty, bound: number): number {
  const { quantiles, replicates } = uncertainty
  const { lowest, highest } = gridPosition(quantiles, bound)
  const fromBelow = bound < quantiles[0]! ? 0 : nominal(uncertainty, highest)
  const fromAbove = bound > quantiles[quantiles.length - 1]! ? 0 : 1 - nominal(uncertainty, lowest)
  return Math.min(1, Math.max(2 * Math.min(fromBelow, fromAbove), 1 / (replicates + 1)))
}

/** The probability in the bootstrap distribution where the interval's end lies, given the nominal one and its z. */
function corrected({ method, bias, acceleration }: ResampledUncertainty, z: number, probability: number): number {
  if (method !== 'bootstrap_bca') return probability
  const moved = bias + z
  const stretch = 1 - acceleration * moved
  if (stretch <= 0) return moved < 0 ? 0 : 1
  return normalCdf(bias + moved / stretch)
}

/** The inverse of {@link corrected}. */
function nominal({ method, bias, acceleration }: ResampledUncertainty, probability: number): number {
  if (method !== 'bootstrap_bca') return probability
  const moved = normalQuantile(probability) - bias
  if (!Number.isFinite(moved)) {
    const end = acceleration === 0 ? moved : 1 / acceleration
    return Math.sign(end) === Math.sign(moved) ? normalCdf(end - bias) : moved < 0 ? 0 : 1
  }
  const stretch = 1 + acceleration * moved
  if (stretch <= 0) return moved < 0 ? 0 : 1
  return normalCdf(moved / stretch - bias)
}
