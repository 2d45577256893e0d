import { errorRate } from './level.ts'
import { pValue } from './p-value.ts'
import type { Uncertainty } from './uncertainty.ts'

/** Past this many times the present rows, "more rows" is no advice. */
const MOST_TIMES = 1e9

/**
 * The rows in all at which the interval would clear a bound, if the estimate and the spread of single rows stayed as
 * they are: counts grow with the rows, standard errors shrink with their square root.
 *
 * @param rows the rows behind the present uncertainty
 * @returns `rows` itself where the interval clears the bound already; `null` where the value equals the bound, or where
 *   a billion times the rows would not do (the bound is the edge of the interval at any size, nothing varies, or a
 *   bootstrap of few replicates cannot reach the level)
 * @throws {RangeError} for a level outside (0, 1) or rows that are not positive
 */
export function rowsToDecide(
  value: number,
  uncertainty: Uncertainty,
  bound: number,
  level: number,
  rows: number,
): number | null {
  const alpha = errorRate(level)
  if (!(rows > 0 && rows < Infinity)) {
    throw new RangeError(`Rows to decide from ${rows} rows cannot be extrapolated; give the rows behind the estimate`)
  }
  if (value === bound) return null
  const decides = (times: number) => pValue(value, withRows(value, uncertainty, times), bound) <= alpha
  if (decides(1)) return rows

  let enough = 2
  while (!decides(enough)) {
    enough *= 2
    if (enough > MOST_TIMES) return null
  }
  let few = enough / 2
  while ((enough - few) * rows > 1e-6 && enough - few > 1e-12 * enough) {
    const middle = (few + enough) / 2
    if (decides(middle)) enough = middle
    else few = middle
  }
  return Math.ceil(enough * rows)
}

/** The uncertainty that `times` as many rows like these would give. */
function withRows(value: number, uncertainty: Uncertainty, times: number): Uncertainty {
  const root = Math.sqrt(times)
  switch (uncertainty.kind) {
    case 'proportion':
      return { ...uncertainty, successes: uncertainty.successes * times, trials: uncertainty.trials * times }
    case 'normal': {
      const degrees = uncertainty.degreesOfFreedom
      return {
        ...uncertainty,
        standardError: uncertainty.standardError / root,
        degreesOfFreedom: degrees === null ? null : degrees * times,
      }
    }
    case 'resampled':
      return {
        ...uncertainty,
        quantiles: uncertainty.quantiles.map((q) => value + (q - value) / root),
        bias: uncertainty.bias / root,
        acceleration: uncertainty.acceleration / root,
      }
    case 'ordered_pairs':
      return { ...uncertainty, pairs: uncertainty.pairs * times }
  }
}
