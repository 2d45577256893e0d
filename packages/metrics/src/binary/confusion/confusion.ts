import { MetricInputError } from '../../metric-input-error.ts'
import type { BinarySample } from '../../samples.ts'
import { lowerBound } from '../threshold-position.ts'
import { type Totals, totalsOf } from '../totals.ts'

export type Cell = 'tp' | 'fp' | 'fn' | 'tn'

export const cells: readonly Cell[] = ['tp', 'fp', 'fn', 'tn']

/** A number for each cell of the confusion matrix. */
export type ByCell = Readonly<Record<Cell, number>>

export interface ThresholdOptions {
  /** Rows whose score is at least this are predicted positive. */
  readonly threshold: number
}

/** The confusion matrix at a threshold. */
export interface Confusion {
  /** Weight of each cell: numbers of rows where the sample has no weights. */
  readonly weight: ByCell
  /** Σw² of each cell. */
  readonly squares: ByCell
  readonly rows: ByCell
  /** Rows predicted positive stand at this position and after it. */
  readonly cut: number
}

/**
 * Counts the confusion matrix: true and false positives, false and true negatives, predicted positive where the score
 * is at least the threshold.
 *
 * @throws MetricInputError `invalid_option` for a threshold that is NaN
 */
export function confusionAt(sample: BinarySample, { threshold }: ThresholdOptions, totals?: Totals): Confusion {
  if (Number.isNaN(threshold)) throw new MetricInputError('invalid_option', 'threshold is NaN: expected a number.')
  const known = sample.sums
  if (known !== undefined) {
    const { rows, positives: tp } = known.countFrom(lowerBound(known.order.scores, threshold))
    return unweightedConfusion(totals ?? totalsOf(sample), tp, rows - tp)
  }
  const cut = lowerBound(sample.scores, threshold)
  if (sample.weights !== undefined) return weightedConfusion(sample, sample.weights, cut)
  let tp = 0
  for (let i = cut; i < sample.labels.length; i++) tp += sample.labels[i]
  return unweightedConfusion(totals ?? totalsOf(sample), tp, sample.labels.length - cut - tp)
}

function unweightedConfusion({ rows, positives, negatives }: Totals, tp: number, fp: number): Confusion {
  const weight = { tp, fp, fn: positives - tp, tn: negatives - fp }
  return { weight, squares: weight, rows: weight, cut: rows - tp - fp }
}

function weightedConfusion({ labels }: BinarySample, weights: Float64Array, cut: number): Confusion {
  const weight = { tp: 0, fp: 0, fn: 0, tn: 0 }
  const squares = { tp: 0, fp: 0, fn: 0, tn: 0 }
  const rows = { tp: 0, fp: 0, fn: 0, tn: 0 }
  for (let i = 0; i < labels.length; i++) {
    const cell = cellOf(labels[i], i >= cut)
    weight[cell] += weights[i]
    squares[cell] += weights[i] * weights[i]
    rows[cell]++
  }
  return { weight, squares, rows, cut }
}

/** The influence of each row where it depends on the row's cell alone: `w · n · byCell[cell]`. */
export function influenceByCell({ labels, weights }: BinarySample, cut: number, byCell: ByCell): Float64Array {
  const phi = new Float64Array(labels.length)
  for (let i = 0; i < phi.length; i++) {
    phi[i] = labels.length * (weights === undefined ? 1 : weights[i]) * byCell[cellOf(labels[i], i >= cut)]
  }
  return phi
}

export function cellOf(label: number, predictedPositive: boolean): Cell {
  if (predictedPositive) return label === 1 ? 'tp' : 'fp'
  return label === 1 ? 'fn' : 'tn'
}

/** The sum over some cells. */
export function sumOver(values: ByCell, over: readonly Cell[]): number {
  return over.reduce((sum, cell) => sum + values[cell], 0)
}
