import { MetricInputError } from '../metric-input-error.ts'
import { meanOf } from '../rows/mean-of-rows.ts'
import { type RowTotals, weightAt } from '../rows/row-totals.ts'
import { type Absent, type Smooth, smoothMetric } from '../rows/smooth-metric.ts'
import type { MultilabelSample } from '../samples.ts'
import type { LabelThresholdOptions } from './label-decisions.ts'
import { labelRows, requireLabels } from './label-input.ts'

export interface OverlapOptions extends LabelThresholdOptions {
  /**
   * `micro` counts all labels together; `macro` and `weighted` average over outputs, alike or by how often each occurs;
   * `samples` averages over rows.
   */
  readonly average: 'micro' | 'macro' | 'weighted' | 'samples'
  /** With `samples`: rows where the value is 0/0. Default `exclude`, counted in `detail.excluded_rows`; scikit-learn says `zero`. */
  readonly emptyRows?: 'exclude' | 'zero' | 'one'
}

export interface OverlapFBetaOptions extends OverlapOptions {
  /** How many times as much recall counts as precision; > 0, default 1. */
  readonly beta?: number
}

/** The value is Σ numerator / Σ denominator, both linear in (true positives, actual, predicted). */
interface Ratio {
  readonly hits: number
  readonly actual: number
  readonly predicted: number
  /** What true positives take away from the denominator: 1 for a union. */
  readonly overlap: number
}

/**
 * Precision of the labels predicted. An output without any prediction has none and is left out of `macro` and `weighted`,
 * named in `detail.undefined_outputs`. Interval: delta method over rows (labels of a row are not independent), logit
 * scale.
 *
 * @throws {MetricInputError} for labels other than 0 and 1, NaN scores
 */
export const multilabelPrecision = overlapMetric<OverlapOptions>(() => ({
  hits: 1,
  actual: 0,
  predicted: 1,
  overlap: 0,
}))

/** Recall of the labels that apply; otherwise as {@link multilabelPrecision}. */
export const multilabelRecall = overlapMetric<OverlapOptions>(() => ({ hits: 1, actual: 1, predicted: 0, overlap: 0 }))

/** F-measure from the counts, `(1 + β²)·TP / (β²·actual + predicted)`; otherwise as {@link multilabelPrecision}. */
export const multilabelFBeta = overlapMetric<OverlapFBetaOptions>(({ beta = 1 }) => {
  if (!(beta > 0 && beta < Infinity)) {
    throw new MetricInputError('invalid_option', `beta is ${beta}: expected a number above 0.`)
  }
  return { hits: 1 + beta * beta, actual: beta * beta, predicted: 1, overlap: 0 }
})

/** Jaccard index, intersection over union of actual and predicted labels; otherwise as {@link multilabelPrecision}. */
export const multilabelJaccard = overlapMetric<OverlapOptions>(() => ({ hits: 1, actual: 1, predicted: 1, overlap: 1 }))

function overlapMetric<Options extends OverlapOptions>(ratioOf: (options: Options) => Ratio) {
  return smoothMetric<MultilabelSample, Options>({
    method: 'delta',
    scale: 'logit',
    range: [0, 1],
    length: labelRows,
    evaluate(sample, options, totals) {
      const ratio = ratioOf(options)
      requireLabels(sample)
      const parts = partsOf(sample, ratio, options.threshold ?? 0.5)
      switch (options.average) {
        case 'samples':
          return overRows(sample, parts, totals, options.emptyRows ?? 'exclude')
        case 'micro':
          return overAll(sample, parts, totals)
        default:
          return overOutputs(sample, parts, totals, options.average === 'weighted')
      }
    },
  })
}

/** Numerator and denominator of every cell, row-major. */
interface Parts {
  readonly above: Float64Array
  readonly below: Float64Array
}

function partsOf({ labels, scores }: MultilabelSample, ratio: Ratio, threshold: number): Parts {
  const above = new Float64Array(labels.length)
  const below = new Float64Array(labels.length)
  for (let cell = 0; cell < labels.length; cell++) {
    const predicted = scores[cell] >= threshold ? 1 : 0
    const hit = labels[cell] * predicted
    above[cell] = ratio.hits * hit
    below[cell] = ratio.actual * labels[cell] + ratio.predicted * predicted - ratio.overlap * hit
  }
  return { above, below }
}

/** Sums over the outputs of each row. */
function rowSums(cells: Float64Array, outputs: number): Float64Array {
  const sums = new Float64Array(cells.length / outputs)
  for (let cell = 0; cell < cells.length; cell++) sums[Math.floor(cell / outputs)] += cells[cell]
  return sums
}

function overRows(sample: MultilabelSample, parts: Parts, totals: RowTotals, empty: string): Smooth | Absent {
  const above = rowSums(parts.above, sample.outputs)
  const below = rowSums(parts.below, sample.outputs)
  const filler = empty === 'exclude' ? Number.NaN : empty === 'one' ? 1 : 0
  const values = above.map((value, row) => (below[row] > 0 ? value / below[row] : filler))
  const none = below.reduce((sum, value) => sum + (value > 0 ? 0 : 1), 0)
  const mean = meanOf(values, sample.weights, totals)
  return none === 0 ? mean : { ...mean, detail: { [empty === 'exclude' ? 'excluded_rows' : 'empty_rows']: none } }
}

function overAll(sample: MultilabelSample, parts: Parts, totals: RowTotals): Smooth | Absent {
  const above = rowSums(parts.above, sample.outputs)
  const below = rowSums(parts.below, sample.outputs)
  return ratioOfSums(above, below, sample.weights, totals) ?? { reason: 'no_predicted_positive' }
}

function overOutputs(sample: MultilabelSample, parts: Parts, totals: RowTotals, bySize: boolean): Smooth | Absent {
  const { outputs, labels, weights } = sample
  const rows = totals.length
  const column = (cells: ArrayLike<number>, output: number) =>
    Float64Array.from({ length: rows }, (_, row) => cells[row * outputs + output])
  const ratios = Array.from({ length: outputs }, (_, o) =>
    ratioOfSums(column(parts.above, o), column(parts.below, o), weights, totals),
  )
  const shares = ratios.map((ratio, o) => {
    if (ratio === null) return 0
    return bySize ? column(labels, o).reduce((sum, label, row) => sum + label * weightAt(weights, row), 0) : 1
  })
  const undefinedOutputs = ratios.flatMap((ratio, o) => (ratio === null ? [String(o)] : []))
  const detail = undefinedOutputs.length > 0 ? { detail: { undefined_outputs: undefinedOutputs } } : {}
  const whole = shares.reduce((a, b) => a + b, 0)
  if (whole === 0) return { reason: 'no_positive', ...detail }
  const value = ratios.reduce((sum, ratio, o) => sum + (shares[o] * (ratio?.value ?? 0)) / whole, 0)
  return {
    value,
    influence() {
      const phi = new Float64Array(rows)
      ratios.forEach((ratio, o) => {
        if (ratio === null || shares[o] === 0) return
        const part = ratio.influence()
        for (let row = 0; row < rows; row++) {
          const size = bySize ? rows * weightAt(weights, row) * labels[row * outputs + o] * (ratio.value - value) : 0
          phi[row] += (shares[o] * part[row] + size) / whole
        }
      })
      return phi
    },
    ...detail,
  }
}

/** Σ w·above / Σ w·below with its influences; `null` at 0/0. */
function ratioOfSums(
  above: Float64Array,
  below: Float64Array,
  weights: Float64Array | undefined,
  totals: RowTotals,
): Smooth | null {
  let numerator = 0
  let denominator = 0
  for (let row = 0; row < above.length; row++) {
    numerator += weightAt(weights, row) * above[row]
    denominator += weightAt(weights, row) * below[row]
  }
  if (denominator === 0) return null
  const value = numerator / denominator
  return {
    value,
    influence: () =>
      above.map((a, row) => (totals.length * weightAt(weights, row) * (a - value * below[row])) / denominator),
  }
}
