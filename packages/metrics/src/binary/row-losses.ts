import type { Estimate } from '../estimate.ts'
import { influenceInterval } from '../inference.ts'
import type { BinarySample } from '../samples.ts'
import { definedEstimate, type Totals, totalsOf, undefinedEstimate } from './totals.ts'

/** Writes the loss of the rows `from` to `to` into the start of `into`; scores are ascending. */
export type RowLosses = (sample: BinarySample, from: number, to: number, into: Float64Array) => void

/** Small enough for the first-level cache; its subtotals keep rounding from growing with the rows. */
const blockRows = 2048

/** Mean and squared standard error of a loss over the rows of a sample. */
export interface LossMoments {
  readonly mean: number
  /** With n/(n−1); `null` with a single row. */
  readonly variance: number | null
  /** The largest share of a single row in the spread, Σw²(l − L)². */
  readonly heaviestShare: number
}

/** Σw²(l − L)² is gathered around the first row's loss, so that a constant loss has no spread at all. */
export function lossMoments(sample: BinarySample, totals: Totals, losses: RowLosses): LossMoments {
  const { weights } = sample
  const { rows } = totals
  const block = new Float64Array(Math.min(blockRows, rows))
  losses(sample, 0, 1, block)
  const center = block[0]
  const sums = { deviations: 0, squares: 0, weightSquares: 0, weightedDeviations: 0, least: 0, most: 0 }
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    losses(sample, from, to, block)
    if (weights === undefined) addBlock(block, to - from, center, sums)
    else addWeightedBlock(block, weights.subarray(from, to), center, sums)
  }
  const weight = totals.positiveWeight + totals.negativeWeight
  const shift = sums.deviations / weight
  if (weights === undefined) {
    sums.weightSquares = rows
    sums.weightedDeviations = sums.deviations
  }
  const spread = sums.squares - 2 * shift * sums.weightedDeviations + shift * shift * sums.weightSquares
  const largest = Math.max((sums.least - shift) ** 2, (sums.most - shift) ** 2)
  return {
    mean: center + shift,
    variance: rows < 2 ? null : (Math.max(0, spread) / weight ** 2) * (rows / (rows - 1)),
    heaviestShare: spread > 0 ? Math.min(1, largest / spread) : 0,
  }
}

interface Sums {
  deviations: number
  squares: number
  weightSquares: number
  weightedDeviations: number
  least: number
  most: number
}

function addBlock(block: Float64Array, rows: number, center: number, sums: Sums): void {
  let deviations = 0
  let squares = 0
  let least = sums.least
  let most = sums.most
  for (let i = 0; i < rows; i++) {
    const deviation = block[i] - center
    deviations += deviation
    squares += deviation * deviation
    if (deviation > most) most = deviation
    if (deviation < least) least = deviation
  }
  sums.deviations += deviations
  sums.squares += squares
  sums.least = least
  sums.most = most
}

function addWeightedBlock(block: Float64Array, weights: Float64Array, center: number, sums: Sums): void {
  const part = { deviations: 0, squares: 0, weightSquares: 0, weightedDeviations: 0 }
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]
    const deviation = block[i] - center
    part.deviations += weight * deviation
    part.squares += weight * weight * deviation * deviation
    part.weightSquares += weight * weight
    part.weightedDeviations += weight * weight * deviation
    sums.most = Math.max(sums.most, weight * deviation)
    sums.least = Math.min(sums.least, weight * deviation)
  }
  sums.deviations += part.deviations
  sums.squares += part.squares
  sums.weightSquares += part.weightSquares
  sums.weightedDeviations += part.weightedDeviations
}

/** Influence of each row on the mean loss: w (l − L) n / W. */
export function lossInfluence(sample: BinarySample, totals: Totals, losses: RowLosses, mean: number): Float64Array {
  const phi = new Float64Array(totals.rows)
  losses(sample, 0, totals.rows, phi)
  const weight = totals.positiveWeight + totals.negativeWeight
  for (let i = 0; i < phi.length; i++) {
    phi[i] = ((phi[i] - mean) * totals.rows * (sample.weights === undefined ? 1 : sample.weights[i])) / weight
  }
  return phi
}

/** Above this share of one row in the spread, the t interval of a mean is not to be trusted, and `detail` says so. */
const heavyShare = 0.2

/** The estimate of a mean loss with its t interval. */
export function meanLossEstimate(
  sample: BinarySample,
  losses: RowLosses,
  range: readonly [number | null, number | null],
): Estimate {
  const totals = totalsOf(sample)
  if (totals.nothing !== null) return undefinedEstimate(totals, totals.nothing)
  const { mean, variance, heaviestShare } = lossMoments(sample, totals, losses)
  if (!Number.isFinite(mean)) return undefinedEstimate(totals, 'infinite')
  if (variance === null) return definedEstimate(totals, mean, 'one row tells nothing of the spread')
  const detail = heaviestShare > heavyShare ? { heaviest_row_share: heaviestShare } : undefined
  const shared = { method: 'student_t', scale: 'identity', range } as const
  if (sample.clusters !== undefined) {
    const phi = lossInfluence(sample, totals, losses, mean)
    const uncertainty = influenceInterval(mean, phi, { ...shared, inference: 'mean', clusters: sample.clusters })
    return definedEstimate(totals, mean, uncertainty ?? 'one cluster holds all rows', detail)
  }
  const standardError = Math.sqrt(variance)
  const degreesOfFreedom = totals.rows - 1
  return definedEstimate(totals, mean, { kind: 'normal', ...shared, standardError, degreesOfFreedom }, detail)
}

/** The influences of a mean loss, `null` where it has no finite value. */
export function meanLossInfluence(sample: BinarySample, losses: RowLosses): Float64Array | null {
  const totals = totalsOf(sample)
  if (totals.nothing !== null) return null
  const { mean } = lossMoments(sample, totals, losses)
  return Number.isFinite(mean) ? lossInfluence(sample, totals, losses, mean) : null
}
