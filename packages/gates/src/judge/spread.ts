import { normalCdf, normalQuantile } from '@sluice/stats'
import type { MeasurementEvidence } from '../evidence.ts'

/** The distance between two slices or two datasets, with an interval and the p-values at a bound. */
export interface Spread {
  readonly value: number
  readonly lower: number
  readonly upper: number
  readonly from: MeasurementEvidence
  readonly to: MeasurementEvidence
  /** Smallest p, corrected for the number of pairs, at which some pair is farther apart than the bound. */
  readonly refutes: number
  /** Largest p over the pairs at which each is known to be nearer than the bound. */
  readonly proves: number
}

interface Point {
  readonly evidence: MeasurementEvidence
  readonly location: number
  readonly standardError: number
}

/**
 * How far apart the extremes of several independent measurements are.
 *
 * The largest of many noisy gaps is biased upwards, so the interval is simultaneous over all K(K−1)/2 pairs
 * (Bonferroni): its lower end is the largest gap that any pair certainly has, its upper end the largest that any pair
 * may have. `ratio` measures smallest over largest instead, on the log scale.
 *
 * @param members values of disjoint slices, or of separate datasets; standard errors on the natural scale
 * @param bound the greatest allowed difference, or the least allowed ratio
 * @returns `null` with fewer than two members, without a standard error, or (ratio) with a value that is not positive
 */
export function spread(
  members: readonly MeasurementEvidence[],
  kind: 'difference' | 'ratio',
  bound: number,
  confidence: number,
): Spread | null {
  const points = members.map((member) => point(member, kind))
  if (points.length < 2 || points.some((p) => p === null)) return null
  const pairs = allPairs(points as Point[])
  const z = normalQuantile(1 - (1 - confidence) / (2 * pairs.length))
  const limit = kind === 'ratio' ? -Math.log(Math.max(bound, Number.MIN_VALUE)) : bound

  const gaps = pairs.map(([a, b]) => {
    const gap = Math.abs(a.location - b.location)
    const error = Math.hypot(a.standardError, b.standardError)
    return {
      gap,
      error,
      lower: Math.max(0, gap - z * error),
      upper: gap + z * error,
      low: a.location < b.location ? a : b,
      high: a.location < b.location ? b : a,
    }
  })
  const widest = gaps.reduce((best, gap) => (gap.gap > best.gap ? gap : best))
  const back = (gap: number) => (kind === 'ratio' ? Math.exp(-gap) : gap)
  const ends = [back(Math.max(...gaps.map((gap) => gap.lower))), back(Math.max(...gaps.map((gap) => gap.upper)))]
  return {
    value: back(widest.gap),
    lower: Math.min(...ends),
    upper: Math.max(...ends),
    from: widest.low.evidence,
    to: widest.high.evidence,
    refutes: Math.min(1, pairs.length * Math.min(...gaps.map(({ gap, error }) => twoSided(gap - limit, error)))),
    proves: Math.min(1, pairs.length * Math.max(...gaps.map(({ gap, error }) => twoSided(limit - gap, error)))),
  }
}

/** Twice the tail beyond `distance`; 1 where the distance is on the harmless side. */
function twoSided(distance: number, error: number): number {
  if (distance <= 0) return 1
  return error === 0 ? 0 : 2 * normalCdf(-distance / error)
}

function point(evidence: MeasurementEvidence, kind: 'difference' | 'ratio'): Point | null {
  const { value, uncertainty } = evidence
  const error = standardErrorOf(evidence)
  if (value === null || uncertainty === null || error === null) return null
  if (kind === 'difference') return { evidence, location: value, standardError: error }
  return value > 0 ? { evidence, location: Math.log(value), standardError: error / value } : null
}

/**
 * The standard error behind an uncertainty. A count uses the Agresti–Coull adjusted proportion, so that 0 out of n is
 * not taken for certainty; a bootstrap distribution its central 68 %. `null` for an ordering without a single exception.
 */
export function standardErrorOf({ uncertainty }: Pick<MeasurementEvidence, 'uncertainty'>): number | null {
  switch (uncertainty?.kind) {
    case 'normal':
      return uncertainty.standardError
    case 'proportion': {
      const trials = uncertainty.trials + 4
      const p = (uncertainty.successes + 2) / trials
      return Math.sqrt((p * (1 - p)) / trials)
    }
    case 'resampled': {
      const at = (q: number) => uncertainty.quantiles[Math.round(q * (uncertainty.quantiles.length - 1))] ?? 0
      return (at(0.8413) - at(0.1587)) / 2
    }
    default:
      return null
  }
}

function allPairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]))
}
