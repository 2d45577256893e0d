import { normalCdf, normalDensity } from '@sluice/stats'

/** First three cumulants of a non-negative random variable. */
export interface Cumulants {
  mean: number
  variance: number
  third: number
}

/** Counts up to this mean are taken as Poisson; above it the normal differs by less than the rest of the approximation. */
const POISSON_UP_TO = 60

/**
 * Cumulants of |shift + X| for noise X with mean 0: normal, or, where skewness shows, a scaled Poisson count
 * `jump · (N − λ)` with λ = variance / jump², which has the variance and the skewness of a rare count.
 *
 * @param variance > 0
 * @param jump what one more event adds; its sign is the direction of the long tail; 0 means normal
 */
export function foldedCumulants(shift: number, variance: number, jump: number): Cumulants {
  const size = Math.abs(jump)
  const expected = size === 0 ? Infinity : variance / (size * size)
  const [first, second, third] =
    expected < POISSON_UP_TO
      ? poissonMoments(jump < 0 ? -shift : shift, expected, size)
      : normalMoments(shift, Math.sqrt(variance))
  const spread = Math.max(0, second - first * first)
  return { mean: first, variance: spread, third: third - 3 * first * second + 2 * first ** 3 }
}

/** E|shift + σZ| and its second and third powers (Leone, Nelson & Nottingham 1961). */
function normalMoments(shift: number, sigma: number): [number, number, number] {
  const x = Math.abs(shift) / sigma
  const density = normalDensity(x)
  const central = 2 * normalCdf(x) - 1
  return [
    sigma * (2 * density + x * central),
    sigma ** 2 * (1 + x * x),
    sigma ** 3 * ((x ** 3 + 3 * x) * central + 2 * (x * x + 2) * density),
  ]
}

/** Moments of size·|N − pivot| with N Poisson: the moments without the bars, and twice what the bars turn over. */
function poissonMoments(shift: number, expected: number, size: number): [number, number, number] {
  const pivot = expected - shift / size
  const last = Math.min(pivot, expected + 12 * Math.sqrt(expected) + 20)
  let probability = Math.exp(-expected)
  let first = 0
  let third = 0
  for (let count = 0; count <= last; count++) {
    const distance = count - pivot
    // Multiplied out: this line is where the intervals of calibration errors spend their time.
    const weighted = probability * distance
    first += weighted
    third += weighted * distance * distance
    probability *= expected / (count + 1)
  }
  const mean = expected - pivot
  return [
    size * (mean - 2 * first),
    size ** 2 * (expected + mean * mean),
    size ** 3 * (expected + 3 * mean * expected + mean ** 3 - 2 * third),
  ]
}
