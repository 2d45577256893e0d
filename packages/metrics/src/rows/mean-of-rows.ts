import type { Metric } from '../metric.ts'
import type { Rows } from '../samples.ts'
import { type RowTotals, weightAt } from './row-totals.ts'
import { type Absent, type Smooth, type SmoothDefinition, smoothMetric } from './smooth-metric.ts'

/** The weighted mean of one value a position; NaN marks a position that is excluded. */
export function meanOf(values: Float64Array, weights: Float64Array | undefined, totals: RowTotals): Smooth | Absent {
  let total = 0
  let weight = 0
  let squares = 0
  let included = 0
  for (let i = 0; i < values.length; i++) {
    const w = weightAt(weights, i)
    if (w === 0 || Number.isNaN(values[i])) continue
    total += w * values[i]
    weight += w
    squares += w * w
    included++
  }
  if (included === 0) return { reason: 'too_few_rows' }
  const value = total / weight
  return {
    value,
    included,
    effectiveIncluded: weight ** 2 / squares,
    influence: () =>
      values.map((v, i) =>
        Number.isNaN(v) || weightAt(weights, i) === 0
          ? 0
          : (weightAt(weights, i) * totals.length * (v - value)) / weight,
      ),
  }
}

export interface MeanDefinition<Sample extends Rows, Options>
  extends Omit<SmoothDefinition<Sample, Options>, 'evaluate' | 'method'> {
  /** `wilson` where the values are 0 or 1. Default `student_t`. */
  readonly method?: 'student_t' | 'wilson'
  /** One value a position, NaN where the position is excluded. */
  values(sample: Sample, options: Options): Float64Array
}

/** A metric that is the weighted mean of one value a row. */
export function meanMetric<Sample extends Rows, Options>(
  definition: MeanDefinition<Sample, Options>,
): Metric<Sample, Options> {
  return smoothMetric({
    method: 'student_t',
    ...definition,
    evaluate: (sample, options, totals) => meanOf(definition.values(sample, options), sample.weights, totals),
  })
}

/** A function of weighted means of row values, `value(means)`, by the delta method. */
export function functionOfMeans(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  totals: RowTotals,
  value: (means: readonly number[]) => number,
  gradient: (means: readonly number[]) => readonly number[],
): Smooth {
  const means = columns.map((column) => {
    let total = 0
    for (let i = 0; i < column.length; i++) total += weightAt(weights, i) * column[i]
    return total / totals.weight
  })
  return {
    value: value(means),
    influence() {
      const slopes = gradient(means)
      const phi = new Float64Array(totals.length)
      for (let i = 0; i < phi.length; i++) {
        let sum = 0
        for (let c = 0; c < columns.length; c++) sum += slopes[c] * (columns[c][i] - means[c])
        phi[i] = (weightAt(weights, i) * totals.length * sum) / totals.weight
      }
      return phi
    },
  }
}
