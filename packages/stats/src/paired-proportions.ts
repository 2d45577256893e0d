import { binomialCdf, chiSquareCdf, normalQuantile } from './distributions.ts'
import { errorRate } from './level.ts'
import { invertScore } from './proportion-difference.ts'
import type { Interval, NormalUncertainty } from './uncertainty.ts'

/** Two yes-or-no answers on the same rows: how often only one of them was yes. */
export interface DiscordantPairs {
  readonly onlyFirst: number
  readonly onlySecond: number
}

export interface McNemarTest {
  /** Twice the smaller binomial tail, at most 1. Conservative. */
  readonly exactP: number
  /** The exact p-value less the probability of the observed table: nearer to its nominal size (Fagerland et al. 2013). */
  readonly midP: number
  /** (b − c)² / (b + c), to compare with other tools; `null` without a discordant pair. */
  readonly chiSquare: number | null
  readonly chiSquareP: number | null
  /** With Edwards's continuity correction, (|b − c| − 1)² / (b + c). */
  readonly correctedChiSquare: number | null
  readonly correctedChiSquareP: number | null
}

/**
 * McNemar's test that two proportions on the same rows are equal. Without a discordant pair there is no evidence of a
 * difference: both p-values are 1.
 *
 * @throws {RangeError} unless both counts are whole numbers ≥ 0
 */
export function mcNemar({ onlyFirst, onlySecond }: DiscordantPairs): McNemarTest {
  requireWhole(onlyFirst, onlySecond)
  const discordant = onlyFirst + onlySecond
  const fewer = Math.min(onlyFirst, onlySecond)
  if (discordant === 0) {
    return {
      exactP: 1,
      midP: 1,
      chiSquare: null,
      chiSquareP: null,
      correctedChiSquare: null,
      correctedChiSquareP: null,
    }
  }
  const atMost = binomialCdf(fewer, discordant, 0.5)
  const fewerStill = fewer === 0 ? 0 : binomialCdf(fewer - 1, discordant, 0.5)
  const gap = Math.abs(onlyFirst - onlySecond)
  const chiSquare = gap ** 2 / discordant
  const correctedChiSquare = Math.max(0, gap - 1) ** 2 / discordant
  return {
    exactP: gap === 0 ? 1 : Math.min(1, 2 * atMost),
    // With equal counts the table is its own mirror, so its probability is counted once, not twice.
    midP: gap === 0 ? 1 - (atMost - fewerStill) : atMost + fewerStill,
    chiSquare,
    chiSquareP: 1 - chiSquareCdf(chiSquare, 1),
    correctedChiSquare,
    correctedChiSquareP: 1 - chiSquareCdf(correctedChiSquare, 1),
  }
}

/**
 * Tango's score interval (1998) for the difference of two proportions on the same rows, (onlyFirst − onlySecond) / rows.
 * It inverts a score test that at a difference of 0 is McNemar's, so the two never contradict each other, and it does
 * not collapse without discordant pairs.
 *
 * @param rows all pairs, concordant ones included
 * @throws {RangeError} for counts that are negative or exceed the rows, or a level outside (0, 1)
 */
export function pairedProportionInterval(pairs: DiscordantPairs, rows: number, level: number): Interval {
  const z = -normalQuantile(errorRate(level) / 2)
  const { onlyFirst: b, onlySecond: c } = pairs
  requirePairs(pairs, rows)
  const observed = (b - c) / rows
  const score = (d: number) => {
    const linear = (2 * rows - b + c) * d - b - c
    const root = Math.sqrt(Math.max(0, linear ** 2 + 8 * rows * c * d * (1 - d)))
    const onlySecondRate = (root - linear) / (4 * rows)
    const variance = rows * (2 * onlySecondRate + d * (1 - d))
    const distance = Math.abs(b - c - rows * d)
    return distance === 0 ? 0 : distance / Math.sqrt(Math.max(0, variance))
  }
  return invertScore(score, z, observed)
}

/**
 * The uncertainty of the same difference in closed form: Wald's, with half a pair added to each cell of the two-by-two table
 * (Agresti & Min 2005). It covers about as well as {@link pairedProportionInterval}, and does not collapse either.
 *
 * @param rows all pairs, concordant ones included
 * @throws {RangeError} for counts that are negative or exceed the rows, and without a row
 */
export function pairedProportionUncertainty(pairs: DiscordantPairs, rows: number): NormalUncertainty {
  requirePairs(pairs, rows)
  const all = rows + 2
  const center = (pairs.onlyFirst - pairs.onlySecond) / all
  const discordant = (pairs.onlyFirst + pairs.onlySecond + 1) / all
  const standardError = Math.sqrt((discordant - center ** 2) / all)
  return {
    kind: 'normal',
    method: 'agresti_min',
    scale: 'identity',
    center,
    standardError,
    degreesOfFreedom: null,
    range: [-1, 1],
  }
}

function requirePairs({ onlyFirst, onlySecond }: DiscordantPairs, rows: number): void {
  requireWhole(onlyFirst, onlySecond)
  if (!(rows > 0 && onlyFirst + onlySecond <= rows)) {
    throw new RangeError(
      `${onlyFirst + onlySecond} discordant pairs do not fit in ${rows} rows; give all pairs, concordant ones included`,
    )
  }
}

function requireWhole(...counts: number[]): void {
  for (const count of counts) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`A count of discordant pairs is ${count}; it must be a whole number from 0`)
    }
  }
}
