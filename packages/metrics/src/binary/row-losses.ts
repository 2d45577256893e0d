import { withoutValue, withValue } from '../build-estimate.ts'
import type { Estimate } from '../estimate.ts'
import { influenceInterval } from '../inference.ts'
import { prefetch } from '../order/prefetch.ts'
import type { BinarySample, LossSums, RowLosses } from '../samples.ts'
import { type Totals, totalsOf } from './totals.ts'

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
  const { rows } = totals
  const weight = totals.positiveWeight + totals.negativeWeight
  const weighted = sample.weights === undefined ? null : sumWeightedLosses(sample, rows, losses)
  const sums = weighted ?? sample.sums?.losses(losses) ?? sumLosses(sample, rows, losses)
  const { center, deviations, squares, least, most } = sums
  const { weightSquares, weightedDeviations } = weighted ?? { weightSquares: rows, weightedDeviations: deviations }
  const shift = deviations / weight
  const spread = squares - 2 * shift * weightedDeviations + shift * shift * weightSquares
  const largest = Math.max((least - shift) ** 2, (most - shift) ** 2)
  return {
    mean: center + shift,
    variance: rows < 2 ? null : (Math.max(0, spread) / weight ** 2) * (rows / (rows - 1)),
    heaviestShare: spread > 0 ? Math.min(1, largest / spread) : 0,
  }
}

/** What weights add: `LossSums` are then those of w·d, and their centre that of the losses themselves. */
interface WeightedSums extends LossSums {
  /** Σw². */
  readonly weightSquares: number
  /** Σw²d. */
  readonly weightedDeviations: number
}

function sumLosses(sample: BinarySample, rows: number, losses: RowLosses): LossSums {
  const sums = new Float64Array(2)
  const center = forBlocks(sample, rows, losses, (block, from, to, center) => addBlock(block, to - from, center, sums))
  return { center, deviations: sums[0], squares: sums[1], ...extremeDeviations(sample, losses, center) }
}

function sumWeightedLosses(sample: BinarySample, rows: number, losses: RowLosses): WeightedSums {
  const { weights } = sample
  const sums = new Float64Array(6)
  const center = forBlocks(sample, rows, losses, (block, from, to, center) =>
    addWeightedBlock(block, weights!, from, to, center, sums),
  )
  const [deviations, squares, least, most, weightSquares, weightedDeviations] = sums
  return { center, deviations, squares, least, most, weightSquares, weightedDeviations }
}

/** Visits the losses a block at a time, with that of the first row, which it returns. */
function forBlocks(
  sample: BinarySample,
  rows: number,
  losses: RowLosses,
  visit: (block: Float64Array, from: number, to: number, center: number) => void,
): number {
  const block = new Float64Array(blockRows)
  losses.rows(sample, 0, 1, block)
  const center = block[0]
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    prefetch(sample.scores, from, to)
    losses.rows(sample, from, to, block)
    visit(block, from, to, center)
  }
  return center
}

/** The least and the greatest deviation: those of the first and the last row of either class, since scores ascend. */
function extremeDeviations(sample: BinarySample, losses: RowLosses, center: number): { least: number; most: number } {
  const { labels } = sample
  return deviationsAt(
    sample,
    losses,
    center,
    [0, 1].flatMap((label) => [labels.indexOf(label), labels.lastIndexOf(label)]),
  )
}

/** The least and the greatest deviation at some positions, of which those below 0 are none. */
export function deviationsAt(
  sample: BinarySample,
  losses: RowLosses,
  center: number,
  positions: readonly number[],
): { least: number; most: number } {
  const one = new Float64Array(1)
  const deviations = positions
    .filter((position) => position >= 0)
    .map((position) => {
      losses.rows(sample, position, position + 1, one)
      return one[0] - center
    })
  return { least: Math.min(...deviations), most: Math.max(...deviations) }
}

/** Sums: Σd, Σd², of the deviations d from the centre. */
function addBlock(block: Float64Array, rows: number, center: number, sums: Float64Array): void {
  let [deviations, squares, otherDeviations, otherSquares] = [0, 0, 0, 0]
  const whole = rows - (rows % 2)
  for (let i = 0; i < whole; i += 2) {
    const deviation = block[i] - center
    const other = block[i + 1] - center
    deviations += deviation
    squares += deviation * deviation
    otherDeviations += other
    otherSquares += other * other
  }
  if (whole < rows) {
    deviations += block[whole] - center
    squares += (block[whole] - center) ** 2
  }
  sums[0] += deviations + otherDeviations
  sums[1] += squares + otherSquares
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
  losses.rows(sample, 0, totals.rows, phi)
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
  const resolution = losses.resolution?.(sample)
  if (sample.clusters !== undefined) {
    const phi = lossInfluence(sample, totals, losses, mean)
    const uncertainty = influenceInterval(mean, phi, { ...shared, inference: 'mean', clusters: sample.clusters })
    return withValue(totals, mean, uncertainty ?? 'one cluster holds all rows', detail, resolution)
  }
  const standardError = Math.sqrt(variance)
  const degreesOfFreedom = Math.max(1, totals.effectiveRows - 1)
  return withValue(totals, mean, { kind: 'normal', ...shared, standardError, degreesOfFreedom }, detail, resolution)
}

/** The influences of a mean loss, `null` where it has no finite value. */
export function meanLossInfluence(sample: BinarySample, losses: RowLosses): Float64Array | null {
  const totals = totalsOf(sample)
  if (totals.nothing !== null) return null
  const { mean } = lossMoments(sample, totals, losses)
  return Number.isFinite(mean) ? lossInfluence(sample, totals, losses, mean) : null
}
