import type { Gate } from '../model.ts'
import type { Counts } from './data-profile.ts'
import { rates } from './measure-traits.ts'

/** How many rows would let a gate be decided, and for which value that was computed. */
export interface RowsNeeded {
  readonly rows: number
  /** The value that was assumed: favourable for a proof, unfavourable for a refutation. */
  readonly assuming: number
}

const mostRows = 100_000_000

/**
 * Rows at which a bound on a rate or on ROC-AUC can be proven, or (`unrefuted`) refuted.
 *
 * A proof is planned for a value half way from the bound to the best; a refutation for one half way to the worst, and
 * for ROC-AUC at 0.5, without skill. Rates by Wilson's interval (Wilson 1927), ROC-AUC by the standard error of Hanley
 * & McNeil (1982). `null` where no closed form applies: other measures, comparisons, point estimates.
 *
 * @param level the two-sided confidence after correction
 * @param share of positives among the rows, in (0, 1)
 */
export function rowsNeeded(gate: Gate, level: number, share: number | null): RowsNeeded | null {
  const { condition, proof, metric } = gate
  if (gate.versus !== null || proof === 'point' || (condition.kind !== 'min' && condition.kind !== 'max')) return null
  const wantsMore = condition.kind === 'min'
  const end = (proof === 'proven') === wantsMore ? 1 : metric.name === 'roc_auc' ? 0.5 : 0
  const assuming = metric.name === 'roc_auc' && proof === 'unrefuted' ? end : (condition.bound + end) / 2
  const distance = Math.abs(assuming - condition.bound)
  const isBetween = end === 1 ? condition.bound < end : condition.bound > end
  if (!isBetween || distance === 0) return null
  const rows = leastRows((n) => {
    const bound = boundOf(metric.name, assuming, n, level, share, condition.bound < assuming)
    return bound !== null && (condition.bound < assuming ? bound >= condition.bound : bound <= condition.bound)
  })
  return rows === null ? null : { rows, assuming }
}

/** Half the width of the interval around a value on this many rows; `null` where no closed form applies. */
export function halfWidth(measure: string, value: number, counts: Counts, level: number): number | null {
  const share = counts.positives === null ? null : counts.positives / counts.rows
  const upper = boundOf(measure, value, counts.rows, level, share, false)
  const lower = boundOf(measure, value, counts.rows, level, share, true)
  return upper === null || lower === null ? null : (upper - lower) / 2
}

/** The lower or upper end of the interval around a value. */
function boundOf(
  measure: string,
  value: number,
  rows: number,
  level: number,
  share: number | null,
  lower: boolean,
): number | null {
  const z = normalQuantile(1 - (1 - level) / 2)
  const side = lower ? -1 : 1
  if (measure === 'roc_auc') {
    if (share === null || share <= 0 || share >= 1) return null
    return value + side * z * hanleyMcNeil(value, rows * share, rows * (1 - share))
  }
  const base = rates[measure]
  if (base === undefined) return null
  const part = base === 'rows' ? 1 : share === null ? null : base === 'positives' ? share : 1 - share
  if (part === null || part <= 0) return null
  return wilson(value, rows * part, z, side)
}

function wilson(p: number, n: number, z: number, side: number): number {
  const center = p + z ** 2 / (2 * n)
  const spread = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return (center + side * spread) / (1 + z ** 2 / n)
}

/** Standard error of an area under the ROC curve over `m` positives and `k` negatives. */
function hanleyMcNeil(area: number, m: number, k: number): number {
  const q1 = area / (2 - area) - area ** 2
  const q2 = (2 * area ** 2) / (1 + area) - area ** 2
  return Math.sqrt(Math.max(0, area * (1 - area) + (m - 1) * q1 + (k - 1) * q2) / (m * k))
}

/** The least number of rows that is enough; enough stays enough. */
function leastRows(isEnough: (rows: number) => boolean): number | null {
  let enough = 4
  while (!isEnough(enough)) {
    enough *= 2
    if (enough > mostRows) return null
  }
  let short = enough / 2
  while (enough - short > 1) {
    const middle = Math.floor((short + enough) / 2)
    if (isEnough(middle)) enough = middle
    else short = middle
  }
  return enough
}

/** The standard normal quantile, relative error below 1.2e-9 (Acklam 2003); enough for planning. */
function normalQuantile(p: number): number {
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)))
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)))
  const q = p - 0.5
  const r = q * q
  const above =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
    2.506628277459239
  const below =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
    1
  return (above * q) / below
}

function tail(q: number): number {
  const above =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
    2.938163982698783
  const below =
    (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1
  return above / below
}
