import { MetricInputError } from '@sluice/metrics'
import { createRandom } from '@sluice/stats'

/**
 * How unlike the calibration rows a class would be:
 * - `lac`: 1 − p, the least ambiguous sets (Sadinle, Lei & Wasserman 2019);
 * - `aps`: the probability of the class and of all likelier ones, adaptive sets (Romano, Sesia & Candès 2020);
 * - `raps`: the same plus `penalty` for each rank beyond `rank` (Angelopoulos et al. 2021).
 */
export type ClassScore =
  | { readonly kind: 'lac' }
  | { readonly kind: 'aps'; readonly randomised?: number | string }
  | { readonly kind: 'raps'; readonly penalty: number; readonly rank: number; readonly randomised?: number | string }

/** Rows of class probabilities, row-major (`rows × classes`). */
export interface ClassProbabilities {
  readonly probabilities: Float64Array
  readonly classes: number
}

/** The probabilities of both classes from those of the positive one (class 1). */
export function binaryProbabilities(scores: ArrayLike<number>): ClassProbabilities {
  const probabilities = new Float64Array(2 * scores.length)
  for (let i = 0; i < scores.length; i++) {
    probabilities[2 * i] = 1 - scores[i]
    probabilities[2 * i + 1] = scores[i]
  }
  return { probabilities, classes: 2 }
}

/**
 * The score of every class of every row, row-major. Equal probabilities within a row are ranked by class number. Without
 * `randomised` the class's own probability counts whole, which covers more than it must; with a seed it counts by a
 * uniform share drawn for the row, and coverage is exact. Calibration rows and new rows need different seeds: shares that repeat
 * row by row are not drawn.
 *
 * @throws {MetricInputError} for probabilities outside [0, 1] or that make no whole rows
 */
export function classScores({ probabilities, classes }: ClassProbabilities, score: ClassScore): Float64Array {
  requireProbabilities(probabilities, classes)
  if (score.kind === 'lac') return probabilities.map((p) => 1 - p)
  const random = score.randomised === undefined ? null : createRandom(score.randomised)
  const scores = new Float64Array(probabilities.length)
  const order = Uint32Array.from({ length: classes }, (_, k) => k)
  for (let start = 0; start < probabilities.length; start += classes) {
    const share = random?.uniform() ?? 1
    order.sort((a, b) => probabilities[start + b] - probabilities[start + a] || a - b)
    let before = 0
    for (let place = 0; place < classes; place++) {
      const p = probabilities[start + order[place]]
      const beyond = score.kind === 'raps' ? score.penalty * Math.max(0, place + 1 - score.rank) : 0
      scores[start + order[place]] = before + share * p + beyond
      before += p
    }
  }
  return scores
}

function requireProbabilities(probabilities: Float64Array, classes: number): void {
  if (!(Number.isInteger(classes) && classes >= 2 && probabilities.length % classes === 0)) {
    throw new MetricInputError(
      'length_mismatch',
      `${probabilities.length} probabilities of ${classes} classes: expected one a row and class, of two classes or more.`,
    )
  }
  for (let i = 0; i < probabilities.length; i++) {
    if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
      throw new MetricInputError(
        'score_outside_unit_interval',
        `Probability ${probabilities[i]} of row ${Math.floor(i / classes)} is outside [0, 1]: give probabilities, not logits.`,
        { row: Math.floor(i / classes), count: 1 },
      )
    }
  }
}
