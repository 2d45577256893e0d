import { normalCdf, normalQuantile } from './distributions.ts'

/** How strict a test is. */
export interface TestDesign {
  /** Error rate of the test; default 0.05. */
  readonly alpha?: number
  /** The chance of seeing the effect; default 0.8. */
  readonly power?: number
  /** 2 (default), or 1 for a test of non-inferiority or superiority alone. */
  readonly sides?: 1 | 2
}

/**
 * The smallest difference of two independent proportions around `rate` that a test sees with the wanted power:
 * (z_{1−α/2} + z_{power}) · √(2 p (1 − p) / n).
 *
 * @param rowsPerArm rows in each of two arms of equal size
 * @throws {RangeError} for a rate, α or power outside (0, 1), or rows that are not positive
 */
export function detectableProportionDifference(rate: number, rowsPerArm: number, design: TestDesign = {}): number {
  requireOpenUnit(rate, 'rate')
  return detectableEffect(Math.sqrt((2 * rate * (1 - rate)) / positive(rowsPerArm, 'rowsPerArm')), design)
}

/**
 * The smallest mean of paired differences that a test sees with the wanted power: (z_{1−α/2} + z_{power}) · sd / √n.
 *
 * @param standardDeviation of the differences of single rows (or of their influence values)
 */
export function detectablePairedDifference(standardDeviation: number, rows: number, design: TestDesign = {}): number {
  return detectableEffect(positive(standardDeviation, 'standardDeviation') / Math.sqrt(positive(rows, 'rows')), design)
}

/** The smallest effect that an estimate with this standard error shows with the wanted power. */
export function detectableEffect(standardError: number, design: TestDesign = {}): number {
  return bothQuantiles(design) * positive(standardError, 'standardError')
}

/** The rows (or pairs) at which a mean effect of this size is seen with the wanted power: ⌈((z + z) · sd / effect)²⌉. */
export function rowsForMean(standardDeviation: number, effect: number, design: TestDesign = {}): number {
  const ratio = positive(standardDeviation, 'standardDeviation') / positive(Math.abs(effect), 'effect')
  return wholeRows((bothQuantiles(design) * ratio) ** 2)
}

/**
 * The rows in each of two equal arms at which two different proportions are told apart with the wanted power, by the
 * unpooled normal approximation: ⌈(z + z)² (p₁q₁ + p₂q₂) / (p₁ − p₂)²⌉.
 */
export function rowsForProportions(first: number, second: number, design: TestDesign = {}): number {
  const variance = singleVariance(first, second)
  return wholeRows((bothQuantiles(design) ** 2 * variance) / positive(Math.abs(first - second), 'difference') ** 2)
}

/** The power of a z test of a one-sample or paired mean with `rows` rows; normal approximation, far tail included. */
export function powerOfMean(standardDeviation: number, effect: number, rows: number, design: TestDesign = {}): number {
  const error = positive(standardDeviation, 'standardDeviation') / Math.sqrt(positive(rows, 'rows'))
  return powerAt(effect / error, design)
}

/** The power of a z test that two independent proportions with `rowsPerArm` rows each are equal. */
export function powerOfProportions(first: number, second: number, rowsPerArm: number, design: TestDesign = {}): number {
  const error = Math.sqrt(singleVariance(first, second) / positive(rowsPerArm, 'rowsPerArm'))
  return powerAt((first - second) / error, design)
}

/**
 * The least rows at which Wilson's interval around `rate` is no wider than ± `halfWidth`.
 *
 * @param rate the proportion expected, from 0 to 1; 0.5 is the worst case
 * @param halfWidth strictly between 0 and 0.5
 */
export function rowsForWilson(rate: number, halfWidth: number, level: number): number {
  requireOpenUnit(level, 'level')
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`rate is ${rate}; expected a proportion from 0 to 1`)
  if (!(halfWidth > 0 && halfWidth < 0.5)) {
    throw new RangeError(`halfWidth is ${halfWidth}; expected a number strictly between 0 and 0.5`)
  }
  const z2 = normalQuantile((1 - level) / 2) ** 2
  const h2 = halfWidth ** 2
  // h²(n + z²)² = z²(npq + z²/4), solved for n.
  const linear = z2 * (2 * h2 - rate * (1 - rate))
  const constant = z2 ** 2 * (h2 - 0.25)
  return wholeRows((-linear + Math.sqrt(linear ** 2 - 4 * h2 * constant)) / (2 * h2))
}

function powerAt(shift: number, { alpha = 0.05, sides = 2 }: TestDesign): number {
  requireOpenUnit(alpha, 'alpha')
  const critical = -normalQuantile(alpha / sides)
  const near = normalCdf(Math.abs(shift) - critical)
  return sides === 1 ? near : near + normalCdf(-Math.abs(shift) - critical)
}

function bothQuantiles({ alpha = 0.05, power = 0.8, sides = 2 }: TestDesign): number {
  requireOpenUnit(alpha, 'alpha')
  requireOpenUnit(power, 'power')
  return normalQuantile(power) - normalQuantile(alpha / sides)
}

function singleVariance(first: number, second: number): number {
  requireOpenUnit(first, 'first proportion')
  requireOpenUnit(second, 'second proportion')
  return first * (1 - first) + second * (1 - second)
}

/** Rounds up, but not across a whole number that rounding noise has passed. */
function wholeRows(rows: number): number {
  return Math.ceil(rows * (1 - 1e-12))
}

function positive(value: number, name: string): number {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} is ${value}; expected a finite number above 0`)
  return value
}

function requireOpenUnit(value: number, name: string): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} is ${value}; expected strictly between 0 and 1`)
}
