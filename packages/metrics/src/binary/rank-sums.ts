import type { BinarySample } from '../samples.ts'
import { forEachGroups, groupNumbers } from './positive-groups.ts'
import type { Totals } from './totals.ts'

/** What ROC-AUC and average precision are made of. */
export interface RankSums {
  /** [2] discordant weight; from [3] over positives Σw², Σw²·above, Σw²·above²; from [6] over negatives the same of below. */
  readonly placements: Float64Array
  /** From [4]: Σw·precision; over positives Σw², Σw²t, Σw²t² with t = precision + C₁ − C₂; over negatives Σw²C₂². */
  readonly precisions: Float64Array
}

/** Most of the time goes into finding tie groups, and whoever asks for one of the two metrics asks for the other. */
const known = new WeakMap<BinarySample, RankSums>()

/** The sums of a sample, from one ascending walk however many metrics ask. */
export function rankSums(sample: BinarySample, { positiveWeight, negativeWeight }: Totals): RankSums {
  const before = known.get(sample)
  if (before !== undefined) return before
  const sums = { placements: new Float64Array(9), precisions: new Float64Array(9) }
  sums.placements[0] = negativeWeight
  sums.precisions[0] = positiveWeight + negativeWeight
  sums.precisions[1] = positiveWeight
  forEachGroups(sample, (groups, count) => {
    addPlacements(groups, count, sums.placements)
    addPrecisions(groups, count, sums.precisions)
  })
  known.set(sample, sums)
  return sums
}

/**
 * State: weight of negatives above and of positives below, discordant weight; over positives Σw², Σw²·above, Σw²·above²;
 * over negatives Σw², Σw²·below, Σw²·below².
 */
function addPlacements(groups: Float64Array, count: number, state: Float64Array): void {
  let above = state[0]
  let below = state[1]
  for (let at = 0; at < count * groupNumbers; at += groupNumbers) {
    above -= groups[at]
    addWeighted(state, 6, groups[at + 1], below)
    const tied = groups[at + 2]
    const p = groups[at + 4]
    const placedAbove = above - tied / 2
    state[2] += p * placedAbove
    addWeighted(state, 3, groups[at + 5], placedAbove)
    addWeighted(state, 6, groups[at + 3], below + p / 2)
    above -= tied
    below += p
  }
  state[0] = above
  state[1] = below
}

function addWeighted(state: Float64Array, at: number, weight: number, value: number): void {
  state[at] += weight
  state[at + 1] += weight * value
  state[at + 2] += weight * value * value
}

/**
 * State: weight of all rows and of positives from here up, C₁, C₂, Σw·precision; over positives Σw², Σw²t, Σw²t² with
 * t = precision + C₁ − C₂; over negatives Σw²C₂².
 */
function addPrecisions(groups: Float64Array, count: number, state: Float64Array): void {
  let above = state[0]
  let positivesAbove = state[1]
  let c1 = state[2]
  let c2 = state[3]
  for (let at = 0; at < count * groupNumbers; at += groupNumbers) {
    above -= groups[at]
    state[8] += groups[at + 1] * c2 * c2
    const p = groups[at + 4]
    if (p === 0) continue
    const precision = positivesAbove / above
    const share = p / above
    c1 += share
    c2 += share * precision
    const term = precision + c1 - c2
    const squares = groups[at + 5]
    state[4] += p * precision
    state[5] += squares
    state[6] += squares * term
    state[7] += squares * term * term
    state[8] += groups[at + 3] * c2 * c2
    positivesAbove -= p
    above -= groups[at + 2] + p
  }
  state[0] = above
  state[1] = positivesAbove
  state[2] = c1
  state[3] = c2
}
