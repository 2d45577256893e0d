import type { BinarySample } from '@sluice/metrics'
import { binStatistics } from '../bins/bin-statistics.ts'
import type { BinningStrategy } from '../bins/cut-into-bins.ts'
import type { CalibrationMethod } from './calibrator.ts'
import { degenerate, notFitted, requireScores } from './fit-guards.ts'
import { ascendingField, fieldsOf, numbersField } from './stored-parameters.ts'

export interface HistogramBinningOptions {
  /** Default 15. */
  readonly bins?: number
  /** Default `quantile`: bins of about equal numbers of rows, ties never split. */
  readonly strategy?: Exclude<BinningStrategy, 'rank'>
  /** `laplace` adds one row of either class to each bin. Default `none`. */
  readonly smoothing?: 'none' | 'laplace'
}

/** Bin b holds scores above `edges[b − 1]` up to `edges[b]`; scores above the last edge are in the last bin. */
export interface HistogramBinningParameters {
  readonly edges: readonly number[]
  readonly values: readonly number[]
}

/**
 * Histogram binning (Zadrozny & Elkan 2001): the share of positives in the bin of the score. Its own error can be bounded
 * bin by bin, at the price of steps.
 */
export function histogramBinning(
  options: HistogramBinningOptions = {},
): CalibrationMethod<BinarySample, HistogramBinningParameters> {
  const { bins = 15, strategy = 'quantile', smoothing = 'none' } = options
  return {
    name: 'histogram_binning',
    fit(sample) {
      const { bin, cut, weight, positive } = binStatistics(sample, { bins, strategy })
      const reason = degenerate(sample)
      if (reason !== null) return reason
      if (sample.scores.length < bins) return notFitted('too_few_rows')
      const added = smoothing === 'laplace' ? 1 : 0
      return {
        edges: Array.from(bin, (b) => sample.scores[cut.starts[b + 1] - 1]),
        values: Array.from(weight, (w, b) => (positive[b] + added) / (w + 2 * added)),
      }
    },
    transform({ edges, values }, scores) {
      requireScores(scores, 'probability')
      return scores.map((score) => values[binOf(edges, score)])
    },
    parse(stored) {
      const fields = fieldsOf(stored, 'parameters of histogram_binning')
      const edges = ascendingField(fields, 'edges')
      return { edges, values: numbersField(fields, 'values', edges.length) }
    },
  }
}

/** The first bin whose edge is not below the score. */
function binOf(edges: readonly number[], score: number): number {
  let low = 0
  let high = edges.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (edges[middle] < score) low = middle + 1
    else high = middle
  }
  return low
}
