import type { BinarySample } from '@sluice/metrics'
import { ResidualGrid } from './residual-grid.ts'

/** A sample's smooth calibration error: the bandwidth at which error and bandwidth are equal. */
export interface SmoothError {
  readonly grid: ResidualGrid
  /** Both the error and its bandwidth; 0 where every residual cancels. */
  readonly value: number
  /** Derivative of the error in the bandwidth there, ≤ 0. */
  readonly slope: number
}

/** Below this the bandwidth is narrower than any grid that is worth its memory resolves. */
const LEAST_BANDWIDTH = 1e-4
const FINEST_GRID = 2 ** 17
/** An error below this is what the transform's rounding leaves of 0. */
const ROUNDING = 1e-12
/** Grid cells to a bandwidth: the error of the value is then about 3·10⁻⁵ of it. */
const CELLS_PER_BANDWIDTH = 64

const known = new WeakMap<BinarySample, SmoothError>()

/** Solves smECE_σ = σ on a grid as fine as the bandwidth asks; once a sample. */
export function smoothError(sample: BinarySample): SmoothError {
  const before = known.get(sample)
  if (before !== undefined) return before
  let solved = solveOn(new ResidualGrid(sample, firstGrid(sample.scores.length)))
  while (solved.value * solved.grid.cells < CELLS_PER_BANDWIDTH && solved.grid.cells < FINEST_GRID) {
    if (solved.value === 0) break
    solved = solveOn(new ResidualGrid(sample, 4 * solved.grid.cells))
  }
  known.set(sample, solved)
  return solved
}

/** What a calibrated model of so many rows needs, since noise alone gives it a bandwidth of about n^(−1/3)/3. */
function firstGrid(rows: number): number {
  if (rows < 20_000) return 4096
  return rows < 200_000 ? 8192 : 32_768
}

/** smECE_σ falls with σ, so that the difference has one root: false position, Illinois variant (Dowell & Jarratt 1971). */
function solveOn(grid: ResidualGrid): SmoothError {
  const coarse = root((bandwidth) => grid.error(bandwidth, 8), LEAST_BANDWIDTH, 1, 1e-4)
  if (coarse === null) {
    const value = grid.error(LEAST_BANDWIDTH, 8)
    return { grid, value: value < ROUNDING ? 0 : value, slope: 0 }
  }
  const step = coarse * 1e-3
  const [here, beyond] = grid.errors([coarse, coarse + step], 64)
  const slope = Math.min(0, (beyond - here) / step)
  const value = coarse + (here - coarse) / (1 - slope)
  return { grid, value, slope }
}

/**
 * The σ with error(σ) = σ to a relative tolerance; `null` where the error is below even the least bandwidth.
 *
 * The least bandwidth takes the finest grid by far, so it is looked at only where no other was too narrow.
 */
function root(error: (bandwidth: number) => number, least: number, most: number, tolerance: number): number | null {
  let [low, high] = [least, most]
  let above = Number.NaN
  let below = error(high) - high
  let side = 0
  for (let step = 0; step < 60; step++) {
    if (step === 3 && Number.isNaN(above)) {
      above = error(low) - low
      if (above <= 0) return null
    }
    const middle = step < 3 ? Math.sqrt(low * high) : (low * below - high * above) / (below - above)
    const value = error(middle) - middle
    if (Math.abs(value) < tolerance * middle) return middle
    if (value > 0) {
      low = middle
      above = value
      if (side === 1) below /= 2
      side = 1
    } else {
      high = middle
      below = value
      if (side === -1) above /= 2
      side = -1
    }
  }
  return (low + high) / 2
}
