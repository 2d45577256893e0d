import type { BinarySample, RankSums } from '../samples.ts'
import { forEachGroups, groupNumbers } from './positive-groups.ts'
import type { Totals } from './totals.ts'

/** Most of the time goes into finding tie groups, and whoever asks for one of the two metrics asks for the other. */
const known = new WeakMap<BinarySample, RankSums>()

/** The sums of a sample, from one ascending walk however many metrics ask; for a slice, from one walk for all slices. */
export function rankSums(sample: BinarySample, { positiveWeight, negativeWeight }: Totals): RankSums {
  const before = known.get(sample) ?? sample.sums?.ranks()
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

/** Numbers of the state that `addGroup` keeps of a slice: those of `addPlacements`, then those of `addPrecisions`. */
export const rankState = 18

/**
 * Adds to the state that begins at `at` a group of rows of weight 1, as `addPlacements` and `addPrecisions` do: the negatives
 * below its positives, those tied with them, and the positives.
 */
export function addGroup(state: Float64Array, at: number, below: number, tied: number, positives: number): void {
  const above = state[at] - below
  const positivesBelow = state[at + 1]
  addWeighted(state, at + 6, below, positivesBelow)
  state[at] = above - tied
  const rowsAbove = state[at + 9] - below
  const before = state[at + 12]
  state[at + 9] = rowsAbove - tied - positives
  state[at + 17] += below * before * before
  if (positives === 0) return
  const placedAbove = above - tied / 2
  state[at + 2] += positives * placedAbove
  addWeighted(state, at + 3, positives, placedAbove)
  if (tied > 0) addWeighted(state, at + 6, tied, positivesBelow + positives / 2)
  state[at + 1] = positivesBelow + positives
  const precision = state[at + 10] / rowsAbove
  const share = positives / rowsAbove
  const c1 = state[at + 11] + share
  const c2 = before + share * precision
  const term = precision + c1 - c2
  state[at + 13] += positives * precision
  addWeighted(state, at + 14, positives, term)
  state[at + 17] += tied * c2 * c2
  state[at + 10] -= positives
  state[at + 11] = c1
  state[at + 12] = c2
}

/** What the state that begins at `at` amounts to. */
export function rankSumsOf(state: Float64Array, at: number): RankSums {
  return { placements: state.slice(at, at + 9), precisions: state.slice(at + 9, at + rankState) }
}
