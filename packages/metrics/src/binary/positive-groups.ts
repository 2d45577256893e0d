import { prefetch } from '../order/prefetch.ts'
import type { BinarySample } from '../samples.ts'

/**
 * Positives of one score, with the negatives since the positives before them: weight and squared weight of the negatives
 * below them, of the negatives tied with them, and of the positives themselves. Six numbers a group.
 */
export const groupNumbers = 6

/** Rows that are grouped at once. */
const blockRows = 4096

/**
 * Calls `step` with the groups of a sample in ascending order, a few thousand rows at a time; negatives above all
 * positives come in a last group without positives.
 *
 * Steps do well to keep their sums in a `Float64Array`, read element by element: engines then compile them early, and as
 * double arithmetic throughout. One loop over all rows with plain numbers takes 20 ns a row instead of 6, measured in Node 20.
 */
export function forEachGroups(sample: BinarySample, step: (groups: Float64Array, count: number) => void): void {
  const { scores, labels, weights } = sample
  const rows = scores.length
  let groups = new Float64Array(groupNumbers * (Math.min(rows, blockRows) + 1))
  for (let from = 0, to = 0; from < rows; from = to) {
    to = blockEnd(scores, from)
    prefetch(scores, from, to)
    if (to - from >= groups.length / groupNumbers) groups = new Float64Array(groupNumbers * (to - from + 1))
    const count =
      weights === undefined
        ? countGroups(scores, labels, from, to, groups)
        : weighGroups(scores, labels, weights, from, to, groups)
    step(groups, count)
  }
}

/** About 4 096 rows on, and never inside a tie group. */
function blockEnd(scores: Float64Array, from: number): number {
  let to = Math.min(scores.length, from + blockRows)
  while (to < scores.length && scores[to] === scores[to - 1]) to++
  return to
}

/** Passes over runs of negatives without looking at their scores. */
function countGroups(scores: Float64Array, labels: Uint8Array, from: number, to: number, groups: Float64Array): number {
  let at = 0
  for (let i = from; i < to; at += groupNumbers) {
    const first = i
    while (i < to && labels[i] === 0) i++
    const positive = i
    let tied = positive
    if (positive < to) {
      const score = scores[positive]
      while (tied > first && scores[tied - 1] === score) tied--
      do i++
      while (i < to && scores[i] === score)
    }
    groups[at] = tied - first
    groups[at + 1] = tied - first
    groups[at + 2] = positive - tied
    groups[at + 3] = positive - tied
    groups[at + 4] = i - positive
    groups[at + 5] = i - positive
  }
  return at / groupNumbers
}

function weighGroups(
  scores: Float64Array,
  labels: Uint8Array,
  weights: Float64Array,
  from: number,
  to: number,
  groups: Float64Array,
): number {
  let at = 0
  for (let i = from; i < to; at += groupNumbers) {
    const first = i
    while (i < to && labels[i] === 0) i++
    const positive = i
    let tied = positive
    if (positive < to) {
      const score = scores[positive]
      while (tied > first && scores[tied - 1] === score) tied--
      do i++
      while (i < to && scores[i] === score)
    }
    sumWeights(weights, first, tied, groups, at)
    sumWeights(weights, tied, positive, groups, at + 2)
    sumWeights(weights, positive, i, groups, at + 4)
  }
  return at / groupNumbers
}

function sumWeights(weights: Float64Array, from: number, to: number, into: Float64Array, at: number): void {
  into[at] = 0
  into[at + 1] = 0
  for (let i = from; i < to; i++) {
    into[at] += weights[i]
    into[at + 1] += weights[i] * weights[i]
  }
}
