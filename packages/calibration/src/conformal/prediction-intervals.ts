import { MetricInputError } from '@sluice/metrics'
import { type ConformalGroups, type GroupThreshold, groupThresholds, rowThresholds } from './groups.ts'

/**
 * What an interval is built around, one value a row:
 * - `absolute`: a prediction; the same half width everywhere;
 * - `normalised`: a prediction and its estimated spread > 0 (Papadopoulos et al. 2002); widths follow the spread;
 * - `quantile`: a lower and an upper quantile that are widened or narrowed (CQR, Romano, Patterson & Candès 2019).
 */
export type IntervalForecast =
  | { readonly kind: 'absolute'; readonly predicted: Float64Array }
  | { readonly kind: 'normalised'; readonly predicted: Float64Array; readonly spread: Float64Array }
  | { readonly kind: 'quantile'; readonly lower: Float64Array; readonly upper: Float64Array }

/** What calibration fits for intervals: plain JSON, and all that {@link predictionIntervals} needs. */
export interface FittedPredictionIntervals {
  readonly schema: 'sluice.conformal/1'
  readonly kind: 'intervals'
  readonly alpha: number
  readonly score: IntervalForecast['kind']
  readonly thresholds: readonly GroupThreshold[]
}

export interface PredictionIntervals {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/**
 * Calibrates intervals that hold the outcome in at least 1 − α of new rows exchangeable with these (within each group with
 * `groups`).
 *
 * @param actual outcomes of rows that the model was not fitted on
 * @throws {MetricInputError} for values that are not finite, columns that do not match, a spread that is not above 0
 */
export function fitPredictionIntervals(
  actual: Float64Array,
  forecast: IntervalForecast,
  { alpha, groups }: { readonly alpha: number; readonly groups?: ConformalGroups },
): FittedPredictionIntervals {
  const score = residualScore(forecast)
  requireColumns(forecast, actual.length)
  const scores = actual.map((y, i) => score(y, i))
  const thresholds = groupThresholds(scores, alpha, groups)
  return { schema: 'sluice.conformal/1', kind: 'intervals', alpha, score: forecast.kind, thresholds }
}

/**
 * The outcomes whose score is at most the threshold, row by row; unbounded where the row's group was too small or is unknown.
 * Narrowed quantiles may cross: such an interval is empty (`lower > upper`).
 *
 * @throws {MetricInputError} for another kind of forecast than was calibrated, or columns that do not match
 */
export function predictionIntervals(
  fitted: FittedPredictionIntervals,
  forecast: IntervalForecast,
  groups?: ConformalGroups,
): PredictionIntervals {
  if (forecast.kind !== fitted.score) {
    throw new MetricInputError(
      'invalid_option',
      `This calibration is of ${fitted.score} intervals and the forecast is ${forecast.kind}: apply it to the same kind.`,
    )
  }
  const rows = forecast.kind === 'quantile' ? forecast.lower.length : forecast.predicted.length
  requireColumns(forecast, rows)
  const margins = rowThresholds(fitted.thresholds, rows, groups)
  switch (forecast.kind) {
    case 'absolute':
      return around(forecast.predicted, margins)
    case 'normalised':
      return around(
        forecast.predicted,
        margins.map((margin, i) => margin * forecast.spread[i]),
      )
    case 'quantile':
      return {
        lower: forecast.lower.map((low, i) => low - margins[i]),
        upper: forecast.upper.map((high, i) => high + margins[i]),
      }
  }
}

function around(predicted: Float64Array, margins: Float64Array): PredictionIntervals {
  return { lower: predicted.map((p, i) => p - margins[i]), upper: predicted.map((p, i) => p + margins[i]) }
}

function residualScore(forecast: IntervalForecast): (actual: number, row: number) => number {
  switch (forecast.kind) {
    case 'absolute':
      return (y, i) => Math.abs(y - forecast.predicted[i])
    case 'normalised':
      return (y, i) => Math.abs(y - forecast.predicted[i]) / forecast.spread[i]
    case 'quantile':
      return (y, i) => Math.max(forecast.lower[i] - y, y - forecast.upper[i])
  }
}

function requireColumns(forecast: IntervalForecast, rows: number): void {
  const { kind: _, ...columns } = forecast
  for (const [name, column] of Object.entries(columns) as [string, Float64Array][]) {
    if (column.length !== rows) {
      throw new MetricInputError('length_mismatch', `${column.length} values of '${name}' for ${rows} rows.`)
    }
    const bad = column.findIndex((value) => !Number.isFinite(value) || (name === 'spread' && value <= 0))
    if (bad >= 0) {
      const wanted = name === 'spread' ? 'a finite number above 0' : 'a finite number'
      throw new MetricInputError('nan_score', `'${name}' is ${column[bad]} in row ${bad}: expected ${wanted}.`, {
        row: bad,
        count: 1,
      })
    }
  }
}
