import { type BinarySample, orderByScore } from '@sluice/metrics'
import { poolSample } from '../isotonic/isotonic-blocks.ts'
import type { Pooled } from '../isotonic/pool-adjacent-violators.ts'
import { poolRows } from '../isotonic/pool-rows.ts'
import { countsOf } from '../samples/counts.ts'
import type { CalibrationMethod, LabelledScores, NotFitted } from './calibrator.ts'
import { degenerate, notFitted, requireScale, requireScores } from './fit-guards.ts'
import { ascendingField, fieldsOf } from './stored-parameters.ts'

export interface IsotonicOptions {
  /**
   * `free` (default) gives the shares as they are, 0 and 1 among them; `bounded` keeps them from 1/(W + 2) to
   * (W + 1)/(W + 2), W the total weight, so that one surprise does not cost an infinite log loss.
   */
  readonly range?: 'free' | 'bounded'
}

/** Scores ascend strictly, values never fall; between two scores the value runs straight, outside it stays. */
export interface IsotonicParameters {
  readonly scores: readonly number[]
  readonly values: readonly number[]
}

/**
 * Isotonic regression (Zadrozny & Elkan 2002) by pooling adjacent violators, ties pooled first; linear in the rows. For many
 * rows: it can take any increasing shape, and makes ties. Of rows in any order without weights it sorts only those that can
 * matter (see {@link poolRows}).
 */
export function isotonic({
  range = 'free',
}: IsotonicOptions = {}): CalibrationMethod<BinarySample, IsotonicParameters> {
  const fit = (sample: BinarySample) => {
    requireScale(sample, 'probability')
    const reason = degenerate(sample)
    if (reason !== null) return reason
    return blockEnds(sample.scores, poolSample(sample), leastValue(range, countsOf(sample).weight))
  }
  return {
    name: 'isotonic',
    fit,
    fitRows: (rows) =>
      fitSomeSorted(rows, range) ??
      fit(orderByScore(rows.scores, rows.labels, { weights: rows.weights, keepRows: true })),
    transform({ scores: at, values }, scores) {
      requireScores(scores, 'probability')
      const calibrated = new Float64Array(scores.length)
      for (let i = 0; i < scores.length; i++) calibrated[i] = interpolated(at, values, scores[i])
      return calibrated
    },
    parse(stored) {
      const fields = fieldsOf(stored, 'parameters of isotonic')
      const scores = ascendingField(fields, 'scores')
      return { scores, values: ascendingField(fields, 'values', scores.length) }
    },
  }
}

/** `null` where all rows are to be sorted. */
function fitSomeSorted(
  { scores, labels, weights }: LabelledScores,
  range: IsotonicOptions['range'],
): IsotonicParameters | NotFitted | null {
  const found = weights === undefined ? poolRows(scores, labels) : null
  if (found === null) return null
  const { order, pooled } = found
  const positives = pooled.sum.reduce((sum, count) => sum + count, 0)
  if (positives === 0 || positives === labels.length) return notFitted('one_class')
  if (order.scores[0] === order.scores[order.scores.length - 1]) return notFitted('zero_variance')
  return blockEnds(order.scores, pooled, leastValue(range, labels.length))
}

/** What keeps values from 0, and as much from 1. */
function leastValue(range: IsotonicOptions['range'], weight: number): number {
  return range === 'bounded' ? 1 / (weight + 2) : 0
}

/** The first and the last score of each block, with its value; `starts` are positions among the ascending scores. */
function blockEnds(
  ascending: Float64Array,
  { blocks, starts, weight, sum }: Pooled,
  least: number,
): IsotonicParameters {
  const scores: number[] = []
  const values: number[] = []
  for (let b = 0; b < blocks; b++) {
    const end = b + 1 < blocks ? starts[b + 1] : ascending.length
    const value = Math.min(1 - least, Math.max(least, sum[b] / weight[b]))
    const [first, last] = [ascending[starts[b]], ascending[end - 1]]
    scores.push(...(first === last ? [first] : [first, last]))
    values.push(...(first === last ? [value] : [value, value]))
  }
  return { scores, values }
}

function interpolated(at: readonly number[], values: readonly number[], score: number): number {
  let low = 0
  let high = at.length - 1
  if (score <= at[low]) return values[low]
  if (score >= at[high]) return values[high]
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (at[middle] <= score) low = middle
    else high = middle
  }
  return values[low] + ((score - at[low]) / (at[high] - at[low])) * (values[high] - values[low])
}
