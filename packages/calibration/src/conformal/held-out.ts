import { MetricInputError } from '@sluice/metrics'
import type { ClassProbabilities } from './class-scores.ts'
import { leastCalibrationRows } from './conformal-quantile.ts'
import type { ConformalGroups, GroupThreshold } from './groups.ts'
import {
  fitPredictionIntervals,
  type IntervalForecast,
  type PredictionIntervals,
  predictionIntervals,
} from './prediction-intervals.ts'
import {
  type ApplySetsOptions,
  fitPredictionSets,
  type PredictionSetOptions,
  type PredictionSets,
  predictionSets,
} from './prediction-sets.ts'

/** Which fold each row is in, 0 … folds − 1: see `stratifiedFolds`. */
export interface RowFolds {
  readonly foldOf: ArrayLike<number>
  readonly folds: number
}

/**
 * The set of each row by a calibration that has not seen it: all folds but the row's own. What coverage and size are
 * estimated from where no further rows are kept back.
 *
 * @throws {MetricInputError} as `fitPredictionSets`, and where a group has too few rows in some folds for the promise
 */
export function heldOutSets(
  sample: ClassProbabilities & { readonly labels: ArrayLike<number> },
  options: PredictionSetOptions,
  folds: RowFolds,
  apply: Pick<ApplySetsOptions, 'fillEmpty'> = {},
): PredictionSets {
  const { labels, classes } = sample
  const members = new Uint8Array(labels.length * classes)
  for (const [inside, outside] of eachFold(labels.length, folds)) {
    const fitted = fitPredictionSets(setRows(sample, outside), { ...options, ...groupsOfRows(options.groups, outside) })
    requireThresholds(fitted.thresholds, options.alpha)
    const held = predictionSets(fitted, setRows(sample, inside), { ...apply, ...groupsOfRows(options.groups, inside) })
    for (let i = 0; i < inside.length; i++) {
      members.set(held.members.subarray(i * classes, (i + 1) * classes), inside[i] * classes)
    }
  }
  return { members, classes }
}

/** As {@link heldOutSets}, for intervals. */
export function heldOutIntervals(
  actual: Float64Array,
  forecast: IntervalForecast,
  options: { readonly alpha: number; readonly groups?: ConformalGroups },
  folds: RowFolds,
): PredictionIntervals {
  const held = { lower: new Float64Array(actual.length), upper: new Float64Array(actual.length) }
  for (const [inside, outside] of eachFold(actual.length, folds)) {
    const groups = groupsOfRows(options.groups, outside)
    const fitted = fitPredictionIntervals(pick(actual, outside), forecastRows(forecast, outside), {
      ...options,
      ...groups,
    })
    requireThresholds(fitted.thresholds, options.alpha)
    const within = groupsOfRows(options.groups, inside).groups
    const { lower, upper } = predictionIntervals(fitted, forecastRows(forecast, inside), within)
    for (let i = 0; i < inside.length; i++) {
      held.lower[inside[i]] = lower[i]
      held.upper[inside[i]] = upper[i]
    }
  }
  return held
}

/** The rows of each fold, and all others. */
function eachFold(rows: number, { foldOf, folds }: RowFolds): [inside: Uint32Array, outside: Uint32Array][] {
  const all = Uint32Array.from({ length: rows }, (_, row) => row)
  return Array.from({ length: folds }, (_, fold) => [
    all.filter((row) => foldOf[row] === fold),
    all.filter((row) => foldOf[row] !== fold),
  ])
}

/** Unbounded answers hold any truth: they would pass for coverage that the calibration of all rows does not give. */
function requireThresholds(thresholds: readonly GroupThreshold[], alpha: number): void {
  const small = thresholds.find(({ threshold }) => threshold === null)
  if (small === undefined) return
  throw new MetricInputError(
    'invalid_option',
    `${small.rows} rows of '${small.group}' are left to calibrate on where a fold is held out, and alpha ${alpha} needs ${leastCalibrationRows(alpha)}: merge small groups, ask for a lower level, or use more folds.`,
  )
}

function groupsOfRows(groups: ConformalGroups | undefined, rows: Uint32Array): { groups?: ConformalGroups } {
  if (groups === undefined) return {}
  return { groups: { names: groups.names, codes: Uint32Array.from(rows, (row) => groups.codes[row]) } }
}

function setRows(
  { labels, probabilities, classes }: ClassProbabilities & { readonly labels: ArrayLike<number> },
  rows: Uint32Array,
) {
  const picked = new Float64Array(rows.length * classes)
  for (let i = 0; i < rows.length; i++) {
    picked.set(probabilities.subarray(rows[i] * classes, (rows[i] + 1) * classes), i * classes)
  }
  return { labels: Uint32Array.from(rows, (row) => labels[row]), probabilities: picked, classes }
}

function forecastRows(forecast: IntervalForecast, rows: Uint32Array): IntervalForecast {
  switch (forecast.kind) {
    case 'absolute':
      return { kind: 'absolute', predicted: pick(forecast.predicted, rows) }
    case 'normalised':
      return { kind: 'normalised', predicted: pick(forecast.predicted, rows), spread: pick(forecast.spread, rows) }
    case 'quantile':
      return { kind: 'quantile', lower: pick(forecast.lower, rows), upper: pick(forecast.upper, rows) }
  }
}

function pick(column: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => column[row])
}
