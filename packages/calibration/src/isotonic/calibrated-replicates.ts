import type { BinarySample } from '@sluice/metrics'
import { createRandom, type Random, type Seed } from '@sluice/stats'
import { sumRun } from '../bins/sum-run.ts'
import { type ScoreCells, scoreCells } from '../cells/score-cells.ts'
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

function joined(sample: BinarySample, most: number): ScoreGroups {
  const { scores, weights } = sample
  const starts = startsOfGroups(scores, most)
  const cells = scoreCells(sample)
  const [weight, score, draws, deviation] = Array.from({ length: 4 }, () => new Float64Array(starts.length))
  for (const [g, from] of starts.entries()) {
    const to = starts[g + 1] ?? scores.length
    const { total, squares, sum, variance } =
      weights === undefined ? countedSums(sample, cells, from, to) : weightedSums(scores, weights, from, to)
    weight[g] = total
    score[g] = Math.min(1, sum / total)
    draws[g] = (total * total) / squares
    deviation[g] = (Math.sqrt(variance) / total) * draws[g]
  }
  return { weight, score, draws, deviation }
}

/** Where groups of equally many rows begin; tied scores stay together. */
function startsOfGroups(scores: Float64Array, most: number): number[] {
  const rows = scores.length
  const least = Math.max(1, Math.floor(rows / most))
  const starts: number[] = []
  for (let i = 0; i < rows; ) {
    starts.push(i)
    i = Math.min(rows, i + least)
    while (i < rows && scores[i] === scores[i - 1]) i++
  }
  return starts
}

/** Σw, Σw², Σwp and Σw²p(1 − p) of a group. */
interface GroupSums {
  readonly total: number
  readonly squares: number
  readonly sum: number
  readonly variance: number
}

function countedSums(sample: BinarySample, cells: ScoreCells | null, from: number, to: number): GroupSums {
  const [, sum, squared] = sumRun(sample, cells, from, to)
  return { total: to - from, squares: to - from, sum, variance: Math.max(0, sum - squared) }
}

function weightedSums(scores: Float64Array, weights: Float64Array, from: number, to: number): GroupSums {
  let [total, squares, sum, variance] = [0, 0, 0, 0]
  for (let i = from; i < to; i++) {
    const w = weights[i]
    total += w
    squares += w * w
    sum += w * scores[i]
    variance += w * w * scores[i] * (1 - scores[i])
  }
  return { total, squares, sum, variance }
}

/** Up to this many draws are drawn one by one; more are normal to within a fraction of a draw. */
const ONE_BY_ONE = 24

/** One drawing of labels: the weight of positives in each group, and its isotonic regression. */
export interface Replicate {
  readonly positive: Float64Array
  readonly pooled: Pooled
}

const knownReplicates = new WeakMap<ScoreGroups, Map<string, readonly Replicate[]>>()

/**
 * Labels as they would be were every score right, with their isotonic regression. What consistency bands and the bias of
 * CORP's terms come from (Dimitriadis, Gneiting & Jordan 2021). Drawn once for the same groups, number and seed.
 *
 * @param seed equal seeds give equal replicates
 */
export function calibratedReplicates(groups: ScoreGroups, count: number, seed: Seed): readonly Replicate[] {
  const bySeed = knownReplicates.get(groups) ?? new Map<string, readonly Replicate[]>()
  knownReplicates.set(groups, bySeed)
  const key = `${count} ${typeof seed} ${seed}`
  const replicates = bySeed.get(key) ?? drawReplicates(groups, count, seed)
  bySeed.set(key, replicates)
  return replicates
}

function drawReplicates(groups: ScoreGroups, count: number, seed: Seed): Replicate[] {
  const random = createRandom(seed)
  const stack = new BlockStack()
  return Array.from({ length: count }, () => {
    const positive = new Float64Array(groups.weight.length)
    stack.clear()
    for (let g = 0; g < positive.length; g++) {
      positive[g] = (drawPositives(random, groups, g) / groups.draws[g]) * groups.weight[g]
      stack.push(g, groups.weight[g], positive[g])
    }
    return { positive, pooled: stack.pooled() }
  })
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
