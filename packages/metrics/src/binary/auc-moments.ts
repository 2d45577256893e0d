import type { BinarySample } from '../samples.ts'
import { rankSums } from './rank-sums.ts'
import type { Totals } from './totals.ts'

/**
 * What DeLong's variance needs, gathered without storing a placement.
 *
 * The deficit of a positive is the share of negatives that it fails to outrank, that of a negative the share of
 * positives that it outranks; ties count half. Both average to 1 − AUC.
 */
export interface AucMoments {
  /** 1 − AUC. */
  readonly deficit: number
  readonly positives: ClassMoments
  readonly negatives: ClassMoments
}

/** Over the rows of one class: the sum of w² (d − D)² with d the row's deficit and D the mean one, over (Σw)². */
export interface ClassMoments {
  readonly rows: number
  readonly spread: number
}

/** From the sample's one walk. Without weights all that fixes the AUC is whole numbers: exact while 2·m·k < 2⁵³. */
export function aucMoments(sample: BinarySample, totals: Totals): AucMoments {
  const { positiveWeight, negativeWeight } = totals
  const state = rankSums(sample, totals).placements
  const discordant = state[2]
  const scale = (positiveWeight * negativeWeight) ** 2
  return {
    deficit: discordant / (positiveWeight * negativeWeight),
    positives: spreadOf(totals.positives, around(discordant / positiveWeight, state, 3) / scale),
    negatives: spreadOf(totals.negatives, around(discordant / negativeWeight, state, 6) / scale),
  }
}

/** Σw² (value − center)² from the three sums at `at`. */
function around(center: number, state: Float64Array, at: number): number {
  return state[at + 2] - 2 * center * state[at + 1] + center * center * state[at]
}

function spreadOf(rows: number, spread: number): ClassMoments {
  return { rows, spread: Math.max(0, spread) }
}

/**
 * DeLong's squared standard error from the spreads of both classes, each with its own m/(m−1); `null` with fewer than
 * two rows in a class.
 */
export function delongVariance({ positives, negatives }: AucMoments): number | null {
  if (positives.rows < 2 || negatives.rows < 2) return null
  return [positives, negatives].reduce((sum, { rows, spread }) => sum + (rows / (rows - 1)) * spread, 0)
}

/** Each row's deficit less the mean one, by position, with the sign that makes it the row's pull on the AUC. */
export function centredPlacements(sample: BinarySample, totals: Totals, deficit: number): Float64Array {
  const { scores, labels, weights } = sample
  const { rows, positiveWeight, negativeWeight } = totals
  const placements = new Float64Array(rows)
  let above = negativeWeight
  let below = 0
  for (let i = 0; i < rows; ) {
    const first = i
    let p = 0
    let q = 0
    for (const score = scores[first]; i < rows && scores[i] === score; i++) {
      const weight = weights === undefined ? 1 : weights[i]
      if (labels[i] === 1) p += weight
      else q += weight
    }
    const positive = deficit - (above - q / 2) / negativeWeight
    const negative = deficit - (below + p / 2) / positiveWeight
    for (let j = first; j < i; j++) placements[j] = labels[j] === 1 ? positive : negative
    above -= q
    below += p
  }
  return placements
}
