import { MetricInputError } from '../../metric-input-error.ts'
import type { ResamplingOptions } from '../../resampling.ts'
import type { BinarySample } from '../../samples.ts'
import { classWeights } from '../operating-points.ts'

export interface TopOptions extends ResamplingOptions {
  /** How many of the highest scores: a whole number of rows (under weights: that much weight). More than all is all. */
  readonly k?: number
  /** Or which share of all rows, in (0, 1]. */
  readonly fraction?: number
  /**
   * What becomes of the tie group that the cut goes through: `average` (default) counts it by the share that fits in, the
   * expected value under random order; `stable` takes its rows in the table's order, and needs the sample's `rows`.
   */
  readonly ties?: 'average' | 'stable'
}

/** Weight at the top: of all rows there and of the positives among them. */
export interface Top {
  readonly weight: number
  readonly positive: number
  /** Of the whole sample. */
  readonly all: number
  readonly positives: number
}

/** The options with `k` as a share of all rows. */
export function topShare({ labels, weights }: BinarySample, options: TopOptions): TopOptions {
  const { k, fraction, ...rest } = options
  if (k !== undefined && fraction === undefined && Number.isInteger(k) && k >= 1) {
    const { positives, negatives } = classWeights(labels, weights)
    return { ...rest, fraction: Math.min(1, k / (positives + negatives)) }
  }
  if (fraction !== undefined && k === undefined && fraction > 0 && fraction <= 1) return options
  throw new MetricInputError(
    'invalid_option',
    `k is ${k}, fraction is ${fraction}: expected one of them, k a whole number from 1 or fraction in (0, 1].`,
  )
}

/** The same for replicates, which do not know the table's order. */
export function averagedShare(sample: BinarySample, options: TopOptions): TopOptions {
  return { ...topShare(sample, options), ties: 'average' }
}

/** Fills the top from the highest score down until it holds the share `fraction` of all weight. */
export function topRows(
  sample: BinarySample,
  weights: Float64Array | undefined,
  { fraction = 1, ties = 'average' }: TopOptions,
): Top {
  const { scores, labels } = sample
  const totals = classWeights(labels, weights)
  const all = totals.positives + totals.negatives
  const capacity = nearestWhole(fraction * all)
  let weight = 0
  let positive = 0
  for (let i = scores.length - 1; i >= 0 && weight < capacity; ) {
    const last = i
    const score = scores[i]
    let p = 0
    let q = 0
    do {
      const w = weights === undefined ? 1 : weights[i]
      if (labels[i] === 1) p += w
      else q += w
      i--
    } while (i >= 0 && scores[i] === score)
    const room = capacity - weight
    if (p + q <= room) {
      positive += p
      weight += p + q
      continue
    }
    positive += ties === 'average' ? (p * room) / (p + q) : stablePositives(sample, weights, i + 1, last, room)
    weight = capacity
  }
  return { weight, positive, all, positives: totals.positives }
}

/** k / n · n may miss the whole number k by its last bit. */
function nearestWhole(value: number): number {
  const whole = Math.round(value)
  return Math.abs(value - whole) <= 1e-12 * whole ? whole : value
}

/** The positives among the first rows of a tie group, in the table's order, that fill the room. */
function stablePositives(
  { labels, rows }: BinarySample,
  weights: Float64Array | undefined,
  from: number,
  to: number,
  room: number,
): number {
  if (rows === undefined)
    throw new MetricInputError(
      'rows_missing',
      'ties: stable needs the rows of the sample: order by score with keepRows: true, or use ties: average.',
    )
  const positions = Array.from({ length: to - from + 1 }, (_, i) => from + i).sort((a, b) => rows[a] - rows[b])
  let left = room
  let positive = 0
  for (const position of positions) {
    const weight = Math.min(left, weights === undefined ? 1 : weights[position])
    positive += labels[position] * weight
    left -= weight
    if (left <= 0) break
  }
  return positive
}
