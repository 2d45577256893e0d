import type { BinarySample } from '@sluice/metrics'
import { createRandom, type Random, type Seed } from '@sluice/stats'
import { BlockStack, type Pooled } from './pool-adjacent-violators.ts'

/** Neighbouring rows of about the same score, drawn together. */
export interface ScoreGroups {
  /** Weight and weighted mean score of each group, in ascending order. */
  readonly weight: Float64Array
  readonly score: Float64Array
  /** Draws of equal weight that the group is worth, and their standard deviation. */
  readonly draws: Float64Array
  readonly deviation: Float64Array
}

/** Joined groups at most: what isotonic regression sees of a sample is far coarser. */
const MOST_GROUPS = 512

const known = new WeakMap<BinarySample, Map<number, ScoreGroups>>()

/** Joins tied scores, and neighbours where there are many, into at most about `most` groups; once a sample. */
export function scoreGroups(sample: BinarySample, most = MOST_GROUPS): ScoreGroups {
  const bySize = known.get(sample) ?? new Map<number, ScoreGroups>()
  const groups = bySize.get(most) ?? joined(sample, most)
  known.set(sample, bySize.set(most, groups))
  return groups
}

function joined({ scores, weights }: BinarySample, most: number): ScoreGroups {
  const rows = scores.length
  const least = Math.max(1, Math.floor(rows / most))
  const starts: number[] = []
  for (let i = 0; i < rows; ) {
    starts.push(i)
    i = Math.min(rows, i + least)
    while (i < rows && scores[i] === scores[i - 1]) i++
  }
  const [weight, score, draws, deviation] = Array.from({ length: 4 }, () => new Float64Array(starts.length))
  for (const [g, from] of starts.entries()) {
    const to = starts[g + 1] ?? rows
    let [total, squares, sum, variance] = [0, 0, 0, 0]
    for (let i = from; i < to; i++) {
      const w = weights === undefined ? 1 : weights[i]
      total += w
      squares += w * w
      sum += w * scores[i]
      variance += w * w * scores[i] * (1 - scores[i])
    }
    weight[g] = total
    score[g] = Math.min(1, sum / total)
    draws[g] = (total * total) / squares
    deviation[g] = (Math.sqrt(variance) / total) * draws[g]
  }
  return { weight, score, draws, deviation }
}

/** Up to this many draws are drawn one by one; more are normal to within a fraction of a draw. */
const ONE_BY_ONE = 24

/**
 * Labels as they would be were every score right: one replicate's weight of positives in each group, and its isotonic
 * regression. What consistency bands and the bias of CORP's terms come from (Dimitriadis, Gneiting & Jordan 2021).
 *
 * @param seed equal seeds give equal replicates
 */
export function calibratedReplicates(
  groups: ScoreGroups,
  replicates: number,
  seed: Seed,
  visit: (positive: Float64Array, pooled: Pooled) => void,
): void {
  const random = createRandom(seed)
  const positive = new Float64Array(groups.weight.length)
  for (let replicate = 0; replicate < replicates; replicate++) {
    const stack = new BlockStack()
    for (let g = 0; g < positive.length; g++) {
      positive[g] = (drawPositives(random, groups, g) / groups.draws[g]) * groups.weight[g]
      stack.push(g, groups.weight[g], positive[g])
    }
    visit(positive, stack.pooled())
  }
}

function drawPositives(random: Random, { draws, score, deviation }: ScoreGroups, g: number): number {
  const count = draws[g]
  if (count <= ONE_BY_ONE) {
    const rest = count - Math.floor(count)
    let positives = rest > 0 && random.uniform() < score[g] ? rest : 0
    for (let draw = 1; draw <= count; draw++) if (random.uniform() < score[g]) positives++
    return positives
  }
  const expected = count * score[g]
  if (expected < ONE_BY_ONE / 2) return Math.min(count, random.poisson(expected))
  if (count - expected < ONE_BY_ONE / 2) return count - Math.min(count, random.poisson(count - expected))
  return Math.min(count, Math.max(0, expected + deviation[g] * random.normal()))
}
