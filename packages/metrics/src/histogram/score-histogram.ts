import { MetricInputError } from '../metric-input-error.ts'
import { aucBounds, averagePrecisionBounds, type Bounds, ksBounds } from './histogram-bounds.ts'
import { type BinOf, binOf, type ScoreBins } from './score-bins.ts'

/** A histogram as plain JSON. */
export interface ScoreHistogramJson extends ScoreBins {
  readonly schema: 'sluice.score-histogram/1'
  readonly rows: number
  readonly positives: readonly number[]
  readonly negatives: readonly number[]
  readonly logLoss: number
  readonly brier: number
}

/** The clip of the log loss sums: scikit-learn's. */
const clip = 2 ** -52

/**
 * Scores of both classes in bins: a mergeable summary of fixed size, for rows that are too many or too far away to sort.
 *
 * Rank metrics come as bounds that hold the exact value, whatever the order within bins; log loss and the Brier score
 * are exact, from sums. Counts add without error, so merging in any order gives the same bounds; the two sums agree to
 * rounding.
 */
export class ScoreHistogram {
  readonly scheme: ScoreBins['scheme']
  readonly bins: number
  readonly #positives: Float64Array
  readonly #negatives: Float64Array
  readonly #binOf: BinOf
  #rows = 0
  #logLosses = 0
  #squaredErrors = 0

  /** @throws MetricInputError for a number of bins that the scheme does not have */
  constructor({ scheme, bins }: ScoreBins = { scheme: 'unit', bins: 4096 }) {
    this.#binOf = binOf({ scheme, bins })
    this.scheme = scheme
    this.bins = bins
    this.#positives = new Float64Array(bins)
    this.#negatives = new Float64Array(bins)
  }

  get rows(): number {
    return this.#rows
  }

  /** Weight in each bin, ascending by score; copies. */
  get counts(): { readonly positives: Float64Array; readonly negatives: Float64Array } {
    return { positives: this.#positives.slice(), negatives: this.#negatives.slice() }
  }

  /**
   * Adds rows.
   *
   * @param labels 1 for the positive class, 0 otherwise
   * @param weights finite and ≥ 0; default 1 each
   * @throws MetricInputError for columns of different lengths, NaN scores, with `unit` bins scores outside [0, 1]; then
   *   nothing has been added
   */
  add(scores: Float64Array, labels: Uint8Array, weights?: Float64Array): this {
    this.#require(scores, labels, weights)
    const probabilities = this.scheme === 'unit'
    for (let row = 0; row < scores.length; row++) {
      const weight = weights === undefined ? 1 : weights[row]
      if (weight === 0) continue
      const score = scores[row]
      const positive = labels[row] === 1
      const counts = positive ? this.#positives : this.#negatives
      counts[this.#binOf(score)] += weight
      this.#rows++
      if (!probabilities) continue
      const p = Math.min(1 - clip, Math.max(clip, score))
      this.#logLosses -= weight * (positive ? Math.log(p) : Math.log1p(-p))
      this.#squaredErrors += weight * (score - labels[row]) ** 2
    }
    return this
  }

  /** Adds another histogram of the same bins. @throws MetricInputError `incompatible_histogram` for other bins */
  merge(other: ScoreHistogram): this {
    if (other.scheme !== this.scheme || other.bins !== this.bins)
      throw new MetricInputError(
        'incompatible_histogram',
        `A histogram of ${other.bins} ${other.scheme} bins cannot join one of ${this.bins} ${this.scheme} bins: use the same bins.`,
      )
    for (let bin = 0; bin < this.bins; bin++) {
      this.#positives[bin] += other.#positives[bin]
      this.#negatives[bin] += other.#negatives[bin]
    }
    this.#rows += other.#rows
    this.#logLosses += other.#logLosses
    this.#squaredErrors += other.#squaredErrors
    return this
  }

  /** `null` with one class. */
  rocAuc(): Bounds | null {
    return aucBounds({ positives: this.#positives, negatives: this.#negatives })
  }

  /** `null` without positives. */
  averagePrecision(): Bounds | null {
    return averagePrecisionBounds({ positives: this.#positives, negatives: this.#negatives })
  }

  /** `null` with one class. */
  ks(): Bounds | null {
    return ksBounds({ positives: this.#positives, negatives: this.#negatives })
  }

  /** Exact, clipped at 2⁻⁵²; `null` without rows or for scores that are not probabilities. */
  logLoss(): number | null {
    return this.#mean(this.#logLosses)
  }

  /** Exact; `null` without rows or for scores that are not probabilities. */
  brier(): number | null {
    return this.#mean(this.#squaredErrors)
  }

  toJSON(): ScoreHistogramJson {
    return {
      schema: 'sluice.score-histogram/1',
      scheme: this.scheme,
      bins: this.bins,
      rows: this.#rows,
      positives: [...this.#positives],
      negatives: [...this.#negatives],
      logLoss: this.#logLosses,
      brier: this.#squaredErrors,
    }
  }

  /** @throws MetricInputError `incompatible_histogram` for another schema or counts that do not fit the bins */
  static fromJSON(json: ScoreHistogramJson): ScoreHistogram {
    if (
      json.schema !== 'sluice.score-histogram/1' ||
      json.positives.length !== json.bins ||
      json.negatives.length !== json.bins
    )
      throw new MetricInputError(
        'incompatible_histogram',
        `This is not a histogram of ${json.bins} bins in the form sluice.score-histogram/1: it says ${json.schema}.`,
      )
    const histogram = new ScoreHistogram(json)
    histogram.#positives.set(json.positives)
    histogram.#negatives.set(json.negatives)
    histogram.#rows = json.rows
    histogram.#logLosses = json.logLoss
    histogram.#squaredErrors = json.brier
    return histogram
  }

  #mean(sum: number): number | null {
    if (this.scheme !== 'unit' || this.#rows === 0) return null
    let weight = 0
    for (let bin = 0; bin < this.bins; bin++) weight += this.#positives[bin] + this.#negatives[bin]
    return sum / weight
  }

  #require(scores: Float64Array, labels: Uint8Array, weights: Float64Array | undefined): void {
    if (labels.length !== scores.length || (weights !== undefined && weights.length !== scores.length))
      throw new MetricInputError(
        'length_mismatch',
        `${scores.length} scores, ${labels.length} labels, ${weights?.length ?? scores.length} weights: expected as many of each.`,
      )
    for (let row = 0; row < scores.length; row++) {
      const score = scores[row]
      if (Number.isNaN(score))
        throw new MetricInputError('nan_score', `The score of row ${row} is NaN.`, { row, count: 1 })
      if (this.scheme === 'unit' && !(score >= 0 && score <= 1))
        throw new MetricInputError(
          'score_outside_unit_interval',
          `The score of row ${row} is ${score}: unit bins need probabilities; use float bins for other scores.`,
          { row, count: 1 },
        )
    }
  }
}
