import type { NormalUncertainty } from '@sluice/stats'
import type { Estimate } from './estimate.ts'

/**
 * One metric over one kind of sample. `influence` is what gives paired comparisons and clustered intervals their
 * standard errors; metrics that are not smooth have none and are resampled instead.
 */
export interface Metric<Sample, Options> {
  /** The scale on which the interval is symmetric. */
  readonly scale: 'identity' | 'logit' | 'log' | 'fisher_z'
  /** How influences become a standard error. Default `mean`. */
  readonly inference?: Inference
  /** The value with its interval's ingredients. Never throws for degenerate samples: the value is `null` with a reason. */
  estimate(sample: Sample, options: Options): Estimate
  /** The value alone under other weights (by position), for resampling; NaN where undefined. */
  resample?(sample: Sample, options: Options, weights: Float64Array): number
  /**
   * The influence of each row, by position in the sample: mean zero, and `variance = Σφ² / n²` but for the correction
   * that `inference` names. Weighted samples fold `w·n/W` into φ. `null` where the value is undefined.
   */
  influence?(sample: Sample, options: Options): Float64Array | null
  /**
   * What standard error rounding alone may give the value: a spread of no more is none. Default 2⁻⁵², as for functions of
   * probabilities; a loss in the target's unit depends on the target.
   */
  resolution?(sample: Sample, options: Options): number
  /**
   * The uncertainty of candidate − baseline on the same rows, for a metric that knows better than the difference of
   * influences; `null` where it does not.
   */
  difference?(candidate: Sample, baseline: Sample, options: Options): NormalUncertainty | null
}

/**
 * - `mean`: `n/(n−1) · Σφ²/n²` and Student's t, as for a mean of rows;
 * - `delta`: `Σφ²/n²` and the normal distribution, as the delta method has it;
 * - `delong`: `m/(m−1)` within each class of m rows and the normal distribution, as DeLong et al. (1988) have it.
 *
 * With clusters all three become `G/(G−1) · Σ_g (Σ_{i∈g} φ_i)²/n²` and Student's t.
 */
export type Inference = 'mean' | 'delta' | 'delong'
