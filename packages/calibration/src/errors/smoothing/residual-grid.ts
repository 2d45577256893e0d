import type { BinarySample } from '@sluice/metrics'
import { cosineCoefficients } from './fourier.ts'
import { powerOfTwo, smoothedAt, smoothedAtBoth } from './reflected-gaussian.ts'

/** Rows that are laid down by one call: small functions that are called often are compiled early. */
const blockRows = 16_384

/** Residuals and rows on a fine grid, in cosine coefficients: what smooth calibration errors read of a sample. */
export class ResidualGrid {
  readonly cells: number
  /** Σw of each grid point, as shares of the total, and Σw² likewise over the squared total. */
  readonly share: Float64Array
  readonly squaredShare: Float64Array
  /** Cosine coefficients of the residuals and of the shares. */
  readonly #coefficients: [Float64Array, Float64Array]
  readonly #weighted: boolean

  /** A row between two grid points goes to both, in proportion to its nearness: its mean stays where it is. */
  constructor(sample: BinarySample, cells: number) {
    this.cells = cells
    const [residual, share, squares] = Array.from({ length: 3 }, () => new Float64Array(cells + 2))
    const rows = sample.scores.length
    for (let from = 0; from < rows; from += blockRows) {
      const to = Math.min(rows, from + blockRows)
      if (sample.weights === undefined) layRows(sample, from, to, cells, residual, share)
      else layWeighted(sample, sample.weights, from, to, cells, residual, share, squares)
    }
    const total = share.reduce((a, b) => a + b, 0)
    if (sample.weights === undefined) squares.set(share)
    const scaled = (column: Float64Array, by: number) => column.subarray(0, cells + 1).map((value) => value / by)
    this.#weighted = sample.weights !== undefined
    this.share = scaled(share, total)
    this.squaredShare = scaled(squares, total * total)
    this.#coefficients = cosineCoefficients(scaled(residual, total), this.share)
  }

  /** The smoothed residuals `1/W Σ w (y − p) K(t, p)`, and the density of the scores, at `j / cells`. */
  smoothed(bandwidth: number, cells: number): [Float64Array, Float64Array] {
    return smoothedAt(this.#coefficients, bandwidth, cells)
  }

  /**
   * Of three measures that noise is made of, cosine coefficients: Σ w p, Σ w² p (1 − p) and Σ w², in shares like
   * {@link share} and {@link squaredShare}.
   */
  noiseCoefficients(): { predicted: Float64Array; spread: Float64Array; squares: Float64Array } {
    const { share, squaredShare, cells } = this
    const [predicted, spread] = cosineCoefficients(
      share.map((value, j) => (value * j) / cells),
      this.spreadShare(),
    )
    if (this.#weighted) return { predicted, spread, squares: cosineCoefficients(squaredShare, squaredShare)[0] }
    // Without weights both shares are the same but for a factor: that of a row.
    const each = squaredShare.reduce((a, b) => a + b, 0)
    return { predicted, spread, squares: this.#coefficients[1].map((value) => value * each) }
  }

  /** Σ w² p (1 − p) of each grid point, as {@link squaredShare}. */
  spreadShare(): Float64Array {
    const { squaredShare, cells } = this
    return squaredShare.map((square, j) => (square * j * (cells - j)) / cells / cells)
  }

  /** `∫ |1/W Σ w (y − p) K(t, p)| dt`, in steps of at most the bandwidth over `fineness`. */
  error(bandwidth: number, fineness: number): number {
    return this.errors([bandwidth, bandwidth], fineness)[0]
  }

  /** As {@link error}, at two bandwidths by one transform, in steps of at most the first over `fineness`. */
  errors(bandwidths: readonly [number, number], fineness: number): [number, number] {
    const cells = powerOfTwo(fineness / bandwidths[0], Math.min(16_384, this.cells))
    const [residual] = this.#coefficients
    const [first, second] = smoothedAtBoth([residual, residual], bandwidths, cells)
    return [absoluteIntegral(first), absoluteIntegral(second)]
  }
}

/** Rows between the same two grid points are summed before they are laid down. */
function layRows(
  { scores, labels }: BinarySample,
  from: number,
  to: number,
  cells: number,
  residual: Float64Array,
  share: Float64Array,
): void {
  for (let i = from; i < to; ) {
    const below = Math.floor(scores[i] * cells)
    const start = i
    let [aboves, errors, tilted] = [0, 0, 0]
    do {
      const p = scores[i]
      const above = p * cells - below
      if (above >= 1) break
      const error = labels[i] - p
      aboves += above
      errors += error
      tilted += above * error
      i++
    } while (i < to)
    residual[below] += errors - tilted
    residual[below + 1] += tilted
    share[below] += i - start - aboves
    share[below + 1] += aboves
  }
}

function layWeighted(
  { scores, labels }: BinarySample,
  weights: Float64Array,
  from: number,
  to: number,
  cells: number,
  residual: Float64Array,
  share: Float64Array,
  squares: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const p = scores[i]
    const w = weights[i]
    const at = p * cells
    const below = Math.floor(at)
    const above = at - below
    const error = w * (labels[i] - p)
    residual[below] += (1 - above) * error
    residual[below + 1] += above * error
    share[below] += w * (1 - above)
    share[below + 1] += w * above
    squares[below] += w * w * (1 - above)
    squares[below + 1] += w * w * above
  }
}

/** The integral over [0, 1] of the absolute value of the line through equally spaced points, crossings included. */
function absoluteIntegral(values: Float64Array): number {
  const cells = values.length - 1
  let total = 0
  for (let j = 0; j < cells; j++) {
    const a = values[j]
    const b = values[j + 1]
    total += a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)))
  }
  return total / cells
}
