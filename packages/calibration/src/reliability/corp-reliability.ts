import { type BinarySample, MetricInputError } from '@sluice/metrics'
import type { Seed } from '@sluice/stats'
import { calibratedReplicates, type ScoreGroups, scoreGroups } from '../isotonic/calibrated-replicates.ts'
import { isotonicBlocks } from '../isotonic/isotonic-blocks.ts'
import type { Pooled } from '../isotonic/pool-adjacent-violators.ts'

/** One level stretch of a CORP reliability diagram: scores that are recalibrated to the same value. */
export interface CorpBlock {
  /** Lowest and highest score of the stretch. */
  readonly from: number
  readonly to: number
  /** Weighted share of positives: what the scores should have been. */
  readonly observed: number
  readonly rows: number
  readonly weight: number
}

/** Where the curve of a calibrated model would run, at one score. */
export interface ConsistencyPoint {
  readonly score: number
  readonly lower: number
  readonly upper: number
}

export interface CorpReliability {
  readonly blocks: readonly CorpBlock[]
  readonly band: readonly ConsistencyPoint[]
}

export interface CorpReliabilityOptions {
  /** Pointwise level of the consistency band, strictly between 0 and 1. */
  readonly level: number
  /** Default 0. */
  readonly seed?: Seed
  /** Default 100. */
  readonly replicates?: number
  /** Points of the band at most. Default 100. */
  readonly points?: number
  /** Groups of neighbouring scores that replicates are drawn over, about. Default 512; fewer cost less and are coarser. */
  readonly groups?: number
}

/**
 * The CORP reliability diagram: the isotonic regression of labels on scores, without bins to choose, and a consistency
 * band: the pointwise quantiles of the same regression on labels drawn as the scores say (Dimitriadis, Gneiting & Jordan
 * 2021). A curve that leaves the band is miscalibrated there. Replicates are drawn over groups of neighbouring scores.
 *
 * @throws {MetricInputError} for scores that are not probabilities, and options out of range; without rows both are empty
 */
export function corpReliability(sample: BinarySample, options: CorpReliabilityOptions): CorpReliability {
  const { level, seed = 0, replicates = 100, points = 100, groups: most } = options
  if (!(level > 0 && level < 1))
    throw new MetricInputError('invalid_option', `level is ${level}: give a number between 0 and 1`)
  if (!(replicates >= 2 && points >= 2 && (most === undefined || most >= 2)))
    throw new MetricInputError(
      'invalid_option',
      `${replicates} replicates at ${points} points${most === undefined ? '' : ` over ${most} groups`}: give at least 2 of each`,
    )
  const pooled = isotonicBlocks(sample)
  const groups = scoreGroups(sample, most)
  return { blocks: blocksOf(sample, pooled), band: consistencyBand(groups, { level, seed, replicates, points }) }
}

function blocksOf({ scores }: BinarySample, { blocks, starts, weight, sum }: Pooled): CorpBlock[] {
  return Array.from({ length: blocks }, (_, b) => {
    const end = b + 1 < blocks ? starts[b + 1] : scores.length
    return {
      from: scores[starts[b]],
      to: scores[end - 1],
      observed: sum[b] / weight[b],
      rows: end - starts[b],
      weight: weight[b],
    }
  })
}

function consistencyBand(
  groups: ScoreGroups,
  { level, seed, replicates, points }: Required<Omit<CorpReliabilityOptions, 'groups'>>,
): ConsistencyPoint[] {
  const length = groups.score.length
  const count = Math.min(points, length)
  const at = Array.from({ length: count }, (_, k) => (count === 1 ? 0 : Math.round((k * (length - 1)) / (count - 1))))
  const columns = at.map(() => new Float64Array(replicates))
  for (const [replicate, { pooled }] of calibratedReplicates(groups, replicates, seed).entries()) {
    const { blocks, starts, weight, sum } = pooled
    let b = 0
    for (const [k, g] of at.entries()) {
      while (b + 1 < blocks && starts[b + 1] <= g) b++
      columns[k][replicate] = sum[b] / weight[b]
    }
  }
  const tail = (1 - level) / 2
  return at.map((g, k) => {
    const column = columns[k].sort()
    const quantile = (q: number) => column[Math.min(replicates - 1, Math.max(0, Math.floor(q * replicates)))]
    return { score: groups.score[g], lower: quantile(tail), upper: quantile(1 - tail) }
  })
}
