import { MetricInputError } from '@sluice/metrics'
import { conformalQuantile } from './conformal-quantile.ts'

/** Which group each row belongs to: `names[codes[i]]`; a code past the names is in none of them. */
export interface ConformalGroups {
  readonly codes: ArrayLike<number>
  readonly names: readonly string[]
}

/** What calibration keeps of one group: plain JSON. */
export interface GroupThreshold {
  readonly group: string
  /** Calibration rows of the group. */
  readonly rows: number
  /** The conformal quantile; `null` where the rows are too few for α, which stands for infinity. */
  readonly threshold: number | null
}

/** The one group of split conformal prediction without groups. */
export const everyRow = 'all'

/** Of a row in no group that calibration has seen: nothing is known, so nothing is ruled out. */
const unknown = Number.POSITIVE_INFINITY

/**
 * One conformal quantile a group (Mondrian prediction, Vovk et al. 2005), so that the promise holds within each; without
 * groups one over all rows. Calibration rows in no group are left out.
 */
export function groupThresholds(
  scores: Float64Array,
  alpha: number,
  groups: ConformalGroups | undefined,
): GroupThreshold[] {
  if (groups === undefined) return [thresholdOf(everyRow, scores, alpha)]
  requireCodes(groups, scores.length)
  const members: number[][] = groups.names.map(() => [])
  for (let i = 0; i < scores.length; i++) members[groups.codes[i]]?.push(scores[i])
  return groups.names.map((name, code) => thresholdOf(name, members[code], alpha))
}

/** Each row's threshold. Infinite where its group is unknown or was too small. */
export function rowThresholds(
  fitted: readonly GroupThreshold[],
  rows: number,
  groups: ConformalGroups | undefined,
): Float64Array {
  const byName = new Map(fitted.map(({ group, threshold }) => [group, threshold ?? unknown]))
  if (groups === undefined) {
    if (!byName.has(everyRow)) {
      throw new MetricInputError(
        'invalid_option',
        `This calibration is by group (${[...byName.keys()].join(', ')}): say which group each row belongs to.`,
      )
    }
    return new Float64Array(rows).fill(byName.get(everyRow)!)
  }
  requireCodes(groups, rows)
  const byCode = groups.names.map((name) => byName.get(name) ?? unknown)
  return Float64Array.from({ length: rows }, (_, i) => byCode[groups.codes[i]] ?? unknown)
}

function thresholdOf(group: string, scores: ArrayLike<number>, alpha: number): GroupThreshold {
  const quantile = conformalQuantile(scores, alpha)
  return { group, rows: scores.length, threshold: Number.isFinite(quantile) ? quantile : null }
}

function requireCodes({ codes }: ConformalGroups, rows: number): void {
  if (codes.length !== rows) {
    throw new MetricInputError('length_mismatch', `${codes.length} group codes for ${rows} rows: expected one a row.`)
  }
}
