import { cosineCoefficients } from './fourier.ts'

/** Beyond this many standard deviations in frequency nothing is left of a Gaussian: e⁻²⁴·⁵ is 2·10⁻¹¹. */
const FREQUENCIES = 7

/**
 * Two measures on [0, 1] smoothed by a Gaussian that is reflected at 0 and 1, at the points `j / cells`:
 * `Σᵢ aᵢ K(t, pᵢ)` with `K(t, p) = 1 + 2 Σₖ exp(−(πkσ)²/2) cos(πkt) cos(πkp)`.
 *
 * @param coefficients cosine coefficients of the two measures: see `cosineCoefficients`
 * @param cells a power of two; too few for the bandwidth would fold high frequencies back
 */
export function smoothedAt(
  coefficients: readonly [Float64Array, Float64Array],
  bandwidth: number,
  cells: number,
): [Float64Array, Float64Array] {
  return smoothedAtBoth(coefficients, [bandwidth, bandwidth], cells)
}

/** As {@link smoothedAt}, each measure at a bandwidth of its own. */
export function smoothedAtBoth(
  coefficients: readonly [Float64Array, Float64Array],
  bandwidths: readonly [number, number],
  cells: number,
): [Float64Array, Float64Array] {
  return cosineCoefficients(
    damped(coefficients[0], bandwidths[0], cells),
    damped(coefficients[1], bandwidths[1], cells),
  )
}

function damped(coefficients: Float64Array, bandwidth: number, cells: number): Float64Array {
  const kept = new Float64Array(cells + 1)
  const last = Math.min(cells, coefficients.length - 1, Math.ceil(FREQUENCIES / (Math.PI * bandwidth)))
  for (let k = 0; k <= last; k++) {
    kept[k] = (k === 0 ? 1 : 2) * Math.exp(-((Math.PI * k * bandwidth) ** 2) / 2) * coefficients[k]
  }
  return kept
}

/** The least power of two from `least` on, at most `most`. */
export function powerOfTwo(least: number, most: number): number {
  let power = 16
  while (power < least && power < most) power *= 2
  return power
}
