import { normalQuantile } from './distributions.ts'
import { errorRate } from './level.ts'
import { proportionInterval, settledCount } from './proportion-interval.ts'
import type { Interval } from './uncertainty.ts'

/** A count out of a number of trials. */
export interface Count {
  readonly successes: number
  readonly trials: number
}

export type ProportionDifferenceMethod = 'newcombe' | 'miettinen_nurminen' | 'wald'

/**
 * An interval for the difference p₁ − p₂ of two independent proportions.
 *
 * - `newcombe` combines the two Wilson intervals (Newcombe 1998, method 10; Fagerland et al. recommend it).
 * - `miettinen_nurminen` inverts the score test with the (N/(N−1)) variance (Miettinen & Nurminen 1985).
 * - `wald` is d ± z·se, offered to compare with other tools only.
 *
 * @throws {RangeError} for inconsistent counts, no trials in one of them, or a level outside (0, 1)
 */
export function proportionDifferenceInterval(
  first: Count,
  second: Count,
  level: number,
  method: ProportionDifferenceMethod = 'newcombe',
): Interval {
  const alpha = errorRate(level)
  for (const { successes, trials } of [first, second]) {
    settledCount(successes, trials)
    if (trials === 0) throw new RangeError('A difference of proportions needs trials on both sides; one side has 0')
  }
  switch (method) {
    case 'newcombe':
      return newcombe(first, second, level)
    case 'miettinen_nurminen':
      return miettinenNurminen(first, second, -normalQuantile(alpha / 2))
    case 'wald':
      return wald(first, second, -normalQuantile(alpha / 2))
  }
}

function newcombe(first: Count, second: Count, level: number): Interval {
  const p1 = first.successes / first.trials
  const p2 = second.successes / second.trials
  const one = proportionInterval(first.successes, first.trials, level)
  const two = proportionInterval(second.successes, second.trials, level)
  const difference = p1 - p2
  return {
    lower: difference - Math.hypot(p1 - one.lower, two.upper - p2),
    upper: difference + Math.hypot(one.upper - p1, p2 - two.lower),
  }
}

function wald(first: Count, second: Count, z: number): Interval {
  const p1 = first.successes / first.trials
  const p2 = second.successes / second.trials
  const half = z * Math.sqrt((p1 * (1 - p1)) / first.trials + (p2 * (1 - p2)) / second.trials)
  return { lower: p1 - p2 - half, upper: p1 - p2 + half }
}

function miettinenNurminen(first: Count, second: Count, z: number): Interval {
  const total = first.trials + second.trials
  const observed = first.successes / first.trials - second.successes / second.trials
  const score = (difference: number) => {
    const p2 = restrictedSecondRate(first, second, difference)
    const p1 = Math.min(1, Math.max(0, p2 + difference))
    const variance = ((p1 * (1 - p1)) / first.trials + (p2 * (1 - p2)) / second.trials) * (total / (total - 1))
    const distance = Math.abs(observed - difference)
    return distance === 0 ? 0 : distance / Math.sqrt(Math.max(0, variance))
  }
  return invertScore(score, z, observed)
}

/** The maximum-likelihood p₂ where p₁ − p₂ is held fixed: the root of a cubic, in trigonometric form. */
function restrictedSecondRate(first: Count, second: Count, d: number): number {
  const { successes: x1, trials: n1 } = first
  const { successes: x2, trials: n2 } = second
  const n = n1 + n2
  const l2 = (n1 + 2 * n2) * d - n - (x1 + x2)
  const l1 = (n2 * d - n - 2 * x2) * d + x1 + x2
  const l0 = x2 * d * (1 - d)
  const q = l2 ** 3 / (3 * n) ** 3 - (l1 * l2) / (6 * n * n) + l0 / (2 * n)
  const p = Math.sign(q || 1) * Math.sqrt(Math.max(0, l2 ** 2 / (3 * n) ** 2 - l1 / (3 * n)))
  const ratio = p === 0 ? 0 : Math.min(1, Math.max(-1, q / p ** 3))
  const angle = (Math.PI + Math.acos(ratio)) / 3
  return Math.min(1, Math.max(0, 2 * p * Math.cos(angle) - l2 / (3 * n)))
}

/**
 * The differences in [−1, 1] whose score statistic stays within `z`: by bisection on both sides of the observed one.
 *
 * @param score the absolute statistic, 0 at `observed` and growing away from it
 */
export function invertScore(score: (difference: number) => number, z: number, observed: number): Interval {
  const search = (edge: number) => {
    if (score(edge) <= z) return edge
    let inside = observed
    let outside = edge
    while (Math.abs(outside - inside) > 1e-15) {
      const middle = (inside + outside) / 2
      if (middle === inside || middle === outside) break
      if (score(middle) <= z) inside = middle
      else outside = middle
    }
    return (inside + outside) / 2
  }
  return { lower: search(-1), upper: search(1) }
}
