/**
 * How an estimate would vary from one draw of the data to the next, in a form that gives an interval at any level and
 * a p-value at any bound, later and without the data. Plain JSON: it is what evidence stores.
 */
export type Uncertainty = ProportionUncertainty | NormalUncertainty | ResampledUncertainty | OrderedPairsUncertainty

/** A count out of a number of trials. `trials` may be fractional: the effective number under weights or clusters. */
export interface ProportionUncertainty {
  readonly kind: 'proportion'
  readonly method: 'wilson' | 'clopper_pearson'
  readonly successes: number
  readonly trials: number
}

/** Normal (or Student's t, where `degreesOfFreedom` is given) on a transformed scale, then mapped back. */
export interface NormalUncertainty {
  readonly kind: 'normal'
  /** What produced the standard error; the name that reports print. */
  readonly method: string
  /** The scale on which the interval is symmetric. The standard error is always given on the natural scale. */
  readonly scale: 'identity' | 'logit' | 'log' | 'fisher_z'
  readonly standardError: number
  readonly degreesOfFreedom: number | null
  /** The centre of the interval where it is not the estimate itself (a bias-corrected estimate, say). */
  readonly center?: number
  /** The values that the measure can take; the interval is cut there. */
  readonly range?: readonly [number | null, number | null]
  /** What a reader must know to trust it: few clusters, say. */
  readonly note?: string
}

/**
 * Quantiles at equally spaced probabilities from 0 to 1: of a bootstrap distribution, with BCa's two corrections, or of a
 * confidence distribution, which tests inverted (`test_inversion`) or order statistics (`order_statistics`) give.
 */
export interface ResampledUncertainty {
  readonly kind: 'resampled'
  readonly method: 'bootstrap_percentile' | 'bootstrap_bca' | 'test_inversion' | 'order_statistics'
  readonly quantiles: readonly number[]
  readonly bias: number
  readonly acceleration: number
  readonly replicates: number
}

/**
 * A rank statistic of exactly 0 or 1, where every standard error is 0 and misleading: `pairs` disjoint
 * positive-negative pairs were all ordered the same way, so the far limit solves `limit ** pairs = alpha`.
 */
export interface OrderedPairsUncertainty {
  readonly kind: 'ordered_pairs'
  readonly method: 'ordered_pairs'
  readonly pairs: number
}

export interface Interval {
  readonly lower: number
  readonly upper: number
}
