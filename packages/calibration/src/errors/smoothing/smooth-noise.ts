import { type BinNoise, probabilityAbove } from '../../bins/bin-noise.ts'
import type { BinNorm } from '../../bins/confidence-distribution.ts'
import { powerOfTwo, smoothedAt } from './reflected-gaussian.ts'
import type { ResidualGrid } from './residual-grid.ts'

/** Points at which a smooth error is looked at as if they were bins. */
const MOST_POINTS = 256

/**
 * A smooth calibration error as an error of soft bins: one a grid point, of the density's weight, with the mean residual
 * and the noise that the kernel leaves it. Neighbouring points share rows: a row is seen by √(4π)·σ of the axis, which is
 * how much more (or less) the sum varies than that of independent bins.
 *
 * @param designEffect variance of the mean under clusters over that of independent rows
 */
export function smoothNoise(
  grid: ResidualGrid,
  bandwidth: number,
  designEffect: number,
): { noise: BinNoise; norm: BinNorm } {
  const cells = powerOfTwo(16 / bandwidth, 16_384)
  const [residual, density] = grid.smoothed(bandwidth, cells)
  const { mean, spread, squares } = moments(grid, bandwidth, cells)
  const points = Math.min(cells, powerOfTwo(1 / bandwidth, MOST_POINTS))
  const stride = cells / points
  const at = Array.from({ length: points + 1 }, (_, k) => k * stride).filter((j) => density[j] > 1e-9)
  const column = (of: (j: number) => number) => Float64Array.from(at, of)
  const difference = column((j) => clamp(residual[j] / density[j], 1))
  const predicted = column((j) => Math.min(1, Math.max(0, mean[j] / density[j])))
  // No point rests on more rows than there are; rounding would say so where a point is far from all of them.
  const least = grid.squaredShare.reduce((a, b) => a + b, 0)
  const jump = column((j) => Math.min(1, Math.max(least, squares[j] / density[j] ** 2)))
  const standardError = column((j) => {
    const k = at.indexOf(j)
    const pull = jump[k] / (1 + jump[k])
    const rate = Math.min(1, Math.max(0, predicted[k] + difference[k] * (1 - pull)))
    const calibrated = Math.max(0, spread[j]) / density[j] ** 2
    return Math.sqrt(Math.max(calibrated, rate * (1 - rate) * jump[k], (jump[k] * jump[k]) / 4) * designEffect)
  })
  const noise: BinNoise = {
    difference,
    standardError,
    above: difference.map((d, k) => probabilityAbove(d, standardError[k], predicted[k])),
    predicted,
    perRate: jump.map((value) => value * designEffect),
    jump: jump.map((value) => value * designEffect),
    unanimous: new Float64Array(difference.length),
    acrossBins: Math.sqrt(4 * Math.PI) * bandwidth * points,
  }
  const factors = column((j) => (density[j] / points) * (j === 0 || j === cells ? 0.5 : 1))
  return { noise, norm: { power: 1, shares: true, factors } }
}

/** Smoothed Σ w p, and Σ w² p (1 − p) and Σ w² under the squared kernel. */
function moments(grid: ResidualGrid, bandwidth: number, cells: number) {
  const { predicted, spread, squares } = grid.noiseCoefficients()
  const [mean] = smoothedAt([predicted, predicted], bandwidth, cells)
  const [narrowSpread, narrowSquares] = smoothedAt([spread, squares], bandwidth / Math.SQRT2, cells)
  return {
    mean,
    spread: squaredKernel(narrowSpread, grid.spreadShare(), bandwidth),
    squares: squaredKernel(narrowSquares, grid.squaredShare, bandwidth),
  }
}

/** Bandwidths from an edge beyond which nothing is left of its reflection: e⁻⁴⁹. */
const EDGE = 7

/**
 * The squared kernel is a Gaussian of half the variance over 2σ√π, and at either edge twice the product of the kernel and
 * its reflection, exp(−(t² + p²)/σ²) / 2πσ².
 */
function squaredKernel(narrow: Float64Array, signal: Float64Array, bandwidth: number): Float64Array {
  const edge = (distance: number) => Math.exp(-((distance / bandwidth) ** 2))
  const points = signal.length - 1
  const reach = Math.min(points, Math.ceil(EDGE * bandwidth * points))
  let [atZero, atOne] = [0, 0]
  for (let j = 0; j <= reach; j++) {
    const near = edge(j / points)
    atZero += signal[j] * near
    atOne += signal[points - j] * near
  }
  const cells = narrow.length - 1
  const squared = narrow.map((value) => value / (2 * bandwidth * Math.sqrt(Math.PI)))
  for (let j = 0; j <= Math.min(cells, Math.ceil(EDGE * bandwidth * cells)); j++) {
    const near = edge(j / cells) / (Math.PI * bandwidth ** 2)
    squared[j] += atZero * near
    squared[cells - j] += atOne * near
  }
  return squared
}

function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value))
}
