import type { Columns } from '../columns/columns.ts'

/** One number a class for each row, row after row. */
export interface ScoreMatrix {
  readonly classes: number
  readonly values: Float64Array
  /** The classes in the order of the numbers, where the model has names for them. */
  readonly names?: readonly string[]
}

/** What a model says of rows: one score each, or one a class. NaN where it says nothing. */
export type Scores = Float64Array | ScoreMatrix

/** A model: asked for many rows at once, as often as needed. The same rows must get the same scores. */
export type ScoreRows = (columns: Columns) => Promise<Scores>

/** What a row without a score is decided to be. */
export const noDecision = -1

/**
 * The class that each row is put into: 1 where a single score reaches the threshold and 0 below; else the class of the
 * highest score, the first of equals. {@link noDecision} where a score is NaN.
 */
export function decisionsOf(scores: Scores, threshold: number): Int32Array {
  if (scores instanceof Float64Array) {
    return Int32Array.from(scores, (score) => (Number.isNaN(score) ? noDecision : score >= threshold ? 1 : 0))
  }
  const { classes, values } = scores
  return Int32Array.from({ length: values.length / classes }, (_, row) => {
    const from = row * classes
    let best = from
    for (let i = from; i < from + classes; i++) {
      if (Number.isNaN(values[i]!)) return noDecision
      if (values[i]! > values[best]!) best = i
    }
    return best - from
  })
}

/**
 * How far the scores say that a row is of another class than `decision`: the higher, the further; −∞ without a score. A
 * guide for searches: whether a row flipped is for {@link decisionsOf} to say.
 */
export function marginAgainst(scores: Scores, row: number, decision: number, threshold: number): number {
  if (scores instanceof Float64Array) {
    const score = scores[row]!
    return Number.isNaN(score) ? -Infinity : decision === 1 ? threshold - score : score - threshold
  }
  const { classes, values } = scores
  let other = -Infinity
  for (let c = 0; c < classes; c++) {
    const value = values[row * classes + c]!
    if (Number.isNaN(value)) return -Infinity
    if (c !== decision) other = Math.max(other, value)
  }
  return other - values[row * classes + decision]!
}

/** The largest change of any of a row's scores; NaN where one of them is missing. */
export function scoreChange(before: Scores, after: Scores, row: number): number {
  if (before instanceof Float64Array && after instanceof Float64Array) return after[row]! - before[row]!
  const [from, to] = [before as ScoreMatrix, after as ScoreMatrix]
  let largest = 0
  for (let i = row * from.classes; i < (row + 1) * from.classes; i++) {
    const change = to.values[i]! - from.values[i]!
    if (Number.isNaN(change)) return Number.NaN
    if (Math.abs(change) > Math.abs(largest)) largest = change
  }
  return largest
}

/** The scores of a row, as reports print them; `null` for one that is missing. */
export function scoresAt(scores: Scores, row: number): (number | null)[] {
  const values =
    scores instanceof Float64Array
      ? [scores[row]!]
      : [...scores.values.subarray(row * scores.classes, (row + 1) * scores.classes)]
  return values.map((value) => (Number.isNaN(value) ? null : value))
}

/**
 * Asks a model and checks the shape of its answer.
 *
 * @throws {RangeError} where the answer is not one score, or one a class, for each row
 */
export async function scoreAll(score: ScoreRows, columns: Columns, rows: number): Promise<Scores> {
  const scores = await score(columns)
  const found =
    scores instanceof Float64Array
      ? scores.length
      : scores.classes > 0
        ? scores.values.length / scores.classes
        : Number.NaN
  if (found === rows) return scores
  throw new RangeError(`The model was given ${rows} rows and returned scores for ${found}; it must return one each`)
}
