import type { BinarySample } from '../samples.ts'
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

/** One ascending pass. Without weights all that fixes the AUC is whole numbers: exact while 2·m·k < 2⁵³. */
export function aucMoments(sample: BinarySample, totals: Totals): AucMoments {
  return sample.weights === undefined ? countedMoments(sample, totals) : weightedMoments(sample, sample.weights, totals)
}

function countedMoments({ scores, labels }: BinarySample, totals: Totals): AucMoments {
  const { rows, positives, negatives } = totals
  let negativesAbove = negatives
  let positivesBelow = 0
  let twiceDiscordant = 0
  let positiveSquares = 0
  let negativeSquares = 0
  for (let i = 0; i < rows; ) {
    const score = scores[i]
    const first = i
    let p = 0
    do p += labels[i++]
    while (i < rows && scores[i] === score)
    const q = i - first - p
    const twiceAbove = 2 * negativesAbove - q
    const twiceBelow = 2 * positivesBelow + p
    twiceDiscordant += p * twiceAbove
    positiveSquares += p * twiceAbove * twiceAbove
    negativeSquares += q * twiceBelow * twiceBelow
    negativesAbove -= q
    positivesBelow += p
  }
  const meanAbove = twiceDiscordant / positives
  const meanBelow = twiceDiscordant / negatives
  return {
    deficit: twiceDiscordant / (2 * positives * negatives),
    positives: spreadOf(positives, (positiveSquares - positives * meanAbove ** 2) / (2 * negatives * positives) ** 2),
    negatives: spreadOf(negatives, (negativeSquares - negatives * meanBelow ** 2) / (2 * positives * negatives) ** 2),
  }
}

function weightedMoments({ scores, labels }: BinarySample, weights: Float64Array, totals: Totals): AucMoments {
  const { rows, positiveWeight, negativeWeight } = totals
  let above = negativeWeight
  let below = 0
  let discordant = 0
  const positive = new SquareSums()
  const negative = new SquareSums()
  for (let i = 0; i < rows; ) {
    const score = scores[i]
    let p = 0
    let q = 0
    let pSquares = 0
    let qSquares = 0
    do {
      const weight = weights[i]
      if (labels[i] === 1) {
        p += weight
        pSquares += weight * weight
      } else {
        q += weight
        qSquares += weight * weight
      }
      i++
    } while (i < rows && scores[i] === score)
    discordant += p * (above - q / 2)
    positive.add(pSquares, (above - q / 2) / negativeWeight)
    negative.add(qSquares, (below + p / 2) / positiveWeight)
    above -= q
    below += p
  }
  const deficit = discordant / positiveWeight / negativeWeight
  return {
    deficit,
    positives: spreadOf(totals.positives, positive.around(deficit) / positiveWeight ** 2),
    negatives: spreadOf(totals.negatives, negative.around(deficit) / negativeWeight ** 2),
  }
}

class SquareSums {
  #weights = 0
  #values = 0
  #squares = 0

  add(weight: number, value: number): void {
    this.#weights += weight
    this.#values += weight * value
    this.#squares += weight * value * value
  }

  around(center: number): number {
    return this.#squares - 2 * center * this.#values + center * center * this.#weights
  }
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
