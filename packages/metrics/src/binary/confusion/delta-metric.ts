import { type Uncertainty, withinRounding } from '@sluice/stats'
import { withoutValue, withValue } from '../../build-estimate.ts'
import type { Estimate, UndefinedReason } from '../../estimate.ts'
import { influenceInterval } from '../../inference.ts'
import type { Metric } from '../../metric.ts'
import { unitResolution } from '../../resolution.ts'
import type { BinarySample } from '../../samples.ts'
import { type Totals, totalsOf } from '../totals.ts'
import { type ByCell, type Confusion, cells, confusionAt, influenceByCell, type ThresholdOptions } from './confusion.ts'

/** A smooth function of the confusion matrix that does not change when all cells are multiplied. */
export interface CellFunction<Options> {
  readonly scale: Metric<BinarySample, Options>['scale']
  readonly range: readonly [number | null, number | null]
  /** The value of the cells, or why there is none. */
  value(cells: ByCell, options: Options): number | UndefinedReason
  /** The derivative of the value by the weight of each cell; not finite where there is none. */
  gradient(cells: ByCell, value: number, options: Options): ByCell
  /** What bounds the value at the ends of its range, where the standard error is 0 and misleading. */
  atEnd?(confusion: Confusion, value: number, options: Options): Uncertainty
}

/**
 * A metric that is a smooth function of the confusion matrix.
 *
 * Interval: delta method, se² = Σ_cells g² Σw², on the function's own scale; cluster-robust with clusters. None where
 * the standard error is 0 or does not exist, unless the function brings a bound of its own.
 */
export function deltaMetric<Options extends ThresholdOptions>(
  of: CellFunction<Options>,
): Metric<BinarySample, Options> {
  return {
    scale: of.scale,
    inference: 'delta',
    estimate(sample, options) {
      const totals = totalsOf(sample)
      if (totals.nothing !== null) return withoutValue(totals, totals.nothing)
      const confusion = confusionAt(sample, options, totals)
      const value = of.value(confusion.weight, options)
      if (typeof value === 'string') return withoutValue(totals, value)
      return withInterval(of, sample, totals, confusion, value, options)
    },
    influence(sample, options) {
      const confusion = confusionAt(sample, options)
      const value = sample.labels.length === 0 ? 'empty' : of.value(confusion.weight, options)
      if (typeof value === 'string') return null
      const gradient = of.gradient(confusion.weight, value, options)
      return hasDerivative(gradient) ? influenceByCell(sample, confusion.cut, gradient) : null
    },
  }
}

function withInterval<Options>(
  of: CellFunction<Options>,
  sample: BinarySample,
  totals: Totals,
  confusion: Confusion,
  value: number,
  options: Options,
): Estimate {
  const { scale, range, atEnd } = of
  const gradient = of.gradient(confusion.weight, value, options)
  const variance = cells.reduce((sum, cell) => sum + gradient[cell] ** 2 * confusion.squares[cell], 0)
  if (!hasDerivative(gradient)) return withValue(totals, value, 'an empty cell leaves no standard error')
  if (withinRounding(Math.sqrt(variance), [value], unitResolution) || value === range[0] || value === range[1]) {
    const bound = atEnd?.(confusion, value, options) ?? 'the standard error is 0 at the end of the scale'
    return withValue(totals, value, bound)
  }
  if (sample.clusters === undefined) {
    const standardError = Math.sqrt(variance)
    const uncertainty = {
      kind: 'normal',
      method: 'delta',
      scale,
      standardError,
      degreesOfFreedom: null,
      range,
    } as const
    return withValue(totals, value, uncertainty)
  }
  const phi = influenceByCell(sample, confusion.cut, gradient)
  const setting = { inference: 'delta', method: 'delta', scale, range, clusters: sample.clusters } as const
  return withValue(totals, value, influenceInterval(value, phi, setting) ?? 'one cluster holds all rows')
}

function hasDerivative(gradient: ByCell): boolean {
  return cells.every((cell) => Number.isFinite(gradient[cell]))
}
