import type { Metric } from '../metric.ts'
import { MetricInputError } from '../metric-input-error.ts'
import { memoryLike } from '../order/memory.ts'
import { awaitShares, type Shares, sharesOf, takeShares } from '../order/shares.ts'
import { unitResolution } from '../resolution.ts'
import type { BinarySample, RowLosses } from '../samples.ts'
import { requireProbabilities } from './probabilities.ts'
import { meanLossEstimate, meanLossInfluence } from './row-losses.ts'
import { lowerBound } from './threshold-position.ts'

export interface LogLossOptions {
  /** Probabilities are kept this far from 0 and 1. Default 2⁻⁵², as scikit-learn; 0 for none, where a loss may be infinite. */
  readonly clip?: number
}

/**
 * Logarithmic loss (cross-entropy) in nats: the mean of −log p of the class that occurred. Lower is better; 0 is perfect.
 *
 * Interval: Student's t of the rows' losses. `detail.heaviest_row_share` warns where a single row carries more than 20 %
 * of their spread. Infinite with `clip: 0` where a certain prediction was wrong: undefined, `infinite`.
 *
 * @throws MetricInputError for a score outside [0, 1]
 */
export const logLoss: Metric<BinarySample, LogLossOptions> = {
  scale: 'identity',
  inference: 'mean',
  estimate(sample, options) {
    requireProbabilities(sample)
    return meanLossEstimate(sample, logLosses(options), [0, null])
  },
  influence(sample, options) {
    requireProbabilities(sample)
    return meanLossInfluence(sample, logLosses(options))
  },
  resolution: (sample) => logLossResolution(sample),
}

/** The losses of rows at a clip. */
export function logLosses({ clip = usualClip }: LogLossOptions): RowLosses {
  if (!(clip >= 0 && clip < 0.5))
    throw new MetricInputError('invalid_option', `clip is ${clip}: expected a number from 0 to less than 0.5.`)
  return clip === usualClip
    ? usualLogLosses
    : { rows: (...of) => rowLogLosses(clip, ...of), resolution: logLossResolution }
}

const usualLogLosses: RowLosses = {
  rows(sample, from, to, into) {
    if (sample.logLosses !== undefined) into.set(sample.logLosses.subarray(from, to))
    else rowLogLosses(usualClip, sample, from, to, into)
  },
  carried: (sample) => sample.logLosses,
  shared: 'losses',
  resolution: logLossResolution,
}

/** Up to these odds a probability keeps enough of its distance from 1. */
const clearOdds = 1000
/** No score below this has higher odds. */
const leastUnclear = 0.999

/**
 * A negative's 1 − p is what is left of p after a subtraction: near 1 a probability keeps few digits of it. Those few rows
 * stand last.
 */
function logLossResolution(sample: BinarySample): number {
  const { sums } = sample
  const { scores } = sums?.order ?? sample
  const last = sums?.last(0) ?? sample.labels.lastIndexOf(0)
  const odds = last < 0 ? 0 : oddsOf(scores[last])
  if (odds <= clearOdds) return unitResolution * Math.max(1, odds)
  if (sums !== undefined) return unclearResolution(sums.tail(lowerBound(scores, leastUnclear)), sums.rows)
  const { weights } = sample
  return unclearResolution(sample, weights === undefined ? scores.length : weights.reduce((sum, one) => sum + one, 0))
}

/** @param weight that of all rows, of which the last are given */
function unclearResolution({ scores, labels, weights }: Omit<BinarySample, 'positives'>, weight: number): number {
  let squares = 0
  for (let row = scores.length - 1; row >= 0 && oddsOf(scores[row]) > clearOdds; row--) {
    if (labels[row] === 0) squares += ((weights === undefined ? 1 : weights[row]) * oddsOf(scores[row])) ** 2
  }
  return unitResolution * (clearOdds + Math.sqrt(squares) / weight)
}

function oddsOf(score: number): number {
  return score / Math.max(1 - score, usualClip)
}

/** The log losses of an order on their way: a share is a block of rows. */
export interface SharedLosses {
  readonly order: Pick<BinarySample, 'scores' | 'labels' | 'positives'>
  readonly losses: Float64Array
  readonly shares: Shares
}

/**
 * The same rows with the log loss of each, at the usual clip: worked out once for an order, it need not be again for every
 * slice that is cut from it. Without them where a score is not a probability: the metric says so when it is asked.
 *
 * @param onShared called with what is to be done: another thread may do a part of it, by `fillLogLosses`
 */
export function withLogLosses(order: BinarySample, onShared?: (open: SharedLosses) => void): BinarySample {
  const { scores, labels, positives } = order
  const rows = scores.length
  if (rows === 0 || !(scores[0] >= 0 && scores[rows - 1] <= 1)) return order
  const losses = new Float64Array(memoryLike(scores, 8 * rows))
  const shares = sharesOf(Math.ceil(rows / blockRows), scores)
  const open = { order: { scores, labels, positives }, losses, shares }
  onShared?.(open)
  fillLogLosses(open)
  awaitShares(shares)
  return { ...order, logLosses: losses }
}

/** Works out losses until all blocks are taken. */
export function fillLogLosses({ order, losses, shares }: SharedLosses): void {
  const rows = losses.length
  takeShares(shares, (block) => {
    const from = block * blockRows
    const to = Math.min(from + blockRows, rows)
    rowLogLosses(usualClip, order, from, to, losses.subarray(from, to))
  })
}

const usualClip = 2 ** -52

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/** How far a probability may lie from its anchor, relatively: five terms of the series are then exact to 2⁻⁵². */
const reach = 1 / 1024

/** Below this a reciprocal may overflow. */
const tiniest = 1e-300

/**
 * As scores ascend, the logarithm of one follows from that of the last anchor of its class: with u = (p − a) / a for a
 * positive, −log p = −log a − log1p(u), and likewise for 1 − p, where u is small enough for a short series. That is a
 * logarithm a few hundred rows instead of one a row. Anchors are looked up by the label, because a branch on it would
 * be mispredicted for every other positive.
 */
function rowLogLosses(
  clip: number,
  { scores, labels }: BinarySample,
  from: number,
  to: number,
  into: Float64Array,
): void {
  const most = 1 - clip
  const anchors = new Float64Array(2)
  const anchorLosses = new Float64Array(2)
  const slopes = new Float64Array(2).fill(Number.NaN)
  for (let i = from; i < to; i++) {
    const score = scores[i]
    const label = labels[i]
    const p = score < clip ? clip : score > most ? most : score
    const u = (p - anchors[label]) * slopes[label]
    if (u >= -reach && u <= reach) {
      into[i - from] = anchorLosses[label] + u * series(u)
      continue
    }
    anchors[label] = p
    anchorLosses[label] = label === 1 ? -Math.log(p) : -Math.log1p(-p)
    slopes[label] = label === 1 ? (p < tiniest ? Number.NaN : -1 / p) : p === 1 ? Number.NaN : 1 / (1 - p)
    into[i - from] = anchorLosses[label]
  }
}

/** −log(1 − u) / u for small u of either sign, in terms that can be summed side by side. */
function series(u: number): number {
  const square = u * u
  const early = 1 + u * (1 / 2) + square * (1 / 3 + u * (1 / 4))
  return early + square * square * (1 / 5 + u * (1 / 6) + square * (1 / 7))
}
