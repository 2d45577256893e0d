import { withoutValue, withValue } from '../build-estimate.ts'
import type { Estimate } from '../estimate.ts'
import { influenceInterval } from '../inference.ts'
import type { BinarySample } from '../samples.ts'
import { type Totals, totalsOf } from './totals.ts'

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
  const block = new Float64Array(blockRows)
  losses(sample, 0, 1, block)
  const center = block[0]
  const sums = new Float64Array(6)
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    losses(sample, from, to, block)
    if (weights === undefined) addBlock(block, to - from, center, sums)
    else addWeightedBlock(block, weights, from, to, center, sums)
  }
  const weight = totals.positiveWeight + totals.negativeWeight
  const [deviations, squares, least, most] = sums
  const weightSquares = weights === undefined ? rows : sums[4]
  const weightedDeviations = weights === undefined ? deviations : sums[5]
  const shift = deviations / weight
  const spread = squares - 2 * shift * weightedDeviations + shift * shift * weightSquares
  const largest = Math.max((least - shift) ** 2, (most - shift) ** 2)
  return {
    mean: center + shift,
    variance: rows < 2 ? null : (Math.max(0, spread) / weight ** 2) * (rows / (rows - 1)),
    heaviestShare: spread > 0 ? Math.min(1, largest / spread) : 0,
  }
}

/** Sums: Σd, Σd², the least and the greatest d, of the deviations d from the centre. */
function addBlock(block: Float64Array, rows: number, center: number, sums: Float64Array): void {
  let deviations = sums[4]
  let squares = deviations
  let least = sums[2]
  let most = sums[3]
  for (let i = 0; i < rows; i++) {
    const deviation = block[i] - center
    deviations += deviation
    squares += deviation * deviation
    if (deviation > most) most = deviation
    if (deviation < least) least = deviation
  }
  sums[0] += deviations
  sums[1] += squares
  sums[2] = least
  sums[3] = most
}

/** Sums: Σwd, Σw²d², the least and the greatest wd, Σw², Σw²d. */
function addWeightedBlock(
  block: Float64Array,
  weights: Float64Array,
  from: number,
  to: number,
  center: number,
  sums: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const weight = weights[i]
    const deviation = weight * (block[i - from] - center)
    sums[0] += deviation
    sums[1] += deviation * deviation
    if (deviation < sums[2]) sums[2] = deviation
    if (deviation > sums[3]) sums[3] = deviation
    sums[4] += weight * weight
    sums[5] += weight * deviation
  }
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
  if (totals.nothing !== null) return withoutValue(totals, totals.nothing)
  const { mean, variance, heaviestShare } = lossMoments(sample, totals, losses)
  if (!Number.isFinite(mean)) return withoutValue(totals, 'infinite')
  if (variance === null) return withValue(totals, mean, 'one row tells nothing of the spread')
  const detail = heaviestShare > heavyShare ? { heaviest_row_share: heaviestShare } : undefined
  const shared = { method: 'student_t', scale: 'identity', range } as const
  if (sample.clusters !== undefined) {
    const phi = lossInfluence(sample, totals, losses, mean)
    const uncertainty = influenceInterval(mean, phi, { ...shared, inference: 'mean', clusters: sample.clusters })
    return withValue(totals, mean, uncertainty ?? 'one cluster holds all rows', detail)
  }
  const standardError = Math.sqrt(variance)
  const degreesOfFreedom = totals.rows - 1
  return withValue(totals, mean, { kind: 'normal', ...shared, standardError, degreesOfFreedom }, detail)
}

/** The influences of a mean loss, `null` where it has no finite value. */
export function meanLossInfluence(sample: BinarySample, losses: RowLosses): Float64Array | null {
  const totals = totalsOf(sample)
  if (totals.nothing !== null) return null
  const { mean } = lossMoments(sample, totals, losses)
  return Number.isFinite(mean) ? lossInfluence(sample, totals, losses, mean) : null
}
