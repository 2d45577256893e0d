/** Columns that any sample may carry, by position. */
export interface Rows {
  /** Non-negative, finite; absent means 1 each. */
  readonly weights?: Float64Array | undefined
  /** The row of the table at each position: what pairs two models' samples. */
  readonly rows?: Uint32Array | undefined
  /** Dense cluster number of each position, where rows of one group are dependent. */
  readonly clusters?: Uint32Array | undefined
}

/** Labels and scores of one model, ascending by score and, within equal scores, negatives first. */
export interface BinarySample extends Rows {
  readonly scores: Float64Array
  /** 1 for the positive class, 0 otherwise. */
  readonly labels: Uint8Array
  readonly positives: number
  /** The log loss of each position at the usual clip, where it has been worked out for all slices together. */
  readonly logLosses?: Float64Array | undefined
  /** What is known of these rows where they are a slice of an order, each of weight 1. Not enumerable: a copy is no slice. */
  readonly sums?: SliceSums | undefined
  /** Rows that are not here because their weight is 0 or, where that was asked for, their score missing. */
  readonly leftOut?: number
}

/**
 * Sums over a slice of an order, of rows that weigh 1 each. Whatever is asked for is worked out for all slices of the
 * partition in one walk over the order, and the slice itself is never cut out where sums are all that anybody asks.
 */
export interface SliceSums {
  /** What it is a slice of. */
  readonly order: BinarySample
  readonly rows: number
  /** The position in the order of the last row of a class, or −1. */
  last(label: 0 | 1): number
  /** Rows and positives from a position of the order on. */
  countFrom(position: number): { readonly rows: number; readonly positives: number }
  /** The rows themselves from a position of the order on. */
  tail(position: number): Pick<BinarySample, 'scores' | 'labels'>
  ranks(): RankSums
  /** `null` for losses that are not `shared`. */
  losses(losses: RowLosses): LossSums | null
  /** By so many bins of equal width, of scores that are probabilities; `null` where there are too many. */
  bins(bins: number): BinSums | null
}

/** What ROC-AUC and average precision are made of. */
export interface RankSums {
  /** [2] discordant weight; from [3] over positives Σw², Σw²·above, Σw²·above²; from [6] over negatives the same of below. */
  readonly placements: Float64Array
  /** From [4]: Σw·precision; over positives Σw², Σw²t, Σw²t² with t = precision + C₁ − C₂; over negatives Σw²C₂². */
  readonly precisions: Float64Array
}

/** Of each bin: rows, positives, Σp and Σp². */
export interface BinSums {
  readonly rows: Float64Array
  readonly positives: Float64Array
  readonly predicted: Float64Array
  readonly squares: Float64Array
}

/** The loss of single rows, which rises or falls with the score all along, within a class. */
export interface RowLosses {
  /**
   * That whoever asks for these losses asks with this very object, so that sums are kept by it. Squared errors of
   * probabilities come with what is summed by bins.
   */
  readonly shared?: 'losses' | 'squared_errors'
  /** The losses by position, where the sample carries them. */
  carried?(sample: BinarySample): Float64Array | undefined
  /** Writes the loss of the rows `from` to `to` into the start of `into`; scores are ascending. */
  rows(sample: BinarySample, from: number, to: number, into: Float64Array): void
  /** What standard error rounding alone may give the mean loss; absent for 2⁻⁵². */
  resolution?(sample: BinarySample): number
}

/** Sums of a loss's deviations d from `center`, the loss of the first row. */
export interface LossSums {
  readonly center: number
  /** Σd. */
  readonly deviations: number
  /** Σd². */
  readonly squares: number
  /** The least and the greatest d. */
  readonly least: number
  readonly most: number
}

/** Class indices and, row-major (`rows × classes`), the probability of each class. */
export interface MulticlassSample extends Rows {
  readonly labels: Uint16Array
  readonly probabilities: Float64Array
  readonly classes: number
  /** Prediction sets, where there are some: 1 for a class in the row's set (`rows × classes`). */
  readonly sets?: Uint8Array
}

/** Row-major (`rows × outputs`): 0/1 labels and scores of each output. */
export interface MultilabelSample extends Rows {
  readonly labels: Uint8Array
  readonly scores: Float64Array
  readonly outputs: number
}

export interface RegressionSample extends Rows {
  readonly actual: Float64Array
  readonly predicted: Float64Array
  /** Quantiles beside the prediction, as a quantile sample has them; empty or absent for a model that gives none. */
  readonly levels?: readonly number[]
  readonly quantiles?: readonly Float64Array[]
}

/** One column of predictions for each quantile level, levels ascending in (0, 1). */
export interface QuantileSample extends Rows {
  readonly actual: Float64Array
  readonly levels: readonly number[]
  readonly quantiles: readonly Float64Array[]
}

/** Documents grouped by query: query q owns positions `offsets[q]` to `offsets[q + 1]`. Relevance ≥ 0. */
export interface RankingSample extends Rows {
  readonly offsets: Uint32Array
  readonly relevance: Float64Array
  readonly scores: Float64Array
}
