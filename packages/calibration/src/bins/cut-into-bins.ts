import { type BinarySample, countAtMost, MetricInputError, uniformStarts } from '@sluice/metrics'
import { requireProbabilities } from '../samples/require-probabilities.ts'

/**
 * Where the bins end.
 *
 * - `uniform`: equal widths, (lo, hi] with edges b/B by correctly rounded division; a score of 0 is in the first bin.
 * - `quantile`: about equal numbers of rows, edges as `numpy.percentile` puts them; tied scores share a bin, so there
 *   may be fewer bins than asked for. Weights count as repeated rows.
 * - `midpoint`: edges halfway between the scores on either side of an equal split; tied scores share a bin.
 * - `rank`: exactly equal numbers of rows (they differ by at most one), whatever their weights. Tied scores are split
 *   in the table's order, so the value depends on that order: for comparing with tools that bin this way.
 */
export type BinningStrategy = 'uniform' | 'quantile' | 'midpoint' | 'rank'

export interface BinningOptions {
  /** How many bins are asked for, from 1 to 100 000; 15 is customary. */
  readonly bins: number
  readonly strategy: BinningStrategy
}

/** Runs of a sample's ascending scores: bin b owns ranks `starts[b]` to `starts[b + 1]`. */
export interface Bins {
  readonly starts: Uint32Array
  /** The position at each rank where it differs from the rank itself (only `rank` with split ties); else `null`. */
  readonly order: Uint32Array | null
}

/**
 * Cuts a sample into bins of its ascending scores.
 *
 * @throws {MetricInputError} `nan_score`, `score_outside_unit_interval`, `invalid_option`
 */
export function cutIntoBins(sample: BinarySample, options: BinningOptions): Bins {
  const { bins, strategy } = options
  requireBins(options)
  requireProbabilities(sample)
  switch (strategy) {
    case 'uniform':
      return { starts: uniformStarts(sample.scores, bins), order: null }
    case 'quantile':
      return { starts: quantileStarts(sample, bins), order: null }
    case 'midpoint': {
      const { scores } = sample
      const starts = equalSplit(scores.length, bins)
      const edge = (b: number) => {
        const after = starts[b]
        return after === 0 || after === scores.length ? 1 : (scores[after - 1] + scores[after]) / 2
      }
      return atEdges(scores, bins, edge)
    }
    case 'rank': {
      const starts = equalSplit(sample.scores.length, bins)
      return { starts, order: tableOrderAt(sample, starts) }
    }
  }
}

function atEdges(scores: Float64Array, bins: number, edge: (b: number) => number): Bins {
  const starts = new Uint32Array(bins + 1)
  for (let b = 1; b < bins; b++) starts[b] = countAtMost(scores, edge(b))
  starts[bins] = scores.length
  return { starts, order: null }
}

/**
 * `numpy.percentile` interpolates at rank (W − 1)·b/B; every row up to the whole part of that rank, with its ties, is at
 * most the edge, and the next distinct score is above it. Weights that sum to less than the rows are read in units of
 * their mean, so that weights scaled to sum to 1 cut like weights scaled to mean 1.
 */
function quantileStarts({ scores, weights }: BinarySample, bins: number): Uint32Array {
  const starts = new Uint32Array(bins + 1)
  const rows = scores.length
  starts[bins] = rows
  if (rows === 0) return starts
  if (weights === undefined) {
    for (let b = 1; b < bins; b++) starts[b] = countAtMost(scores, scores[Math.floor(((rows - 1) * b) / bins)])
    return starts
  }
  let total = 0
  for (let i = 0; i < rows; i++) total += weights[i]
  const span = total - Math.min(1, total / rows)
  let b = 1
  let reached = 0
  for (let i = 0; i < rows && b < bins; i++) {
    reached += weights[i]
    while (b < bins && reached > (span * b) / bins) starts[b++] = countAtMost(scores, scores[i])
  }
  while (b < bins) starts[b++] = rows
  return starts
}

/** @throws {MetricInputError} `invalid_option` */
export function requireBins({ bins }: BinningOptions): void {
  if (Number.isInteger(bins) && bins >= 1 && bins <= 100_000) return
  throw new MetricInputError('invalid_option', `bins is ${bins}: give a whole number from 1 to 100 000`)
}

/** Starts of `bins` runs whose lengths differ by at most one, the longer ones first (`numpy.array_split`). */
function equalSplit(rows: number, bins: number): Uint32Array {
  const starts = new Uint32Array(bins + 1)
  const length = Math.floor(rows / bins)
  const longer = rows % bins
  for (let b = 1; b <= bins; b++) starts[b] = b * length + Math.min(b, longer)
  return starts
}

/** Positions by rank with the ties that a boundary splits put back into the table's order. */
function tableOrderAt({ scores, rows }: BinarySample, starts: Uint32Array): Uint32Array | null {
  if (rows === undefined) return null
  const order = Uint32Array.from(scores, (_, i) => i)
  for (const start of starts) {
    if (start === 0 || start >= scores.length || scores[start - 1] !== scores[start]) continue
    let from = start
    let to = start
    while (from > 0 && scores[from - 1] === scores[start]) from--
    while (to < scores.length && scores[to] === scores[start]) to++
    order.subarray(from, to).sort((a, b) => rows[a] - rows[b])
  }
  return order
}
